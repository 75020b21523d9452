"""Interface messages of one language, read once from its gettext catalogue `messages/<locale>.po`.

In: English msgids, or a context and a key for words of a fixed vocabulary. Out: Markup, safe to print.
A message that is missing, empty or fuzzy raises; nothing falls back to English.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from markupsafe import Markup, escape

MESSAGES = Path(__file__).parent / "messages"
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class MissingMessage(LookupError):
    """A catalogue lacks a message that a page needs."""


class Catalogue:
    """The messages of one language."""

    def __init__(self, name: str, catalog: Catalog) -> None:
        self.name = name
        self._plain = _read_texts(catalog)
        self._texts = {key: tuple(escape(form) for form in forms) for key, forms in self._plain.items()}
        self._plural_index: Callable[[int], int] = gettext.c2py(str(catalog.plural_expr))

    def text(self, msgid: str, /, **values: object) -> Markup:
        """The translation of `msgid`; each `{name}` in it becomes that value, escaped unless Markup."""
        found = self._find("", msgid)[0]
        return _fill(found, values) if values else found

    def plural(self, one: str, many: str, count: int, /, **values: object) -> Markup:
        """The form for `count` of the message whose singular is `one`; `{count}` is replaced by it."""
        forms = self._find("", one)
        if len(forms) < 2 and self._plural_index(count) > 0:
            raise MissingMessage(f'{self.name}.po: "{one}" has no plural; add msgid_plural "{many}".')
        return _fill(forms[self._plural_index(count)], {"count": count} | values)

    def word(self, context: str, key: str) -> Markup:
        """The word for `key` of a fixed vocabulary, for example a state or a kind."""
        return self._find(context, key)[0]

    def plain(self, context: str, key: str) -> str:
        """The same, not escaped: for patterns and texts that are put together before they are printed."""
        self._find(context, key)
        return self._plain[context, key][0]

    def has(self, context: str, key: str) -> bool:
        """Whether the catalogue holds that word."""
        return (context, key) in self._texts

    def keys(self) -> frozenset[tuple[str, str]]:
        """Every (context, msgid) that is translated."""
        return frozenset(self._texts)

    def _find(self, context: str, msgid: str) -> tuple[Markup, ...]:
        try:
            return self._texts[context, msgid]
        except KeyError:
            where = f' in context "{context}"' if context else ""
            raise MissingMessage(
                f'{MESSAGES.name}/{self.name}.po has no translation of "{msgid}"{where}: add it, not fuzzy.'
            ) from None


def _read_texts(catalog: Catalog) -> dict[tuple[str, str], tuple[str, ...]]:
    texts: dict[tuple[str, str], tuple[str, ...]] = {}
    for message in catalog:
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if not message.id or message.fuzzy or not all(forms):
            continue
        msgid = message.id[0] if isinstance(message.id, tuple) else message.id
        texts[str(message.context or ""), str(msgid)] = tuple(str(form) for form in forms)
    return texts


@lru_cache(maxsize=1024)
def _split(message: Markup) -> tuple[str, ...]:
    """Text and names by turns: `on {day}.` becomes `on `, `day`, `.`."""
    return tuple(PLACEHOLDER.split(message))


def _fill(message: Markup, values: dict[str, object]) -> Markup:
    """As `str.format` with names alone, several times as fast."""
    parts: list[str] = list(_split(message))
    for place in range(1, len(parts), 2):
        parts[place] = escape(values[parts[place]])
    return Markup("".join(parts))


@cache
def read_catalogue(name: str) -> Catalogue:
    """The catalogue of a Babel locale name, for example `zh_Hans`."""
    path = MESSAGES / f"{name}.po"
    try:
        with path.open("rb") as file:
            return Catalogue(name, read_po(file, locale=name, abort_invalid=True))
    except FileNotFoundError:
        raise MissingMessage(
            f"There is no catalogue {path}: copy another language's and translate it."
        ) from None
