"""Translations of the same and of similar texts, from the whole memory, in either direction.

A text comes in and matches go out, both in the marked form, with the codes of the text that was asked for. Likeness is
Levenshtein's over tokens; texts and all that is said of them come from the database, the index only says where to look.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from math import floor
from typing import Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from cms.translation.differences import Change, compare_words
from cms.translation.marked import Piece, parse, write
from cms.translation.memory import words
from cms.translation.memory.index import LEAST, SENTENCES, Index, open_index, pair_sentences
from cms.translation.memory.models import Origin, Unit
from cms.translation.memory.sentences import join_sentences, split_sentences

IN_PLACE, EXACT, NEARLY = 101, 100, 99
GOOD_ENOUGH = 95
"""From here on a match of the whole paragraph is not looked for in its sentences."""
LEAST_OF_SENTENCE = 0.7
"""Less like ones would have to be rewritten among others that fit."""
SPARE = 4
"""More texts are asked for than wanted: some have changed since the index was read, others have one translation."""
PLACES = 12
"""Units that are read of one text: it may stand on a thousand pages with the same translation."""

Kind = Literal["whole", "assembled", "sentence"]


class Match(Struct, frozen=True, kw_only=True):
    """A translation that may serve. `source` is the text that it was made of, `diff` leads from that to the one asked for."""

    source: str
    target: str
    percent: int
    """101 the same text in the same place, 100 the same text, 60 to 99 a similar one."""
    origin: str
    """`published`, `confirmed`, `machine`, or the name of the file that it was imported from."""
    when: datetime
    diff: tuple[tuple[Change, str], ...]
    kind: Kind = "whole"
    """`assembled` is put together of sentences, with the source's own where there is none; `sentence` is of one of them."""
    unit: int | None = None


class Found(Struct, frozen=True):
    """A unit, or a sentence of one, beside the text that was asked for."""

    row: Unit
    pieces: tuple[Piece, ...]
    others: tuple[Piece, ...]
    likeness: float


def find_matches(
    source: str,
    source_locale: str,
    target_locale: str,
    *,
    path: str = "",
    limit: int = 5,
    hidden: Collection[UUID] = (),
) -> list[Match]:
    """The best matches, best first; no translation twice.

    `path` is where the text stands, as `units.place` writes it. Nothing is taken from pages in `hidden`, by translation
    key: `rights.hidden_keys` of whoever asks. Raises NotMarked.
    """
    asked = parse(source)
    if limit < 1 or not words.read_words(asked).strip():
        return []
    index = open_index(source_locale, target_locale)
    whole = find_whole(index, asked, path=path, limit=limit, hidden=hidden)
    if whole and whole[0].percent >= GOOD_ENOUGH:
        return whole
    parts = split_sentences(asked, source_locale)
    if len(parts) == 1:
        return whole
    return _choose([*whole, *_find_in_sentences(index, parts, asked, hidden)], limit)


def find_whole(
    index: Index,
    asked: Sequence[Piece],
    *,
    path: str,
    limit: int,
    hidden: Collection[UUID],
    least: float = LEAST,
) -> list[Match]:
    """As `find_matches`, of the text as one, and from that likeness on."""
    code = index.encode(asked)
    wanted = limit + SPARE
    while True:
        candidates = index.find(code, wanted, least=least)
        found = _fetch(index, candidates, hidden)
        matches = _choose([_match(index, asked, path, each) for each in found], limit)
        if len(matches) == limit or len(candidates) < wanted or wanted >= len(index):
            return matches
        wanted *= SPARE


