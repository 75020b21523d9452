"""A text in its marked form, as wagtail-localize keeps it: escaped, with inline tags and nothing else.

`<a id="a1">…</a>`: the address stays with the segment. Comes in and goes out as a string; between them pieces. Knows no
Django. Refuses whatever is not that form, with the position.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Literal

PAIRED = ("a", "abbr", "acronym", "b", "code", "em", "i", "strong")
"""Tags that have an end; the one that has none is `br`."""
TAG = re.compile(r'<(?P<end>/?)(?P<tag>[a-z]+)(?:\s+id="(?P<id>[^"<>]*)")?\s*(?P<alone>/?)>')

Kind = Literal["open", "close", "single"]


class NotMarked(ValueError):
    """A text is not in the marked form: `reason` in a word, `position` counts characters from 0."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(f"{reason} at character {position}")
        self.reason, self.position = reason, position


@dataclass(frozen=True, slots=True)
class Text:
    """Words as one reads them, without escapes."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """One tag. A pair's two ends have one `id`: a link's is its own, others are counted (`b1`, `b2`, `br1`)."""

    kind: Kind
    tag: str
    id: str


Piece = Text | Code


def parse(data: str) -> tuple[Piece, ...]:
    """The pieces of a marked text. Raises NotMarked for other tags, attributes, comments, and pairs that do not close."""
    if "<" not in data and "&" not in data:
        return (Text(data),) if data else ()
    pieces: list[Piece] = []
    opened: list[tuple[Code, int]] = []
    counts: Counter[str] = Counter()
    position = 0
    while position < len(data):
        if data[position] != "<":
            end = data.find("<", position)
            end = len(data) if end < 0 else end
            pieces.append(Text(_unescape(data[position:end])))
            position = end
            continue
        found = TAG.match(data, position)
        if found is None:
            raise NotMarked("comment" if data.startswith("<!", position) else "markup", position)
        pieces.append(_read_code(found, opened, counts))
        position = found.end()
    if opened:
        raise NotMarked("unclosed", opened[-1][1])
    return tuple(pieces)


def _read_code(found: re.Match[str], opened: list[tuple[Code, int]], counts: Counter[str]) -> Code:
    tag, name, position = found["tag"], found["id"], found.start()
    if tag == "br" and not found["end"] and name is None:
        counts[tag] += 1
        return Code("single", tag, f"br{counts[tag]}")
    if tag not in PAIRED or found["alone"] or (name is not None and (tag != "a" or found["end"])):
        raise NotMarked("markup", position)
    if found["end"]:
        if not opened or opened[-1][0].tag != tag:
            raise NotMarked("unopened", position)
        return Code("close", tag, opened.pop()[0].id)
    counts[tag] += 1
    code = Code("open", tag, (name or "") if tag == "a" else f"{tag}{counts[tag]}")
    opened.append((code, position))
    return code


def write(pieces: Iterable[Piece]) -> str:
    """The marked form, spelt as wagtail-localize spells it, so that equal texts are equal strings."""
    return "".join(_escape(piece.text) if isinstance(piece, Text) else _tag(piece) for piece in pieces)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unescape(text: str) -> str:
    """What `_escape` writes is read with replacements alone: `unescape` takes a hundred times as long for many of them."""
    if "&" not in text:
        return text
    if text.count("&") == text.count("&amp;") + text.count("&lt;") + text.count("&gt;"):
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return unescape(text)


def _tag(code: Code) -> str:
    if code.kind == "single":
        return f"<{code.tag}/>"
    if code.kind == "close":
        return f"</{code.tag}>"
    return f'<a id="{code.id}">' if code.tag == "a" and code.id else f"<{code.tag}>"


def plain(data: str) -> str:
    """The words alone: no codes, no escapes, a line break for each `br`. Raises NotMarked."""
    return "".join(
        piece.text if isinstance(piece, Text) else "\n" if piece.kind == "single" else ""
        for piece in parse(data)
    )


def read_words(data: str) -> str:
    """As `plain`, but of a text that is not in the marked form whatever can be read of it: for showing and counting."""
    try:
        return plain(data)
    except NotMarked:
        return unescape(re.sub(r"<[^<>]*>", "", data))


def from_plain(text: str) -> str:
    """The marked form of words without codes."""
    lines = text.replace("\r\n", "\n").split("\n")
    pieces: list[Piece] = []
    for number, line in enumerate(lines):
        if number:
            pieces.append(Code("single", "br", f"br{number}"))
        if line:
            pieces.append(Text(line))
    return write(pieces)


def codes(data: str) -> tuple[Code, ...]:
    """The codes alone, in their order. Raises NotMarked."""
    return tuple(piece for piece in parse(data) if isinstance(piece, Code))


def links(data: str) -> tuple[str, ...]:
    """The ids of the links, in their order. Raises NotMarked."""
    return tuple(code.id for code in codes(data) if code.kind == "open" and code.tag == "a")


def fit(data: str, source: str) -> str:
    """A text for a source that it was not written for: without links that the source lacks, doubles or nests.

    Its words stay. A text that is not in the marked form comes back as words alone.
    """
    try:
        allowed, pieces = set(links(source)), parse(data)
    except NotMarked:
        return from_plain(read_words(data))
    kept: list[Piece] = []
    ends: list[bool] = []
    within = False
    for piece in pieces:
        if not isinstance(piece, Code) or piece.tag != "a":
            kept.append(piece)
        elif piece.kind == "open":
            ends.append(piece.id in allowed and not within)
            if ends[-1]:
                allowed.discard(piece.id)
                within = True
                kept.append(piece)
        elif ends.pop():
            within = False
            kept.append(piece)
    return write(kept)
