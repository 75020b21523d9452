"""From a marked text to what is compared: its canonical form, its digest, its tokens, its folded words.

A token is one Han character, one word, one number, one sign or one code. Knows no Django.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b

from cms.translation.marked import Code, Piece, Text, write

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
TOKEN = re.compile(rf"[{HAN}]|\d+(?:[.,:]\d+)*|(?:(?![{HAN}])[^\W\d])+|[^\w\s]|_")
BLANKS = re.compile(r"\s+")
DIGEST_BYTES = 16
ACCENTS = re.compile(r"[\u0300-\u036f]")


def join_texts(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The same with neighbouring texts as one."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, Text) and isinstance(last, Text):
            joined[-1] = Text(last.text + piece.text)
        else:
            joined.append(piece)
    return tuple(joined)


def rename(pieces: Iterable[Piece], names: dict[str, str]) -> tuple[Piece, ...]:
    """The same with links under other ids; one that `names` does not have keeps its own."""
    return tuple(
        replace(piece, id=names.get(piece.id, piece.id)) if isinstance(piece, Code) else piece
        for piece in pieces
    )


def link_ids(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """The ids of the links, in their order."""
    return tuple(
        piece.id for piece in pieces if isinstance(piece, Code) and piece.kind == "open" and piece.tag == "a"
    )


def by_order(pieces: Sequence[Piece]) -> dict[str, str]:
    """New ids for the links of a source, `a1`, `a2`, as they come."""
    return {id: f"a{number}" for number, id in enumerate(link_ids(pieces), 1)}


def shape(pieces: Iterable[Piece]) -> tuple[tuple[str, str], ...]:
    """The codes as kinds and tags, in their order: two texts with the same can exchange their codes."""
    return tuple((piece.kind, piece.tag) for piece in pieces if isinstance(piece, Code))


def canonical(pieces: Iterable[Piece], names: dict[str, str]) -> str:
    """A text in one spelling: composed characters, single blanks, none at the ends, links renamed by `names`."""
    return BLANKS.sub(" ", unicodedata.normalize("NFC", write(rename(pieces, names)))).strip()


def digest(*texts: str) -> str:
    """What stands for texts where they are looked up; 32 characters."""
    return blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).hexdigest()


def straighten(text: str) -> str:
    """The same with one form of apostrophe."""
    return text.replace("’", "'").replace("‘", "'")


def split(text: str) -> list[str]:
    """The tokens of words, in one case."""
    return TOKEN.findall(straighten(unicodedata.normalize("NFC", text).casefold()))


def tokens(pieces: Iterable[Piece]) -> list[str]:
    """The tokens of a text, its codes among them; a link is a link, whatever its id."""
    found: list[str] = []
    for piece in pieces:
        if isinstance(piece, Text):
            found += split(piece.text)
        else:
            found.append(f"<{piece.kind} {piece.tag}>")
    return found


def fold(text: str) -> str:
    """As it is searched: without case, accents, forms of apostrophes and numbers of blanks."""
    decomposed = unicodedata.normalize("NFKD", straighten(text.casefold()))
    return BLANKS.sub(" ", unicodedata.normalize("NFC", ACCENTS.sub("", decomposed))).strip()


def read_words(pieces: Iterable[Piece]) -> str:
    """The words alone, a blank for a line break."""
    return "".join(
        piece.text if isinstance(piece, Text) else " " if piece.kind == "single" else "" for piece in pieces
    )


def without_codes(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The words alone, as a marked text; line breaks stay."""
    kept = (piece for piece in pieces if isinstance(piece, Text) or piece.kind == "single")
    return join_texts(kept)
