"""Where a paragraph is cut into sentences, after the manner of SRX: breaks, and exceptions from them, by language.

Works on marked texts. A pair of codes is never cut: where a sentence would hold half of one, the paragraph stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cms.translation.marked import Code, Piece, Text
from cms.translation.memory.words import join_texts

CLOSING = "»”’\"')\\]）】》」』"
OPENING = "«“‘\"'(\\[（【《「『"
LATIN_BREAK = re.compile(rf"(?<=[.!?…])[{CLOSING}]*\s+(?=[{OPENING}¿¡—–-]*\s?[A-ZÀ-ÖØ-Þ\d\u4e00-\u9fff])")
CHINESE_BREAK = re.compile(rf"(?:[。！？]|……|[!?](?=\s|[\u4e00-\u9fff{OPENING}]))+[{CLOSING}]*\s*(?=\S)")
ABBREVIATIONS = frozenset(
    """
    all art artt avv bar ca cap capp cfr cit co col coll cod comm dip dir doc dott dr ecc ed egr es etc fig figg fonte fr gent
    geom ing int jr lett lgs lit ltd ma max min mons mr mrs ms n nn no nr num obs on op p pag pagg par parr pp prof proff
    prot rag rev rif s sec sez sig sigg sigra spett ss st str sup tab tav tel titt tit v vd vol voll vs
    """.split()  # noqa: SIM905 - a list of words is read as words
)
"""After these a full stop ends no sentence, whatever follows."""
BEFORE_STOP = re.compile(r"([^\W\d_]+|\d+)\.$")


def split_sentences(pieces: Sequence[Piece], locale: str) -> tuple[tuple[Piece, ...], ...]:
    """The sentences, blanks at their ends left out. One alone where nothing is to be cut, or nothing can be."""
    breaks = find_breaks("".join([piece.text for piece in pieces if isinstance(piece, Text)]), locale)
    if not breaks:
        return (tuple(pieces),)
    parts = [_trim(part) for part in _cut(pieces, breaks)]
    sentences = tuple(part for part in parts if part)
    if not all(_closes(part) and _has_words(part) for part in sentences):
        return (tuple(pieces),)
    return sentences


def find_breaks(text: str, locale: str) -> list[int]:
    """The places at which a new sentence begins, counted in characters."""
    if locale.startswith("zh"):
        return [found.end() for found in CHINESE_BREAK.finditer(text) if found.end() < len(text)]
    return [found.end() for found in LATIN_BREAK.finditer(text) if not _is_exception(text[: found.start()])]


def _is_exception(before: str) -> bool:
    found = BEFORE_STOP.search(before)
    if found is None:
        return False
    word = found[1]
    is_initial = len(word) == 1 and word.isalpha() and word.isupper()
    # “1. First” counts something; “in 2025. Then” ends a sentence.
    is_number_of_list = word.isdigit() and not before[: found.start()].strip()
    return is_initial or is_number_of_list or word.casefold() in ABBREVIATIONS


def _cut(pieces: Iterable[Piece], breaks: Sequence[int]) -> list[list[Piece]]:
    """Codes at a break: an end belongs to what was before it, a beginning to what follows."""
    parts: list[list[Piece]] = [[]]
    position, left = 0, list(breaks)
    for piece in pieces:
        if isinstance(piece, Code):
            if left and position == left[0] and piece.kind == "open":
                left.pop(0)
                parts.append([])
            parts[-1].append(piece)
            continue
        start, end = position, position + len(piece.text)
        while left and left[0] < end:
            at = left.pop(0)
            parts[-1].append(Text(piece.text[position - start : at - start]))
            parts.append([])
            position = at
        parts[-1].append(Text(piece.text[position - start :]))
        position = end
    return parts


def _trim(part: Sequence[Piece]) -> tuple[Piece, ...]:
    kept = [piece for piece in join_texts(part) if not isinstance(piece, Text) or piece.text]
    while kept and _is_blank(kept[0]):
        kept.pop(0)
    while kept and _is_blank(kept[-1]):
        kept.pop()
    if kept and isinstance(kept[0], Text):
        kept[0] = Text(kept[0].text.lstrip())
    if kept and isinstance(kept[-1], Text):
        kept[-1] = Text(kept[-1].text.rstrip())
    return tuple(kept)


def _is_blank(piece: Piece) -> bool:
    return not piece.text.strip() if isinstance(piece, Text) else piece.kind == "single"


def _closes(part: Iterable[Piece]) -> bool:
    depth = 0
    for piece in part:
        if isinstance(piece, Code) and piece.kind != "single":
            depth += 1 if piece.kind == "open" else -1
        if depth < 0:
            return False
    return depth == 0


def _has_words(part: Iterable[Piece]) -> bool:
    return any(isinstance(piece, Text) and piece.text.strip() for piece in part)


def join_sentences(parts: Iterable[tuple[Piece, ...]], locale: str) -> tuple[Piece, ...]:
    """One paragraph of sentences, with the blank between them that the language has."""
    between = "" if locale.startswith("zh") else " "
    joined: list[Piece] = []
    for part in parts:
        if joined and between:
            joined.append(Text(between))
        joined.extend(part)
    return join_texts(joined)
