"""Clauses of a request that several parts need: any of, the best of, so many points. Knows no query of a reader's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from static_build.search import weights

Clause = dict[str, Any]


def any_of(clauses: Iterable[Clause], minimum: int = 1) -> Clause:
    several = list(clauses)
    if len(several) == 1:
        return several[0]
    return {"bool": {"should": several, "minimum_should_match": minimum}}


def best_of(clauses: Iterable[Clause]) -> Clause:
    return {"dis_max": {"queries": list(clauses), "tie_breaker": weights.TIE}}


def constant(clause: Clause, points: float, name: str) -> Clause:
    return {"constant_score": {"filter": clause, "boost": points, "_name": name}}


def times(clause: Clause, factors: list[Clause]) -> Clause:
    return {
        "function_score": {
            "query": clause,
            "functions": factors,
            "score_mode": "multiply",
            "boost_mode": "multiply",
        }
    }
