"""A marked text as XLIFF's inline elements, and back: `g` for a pair, `x` for a break, `ph` for a placeholder.

A code travels as a number and nothing else: what it stands for is the source's, so that no markup comes back from a file.
Knows no Django.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from cms.translation.marked import PAIRED, Code, Piece, Text
from cms.translation.terms.checks.marks import PLACEHOLDER

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
TYPES = {"a": "link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "br": "lb"}
OWN = re.compile(rf"(?P<tag>{'|'.join(tag for tag in PAIRED if tag != 'a')}|br)[0-9]{{1,4}}")
"""The id of a code that a translator added: it says itself what it is. A link's never does."""
IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What no XML file can hold."""
BROKEN_LINE = re.compile(r"(?<![ \t])[ \t]*[\r\n][ \t\r\n]*")
"""Looks at each run of blanks once: begun at every blank, a long run would take as long as the square of its length."""
FOREIGN_CODES = {"bpt", "ept", "it", "bx", "ex", "sub"}

Known = dict[str, Code | Text]
"""What each number stands for."""


class BadText(ValueError):
    """A text with markup that is none of XLIFF's."""


def split_placeholders(pieces: Iterable[Piece]) -> list[Piece]:
    """The same with each placeholder as a text of its own."""
    found: list[Piece] = []
    for piece in pieces:
        if not isinstance(piece, Text):
            found.append(piece)
            continue
        position = 0
        for match in PLACEHOLDER.finditer(piece.text):
            found += [Text(piece.text[position : match.start()]), Text(match[0])]
            position = match.end()
        found.append(Text(piece.text[position:]))
    return [piece for piece in found if not isinstance(piece, Text) or piece.text]


def is_placeholder(piece: Piece) -> bool:
    return isinstance(piece, Text) and PLACEHOLDER.fullmatch(piece.text) is not None


def number_codes(source: Iterable[Piece]) -> Known:
    """The codes and placeholders of a source by their numbers, from 1."""
    coded = (
        piece
        for piece in split_placeholders(source)
        if is_placeholder(piece) or (isinstance(piece, Code) and piece.kind != "close")
    )
    return {str(number): piece for number, piece in enumerate(coded, 1)}


def add_text(parent: Any, pieces: Iterable[Piece], known: Known) -> None:
    """Puts a text into an element; codes that the source does not have get ids of their own."""
    free: dict[Piece, list[str]] = defaultdict(list)
    for id, piece in known.items():
        free[piece].append(id)
    stack = [parent]
    for piece in split_placeholders(pieces):
        if isinstance(piece, Text) and not (is_placeholder(piece) and free[piece]):
            _add_words(stack[-1], piece.text)
        elif isinstance(piece, Text):
            child = etree.SubElement(stack[-1], "ph", id=free[piece].pop(0), ctype="x-placeholder")
            child.text = piece.text
        elif piece.kind == "close":
            stack.pop()
        else:
            id = free[piece].pop(0) if free[piece] else _own_id(piece)
            child = _add_code(stack[-1], piece, id)
            stack += [child] if piece.kind == "open" else []


def _own_id(code: Code) -> str:
    return f"link-{code.id}" if code.tag == "a" else code.id


def _add_code(parent: Any, code: Code, id: str) -> Any:
    ctype = TYPES.get(code.tag, f"x-{code.tag}")
    shown = "\n" if code.tag == "br" else f"<{code.tag}>"
    return etree.SubElement(
        parent, "g" if code.kind == "open" else "x", {"id": id, "ctype": ctype, "equiv-text": shown}
    )


def _add_words(parent: Any, text: str) -> None:
    text = IMPOSSIBLE.sub("", text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


class Reading:
    """What an element holds: `pieces`, and whether it has codes that the source does not have (`is_strange`)."""

    def __init__(self, element: Any, known: Known) -> None:
        """Raises BadText for markup that is none of XLIFF's."""
        self.pieces: list[Piece] = []
        self.is_strange = False
        self._known = known
        self._seen: Counter[str] = Counter()
        self._read(element)
        self.pieces = _straighten(self.pieces)

    def _read(self, element: Any) -> None:
        self._say(element.text)
        for child in element:
            name = local_name(child)
            if name == "mrk":
                self._read(child)
            elif name in ("g", "x", "ph"):
                self._read_code(child)
            elif name in FOREIGN_CODES:
                self.is_strange = True
            else:
                raise BadText(name)
            self._say(child.tail)

    def _read_code(self, element: Any) -> None:
        id = element.get("id") or ""
        self._seen[id] += 1
        code = self._known.get(id) or _read_own(id)
        if isinstance(code, Text):
            self.pieces.append(code)
        elif code is None or self._seen[id] > 1 or (code.kind == "open") != (local_name(element) == "g"):
            self.is_strange = True
            self._read(element)
        elif code.kind == "single":
            self.pieces.append(code)
        else:
            self.pieces.append(code)
            self._read(element)
            self.pieces.append(Code("close", code.tag, code.id))

    def _say(self, text: str | None) -> None:
        if text:
            self.pieces.append(Text(text))


def local_name(element: Any) -> str:
    """The name of one of XLIFF's elements; of any other, what is not one of them."""
    if not isinstance(element.tag, str):
        return "&"
    name = etree.QName(element)
    return str(name.localname) if name.namespace == NAMESPACE else f"{{{name.namespace}}}{name.localname}"


def _read_own(id: str) -> Code | None:
    found = OWN.fullmatch(id)
    if found is None:
        return None
    return Code("single" if found["tag"] == "br" else "open", found["tag"], id)


def _straighten(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbouring texts as one; lines that a program broke as blanks; no blanks at the ends."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, Text) and isinstance(last, Text):
            joined[-1] = Text(last.text + piece.text)
        else:
            joined.append(piece)
    found = [Text(BROKEN_LINE.sub(" ", one.text)) if isinstance(one, Text) else one for one in joined]
    if found and isinstance(found[0], Text):
        found[0] = Text(found[0].text.lstrip(" \t"))
    if found and isinstance(found[-1], Text):
        found[-1] = Text(found[-1].text.rstrip(" \t"))
    return [piece for piece in found if not isinstance(piece, Text) or piece.text]


def shape_of(pieces: Iterable[Piece]) -> Counter[tuple[str, ...]]:
    """Each code and placeholder with the codes that it stands in: what may not change in a translation but for its order."""
    found: Counter[tuple[str, ...]] = Counter()
    opened: list[str] = []
    for piece in split_placeholders(pieces):
        if isinstance(piece, Text):
            if is_placeholder(piece):
                found[piece.text,] += 1
        elif piece.kind == "close":
            opened.pop()
        else:
            name = f"{piece.tag} {piece.id}" if piece.tag == "a" else piece.tag
            found[(name, *opened)] += 1
            opened += [name] if piece.kind == "open" else []
    return found
