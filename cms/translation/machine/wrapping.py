"""A marked text as XML for a machine, and back: each code and each placeholder is an element with a number and nothing else.

No address, no tag's name and no placeholder's name goes out, so that none can come back as another one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.sax.saxutils import escape

from lxml import etree  # type: ignore[import-untyped]

from cms.translation.marked import Code, Piece, Text, parse, write
from cms.translation.terms.checks.marks import PLACEHOLDER

PAIRED, SINGLE = "g", "x"
UNSENT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that XML does not have."""


class CodesLost(ValueError):
    """What came back does not have the codes of what went out, each once and in pairs."""


def wrap(data: str) -> str:
    """The text as XML content. Raises NotMarked."""
    return "".join(_wrap(piece, number) for piece, number in _number(data))


def _number(data: str) -> Iterator[tuple[Piece, int]]:
    """The pieces, placeholders apart from the words around them, with a number for each pair and each single one."""
    opened: list[int] = []
    number = 0
    for piece in _split(parse(data)):
        if isinstance(piece, Code) and piece.kind == "close":
            yield piece, opened.pop()
            continue
        if isinstance(piece, Code) or PLACEHOLDER.fullmatch(piece.text):
            number += 1
        if isinstance(piece, Code) and piece.kind == "open":
            opened.append(number)
        yield piece, number


def _split(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    for piece in pieces:
        if isinstance(piece, Code):
            yield piece
            continue
        at = 0
        for found in PLACEHOLDER.finditer(piece.text):
            yield Text(piece.text[at : found.start()])
            yield Text(found[0])
            at = found.end()
        yield Text(piece.text[at:])


def _wrap(piece: Piece, number: int) -> str:
    if isinstance(piece, Text) and not PLACEHOLDER.fullmatch(piece.text):
        return escape(UNSENT.sub("", piece.text))
    if isinstance(piece, Text) or piece.kind == "single":
        return f'<{SINGLE} id="{number}"/>'
    return f'<{PAIRED} id="{number}">' if piece.kind == "open" else f"</{PAIRED}>"


def unwrap(answer: str, data: str) -> str:
    """The marked form of what came back for `data`. Raises CodesLost."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(f"<t>{answer}</t>".encode(), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
        raise CodesLost(str(error)) from error
    known = {number: piece for piece, number in reversed(list(_number(data))) if _is_kept(piece)}
    numbers: list[int] = []
    found = list(_unwrap(root, known, numbers))
    if Counter(numbers) != Counter(list(known)):
        raise CodesLost(f"{sorted(numbers)} instead of {sorted(known)}")
    return write(found)


def _is_kept(piece: Piece) -> bool:
    """Whether it has a number of its own."""
    if isinstance(piece, Code):
        return piece.kind != "close"
    return bool(PLACEHOLDER.fullmatch(piece.text))


def _unwrap(element: etree._Element, known: dict[int, Piece], numbers: list[int]) -> Iterator[Piece]:
    yield Text(element.text or "")
    for child in element:
        number = child.get("id", "") if isinstance(child.tag, str) else ""
        piece = known.get(int(number)) if number.isdecimal() else None
        is_pair = isinstance(piece, Code) and piece.kind == "open"
        if (
            piece is None
            or child.tag != (PAIRED if is_pair else SINGLE)
            or (not is_pair and (child.text or len(child)))
        ):
            raise CodesLost(f"{child.tag} {number}")
        numbers.append(int(number))
        yield piece
        if isinstance(piece, Code) and is_pair:
            yield from _unwrap(child, known, numbers)
            yield Code("close", piece.tag, piece.id)
        yield Text(child.tail or "")
