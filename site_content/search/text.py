"""Text as search reads it: out of markup, without what cannot be typed, one form for what is written in several.

Nothing here depends on a language; `italian.py` and `chinese.py` do.
"""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST = 128
"""Characters of a query that are read."""
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_HAN = re.compile(f"[{HAN}]")
_TAG = re.compile(r"<[^>]*>")
_BLOCK_TAG = re.compile(r"</?(?:p|li|ul|ol|br|div|h[1-6]|tr|td|th)\b[^>]*>", re.IGNORECASE)
# Expressions look through a body fifteen times as fast as `translate`.
_APOSTROPHES = re.compile("[’‘ʼʻʹ´`′＇]")
_RARE_APOSTROPHES = re.compile("[‘ʼʻʹ´`′＇]")
_JOINED_CAPITALS = re.compile("(?<=[A-Z])&(?=[A-Z])")
_NOT_WRITTEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})


def plain_of(markup: str) -> str:
    """The text of HTML: what stands in two blocks is parted by a space, entities are resolved."""
    return clean(html.unescape(_TAG.sub("", _BLOCK_TAG.sub(" ", markup))))


def listed(text: str) -> tuple[str, ...]:
    """The words of a list that is written over several lines."""
    return tuple(text.split())


def clean(text: str) -> str:
    """The text without control, format, private and half characters, with single spaces."""
    if not text.isprintable():  # printable text has none of them, and there is much of it
        text = "".join(_written(each) for each in text)
    return " ".join(text.split())


def _written(character: str) -> str:
    kind = unicodedata.category(character)
    if kind not in _NOT_WRITTEN:
        return character
    return " " if kind == "Cc" else ""


def normalise(query: str) -> str:
    """A query in one way of writing it: compatible forms, plain apostrophes, single spaces; case and accents stay."""
    composed = unicodedata.normalize("NFKC", _APOSTROPHES.sub("'", clean(query)))
    return clean(_APOSTROPHES.sub("'", composed))


def mend_signs(text: str) -> str:
    """The text, as long as before, with signs that would part a word made such as join it: rare apostrophes, R&D."""
    mended = text if text.isascii() else _RARE_APOSTROPHES.sub("'", text)
    return _JOINED_CAPITALS.sub("_", mended) if "&" in mended else mended


def fold(text: str) -> str:
    """For comparing: normalised, lower case, without accents."""
    plain = text.lower() if text.isascii() else normalise(text).casefold()
    if plain.isascii():
        return plain
    parts = unicodedata.normalize("NFD", plain)
    return unicodedata.normalize("NFC", "".join(each for each in parts if unicodedata.category(each) != "Mn"))


def has_han(text: str) -> bool:
    """Whether any character of it is Chinese."""
    return not text.isascii() and _HAN.search(text) is not None


def compact(identifier: str) -> str:
    """An identifier without spaces, hyphens, slashes, dots and case: `PONTE-MOB-11` is `PONTEMOB11`."""
    return re.sub(r"[^0-9A-Z]", "", fold(identifier).upper())
