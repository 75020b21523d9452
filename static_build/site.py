"""What one load found: every public document, and what outputs need beside them. Plain values, no Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from site_content.converters.context import FileRow, PictureRow
from site_content.documents import Card, Document
from site_content.documents.values import File, Picture


class Site(Struct, kw_only=True):
    """The public content at `now`."""

    now: datetime
    documents: dict[tuple[str, str], Document]
    """By (key, locale), pages in tree order, then snippets."""
    allowed: frozenset[str]
    """Tokens of all that visibility lets out: `<key>@<locale>`, `picture:<id>`, `file:<id>`."""
    pictures: dict[str, PictureRow]
    files: dict[str, FileRow]
    media_folder: str
    public_url: str
    moments: tuple[datetime, ...] = ()
    """Moments ahead at which a page or snippet goes live or expires."""
    _cards: dict[tuple[str, str], Card] = {}
    _locales: dict[str, list[str]] = {}
    _media: dict[tuple[bool, str, str], tuple[Picture | File, ...]] = {}
    _types: dict[tuple[str, str], list[Any]] = {}

    def card(self, key: str, locale: str) -> Card | None:
        """The card of `key` in `locale`, else in another language it has; None where it is not public."""
        found = self._find(key, locale)
        if found is None:
            return None
        place = (key, found)
        if place not in self._cards:
            self._cards[place] = self.documents[place].card()
        return self._cards[place]

    def document(self, key: str, locale: str) -> Document | None:
        """The document of `key` in `locale`, else in another language it has."""
        found = self._find(key, locale)
        return None if found is None else self.documents[key, found]

    def of_type(self, type: str, locale: str) -> list[Any]:
        """All documents of a type in a language, in tree order."""
        if not self._types:
            for document in self.documents.values():
                self._types.setdefault((tag(document), document.locale), []).append(document)
        return self._types.get((type, locale), [])

    def media(self, each: Document | Card) -> tuple[Picture | File, ...]:
        """Every picture and file in a document or card of this site; looked for once."""
        place = (isinstance(each, Card), each.key, each.locale)
        if place not in self._media:
            self._media[place] = tuple(media_in(each))
        return self._media[place]

    def tokens(self, shown: Iterable[Document | Card]) -> tuple[str, ...]:
        """What stands among an output's sources for what it shows and for the pictures and files in it, sorted."""
        found = set()
        for each in shown:
            found.add(f"{each.key}@{each.locale}")
            found.update(
                f"{'picture' if type(one) is Picture else 'file'}:{one.id}" for one in self.media(each)
            )
        return tuple(sorted(found))

    def _find(self, key: str, locale: str) -> str | None:
        if (key, locale) in self.documents:
            return locale
        if not self._locales:
            for each, code in self.documents:
                self._locales.setdefault(each, []).append(code)
        return self._locales.get(key, [None])[0]

    def next_change_at(self) -> datetime | None:
        """The first moment after `now` at which what is public changes; None where there is none."""
        ahead = [moment for moment in self.moments if moment > self.now]
        for document in self.documents.values():
            ahead += [moment for moment in document.changes() if moment > self.now]
        return min(ahead, default=None)


def tag(document: Document | Card) -> str:
    """The name of a document's or card's type."""
    return str(type(document).__struct_config__.tag)


_PLAIN = frozenset({str, int, bool, float, type(None), date, datetime, dict})


def media_in(value: Struct) -> Iterator[Picture | File]:
    """Every picture and file anywhere in a document."""
    stack: list[Any] = [value]
    while stack:
        each = stack.pop()
        kind = type(each)
        if kind is Picture or kind is File:
            yield each
        elif kind is tuple:
            stack += [item for item in each if type(item) not in _PLAIN]
        elif isinstance(each, Struct):
            fields = (getattr(each, name) for name in each.__struct_fields__)
            stack += [field for field in fields if field and type(field) not in _PLAIN]
