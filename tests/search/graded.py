"""The graded queries, and how good an engine's answers to them are. Knows no engine: asks what it is handed.

Gain is 2^grade - 1. A query that must find nothing is right or wrong; it has no part in means of nDCG.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

FILE = Path(__file__).with_name("queries.jsonl")
DEPTH = 10
STRATA = (
    "known-item",
    "topic",
    "elision-accents",
    "inflection",
    "typo",
    "prefix",
    "acronym-identifier",
    "names-pinyin",
    "traditional",
    "single-character",
    "mixed-script",
    "cross-language",
    "intent",
    "nonsense",
)
NOT_STATIC = frozenset({"typo", "cross-language"})
"""Strata that the static index need not serve: shown, but not in its mean."""


class Query(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a reader types, and what an editor would have pointed to."""

    q: str
    locale: str
    stratum: str
    judgements: dict[str, int]
    """By public path: 3 best, 2 very good, 1 related. Empty: nothing must be found."""
    across: bool = False
    """Whether the other language is searched too."""
    held: bool = False
    """Kept from whoever tunes: only means are shown of these."""
    note: str = ""


class Found(Struct, frozen=True):
    """What an engine answered: public paths in their order, and how many there are in all."""

    urls: tuple[str, ...]
    total: int


Ask = Callable[[Query], Found]


class Score(Struct, frozen=True):
    """How good one answer is."""

    query: Query
    found: Found
    ndcg: float
    first: bool
    """The first is one of the best."""
    in_ten: bool
    """One of the best is among the first ten."""


class Mean(Struct, frozen=True):
    """Of several answers. `ndcg` is None where all of them had to be empty."""

    queries: int
    ndcg: float | None
    first: float
    in_ten: float


def read_queries() -> tuple[Query, ...]:
    """All graded queries, those held back among them."""
    decoder = msgspec.json.Decoder(Query)
    return tuple(decoder.decode(line) for line in FILE.read_bytes().splitlines())


def score(query: Query, found: Found) -> Score:
    """How good the answer is; of a query that must find nothing, whether it did."""
    if not query.judgements:
        nothing = not found.urls and not found.total
        return Score(query, found, float(nothing), nothing, nothing)
    grades = [query.judgements.get(url, 0) for url in found.urls[:DEPTH]]
    best = max(query.judgements.values())
    ideal = sorted(query.judgements.values(), reverse=True)[:DEPTH]
    return Score(query, found, _gain(grades) / _gain(ideal), grades[:1] == [best], best in grades)


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def score_all(queries: Iterable[Query], ask: Ask) -> tuple[Score, ...]:
    """Asks each query in turn."""
    return tuple(score(query, ask(query)) for query in queries)


def mean(scores: Iterable[Score]) -> Mean:
    """Means over these. Raises ValueError where there are none."""
    every = tuple(scores)
    if not every:
        raise ValueError("There is no answer to take the mean of.")
    graded = [each.ndcg for each in every if each.query.judgements]
    return Mean(
        queries=len(every),
        ndcg=sum(graded) / len(graded) if graded else None,
        first=sum(each.first for each in every) / len(every),
        in_ten=sum(each.in_ten for each in every) / len(every),
    )


def by_stratum(scores: Iterable[Score]) -> dict[str, tuple[Score, ...]]:
    """The scores of each stratum that has some, in the order of `STRATA`."""
    every = tuple(scores)
    found = {stratum: tuple(each for each in every if each.query.stratum == stratum) for stratum in STRATA}
    return {stratum: some for stratum, some in found.items() if some}
