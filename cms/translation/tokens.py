"""A marked text as it stands in a text area: each code is a visible token that keeps its number from the source.

⟦1⟧…⟦/1⟧ is the first paired code of the source, whatever it is; a code that the source does not have is named by its tag,
⟦b⟧…⟦/b⟧; a line break is one. A ⟦ of the text itself is doubled. Both ways nothing is lost. Knows no Django.
"""

from __future__ import annotations

import re

from cms.translation.marked import PAIRED, Code, NotMarked, Piece, Text, parse, write

TOKEN = re.compile(r"⟦⟦|⟦(?P<end>/?)(?P<name>[a-z0-9]+)⟧|\n")


def paired_codes(source: str) -> tuple[Code, ...]:
    """The opening codes of the source, in the order of their numbers; none where it is not in the marked form."""
    try:
        pieces = parse(source)
    except NotMarked:
        return ()
    return tuple(piece for piece in pieces if isinstance(piece, Code) and piece.kind == "open")


def to_tokens(data: str, source: str) -> str:
    """The text as it is edited. A text that is not in the marked form is shown as it is."""
    numbers = {code: str(number) for number, code in enumerate(paired_codes(source), 1)}
    try:
        pieces = parse(data)
    except NotMarked:
        return data
    return "".join(_show(piece, numbers) for piece in pieces)


def _show(piece: Piece, numbers: dict[Code, str]) -> str:
    if isinstance(piece, Text):
        return piece.text.replace("⟦", "⟦⟦")
    if piece.kind == "single":
        return "\n"
    name = numbers.get(Code("open", piece.tag, piece.id), piece.id if piece.tag == "a" else piece.tag)
    return f"⟦{'/' if piece.kind == 'close' else ''}{name}⟧"


def from_tokens(text: str, source: str) -> str:
    """The marked form of an edited text. Whether its pairs close is for `marked.parse` to say.

    Raises NotMarked for a token that is neither the source's nor a tag's name, with its place in the text.
    """
    return write(_read(text.replace("\r\n", "\n"), paired_codes(source)))


def _read(text: str, known: tuple[Code, ...]) -> list[Piece]:
    pieces: list[Piece] = []
    position = 0
    for found in TOKEN.finditer(text):
        if found.start() > position:
            pieces.append(Text(text[position : found.start()]))
        pieces.append(_piece(found, known))
        position = found.end()
    if position < len(text):
        pieces.append(Text(text[position:]))
    return pieces


def _piece(found: re.Match[str], known: tuple[Code, ...]) -> Piece:
    if found[0] == "\n":
        return Code("single", "br", "")
    if found[0] == "⟦⟦":
        return Text("⟦")
    name = found["name"]
    if name.isdecimal() and 0 < int(name) <= len(known):
        code = known[int(name) - 1]
    elif name in PAIRED and name != "a":
        code = Code("open", name, "")
    else:
        raise NotMarked("unknown code", found.start())
    return Code("close" if found["end"] else "open", code.tag, code.id)