def _find_in_sentences(
    index: Index, parts: Sequence[tuple[Piece, ...]], asked: Sequence[Piece], hidden: Collection[UUID]
) -> list[Match]:
    """Each sentence's best match, and all of them put together."""
    best = [
        find_whole(index, part, path="", limit=1, hidden=hidden, least=LEAST_OF_SENTENCE) for part in parts
    ]
    single = [replace(match, kind="sentence") for some in best for match in some]
    if not single:
        return []
    sizes = [len(words.tokens(part)) for part in parts]
    gained = sum(size * min(some[0].percent, EXACT) for size, some in zip(sizes, best, strict=True) if some)
    percent = min(NEARLY, floor(gained / sum(sizes)))
    if percent < 100 * LEAST:
        return single
    sources = [parse(some[0].source) if some else part for some, part in zip(best, parts, strict=True)]
    targets = [parse(some[0].target) if some else part for some, part in zip(best, parts, strict=True)]
    before = join_sentences(sources, index.locale)
    together = Match(
        source=write(before),
        target=write(join_sentences(targets, index.other)),
        percent=percent,
        origin=max(single, key=lambda match: match.percent).origin,
        when=max(match.when for match in single),
        diff=compare_words(words.read_words(before), words.read_words(asked)),
        kind="assembled",
    )
    return [together, *single]


def _fetch(index: Index, candidates: Iterable[tuple[str, float]], hidden: Collection[UUID]) -> list[Found]:
    """The rows of candidates as they are now, less those that have become others."""
    places = [
        (place, code, likeness)
        for code, likeness in candidates
        for place in index.places.get(code, ())[-PLACES:]
    ]
    wanted = {place // SENTENCES for place, _code, _likeness in places}
    if not wanted:
        return []
    rows = Unit.objects.filter(pk__in=wanted, deleted_at=None).exclude(object_key__in=hidden)
    known = rows.select_related("batch").in_bulk()
    found = []
    for place, code, likeness in places:
        row = known.get(place // SENTENCES)
        texts = row and _read_place(index, row, place % SENTENCES)
        if row and texts and index.encode(texts[0]) == code:
            found.append(Found(row, *texts, likeness))
    return found


def _read_place(index: Index, row: Unit, sentence: int) -> tuple[tuple[Piece, ...], tuple[Piece, ...]] | None:
    ahead = row.source_locale == index.locale
    ours, theirs = (row.source, row.target) if ahead else (row.target, row.source)
    pieces, others = parse(ours), parse(theirs)
    if not sentence:
        return pieces, others
    pairs = pair_sentences(pieces, index.locale, others, index.other)
    return pairs[sentence - 1] if sentence <= len(pairs) else None


def _match(index: Index, asked: Sequence[Piece], path: str, found: Found) -> Match:
    pieces, others = fit_codes(asked, found.pieces, found.others)
    row = found.row
    return Match(
        source=write(pieces),
        target=write(others),
        percent=_percent(asked, pieces, found, path),
        origin=row.batch.name if row.origin == Origin.IMPORT and row.batch else row.origin,
        when=row.when,
        diff=compare_words(words.read_words(pieces), words.read_words(asked)),
        unit=row.pk,
    )


def _percent(asked: Sequence[Piece], pieces: Sequence[Piece], found: Found, path: str) -> int:
    if words.canonical(asked, {}) == words.canonical(pieces, {}):
        return IN_PLACE if path and path == found.row.path else EXACT
    return min(NEARLY, floor(100 * found.likeness + 1e-9))


def fit_codes(
    asked: Sequence[Piece], pieces: Sequence[Piece], others: Sequence[Piece]
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """A unit's two texts with the links of the text that is asked for, by their order.

    Where the codes do not fit, the source keeps its own and the translation is given without any.
    """
    mine, theirs = words.link_ids(asked), words.link_ids(pieces)
    fits = words.shape(asked) == words.shape(pieces)
    if not fits or sorted(theirs) != sorted(words.link_ids(others)):
        return tuple(pieces), words.without_codes(others)
    names = dict(zip(theirs, mine, strict=True))
    return words.rename(pieces, names), words.rename(others, names)


def _choose(matches: Iterable[Match], limit: int) -> list[Match]:
    """The best first, of equal ones the newer, one of each translation; what translates a sentence alone comes last."""
    ordered = sorted(
        matches, key=lambda match: (match.kind == "sentence", -match.percent, -match.when.timestamp())
    )
    chosen: dict[tuple[str, bool], Match] = {}
    for match in ordered:
        chosen.setdefault((match.target, match.kind == "sentence"), match)
    return list(chosen.values())[:limit]
