"""In which order: a query comes in, the points of the best few hundred and the factors of all go out.

Reads no clock: `now` is handed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from site_content.search.lexicon import pin_key
from site_content.search.query import Concept, Query
from site_content.search.text import fold, has_han
from static_build.search import weights
from static_build.search.answer import Request
from static_build.search.clauses import Clause, best_of, constant
from static_build.search.facets import written
from static_build.search.forms import is_hidden, is_several, meant_by, other_forms, weight_of


def meant_points(concept: Concept, now: datetime) -> Iterator[Clause]:
    points = {"type": weights.TYPE, "state": weights.STATE, "code": weights.CODE, "year": weights.YEAR}
    for name, clause in meant_by(concept.intent, now).items():
        yield constant(clause, points[name], f"{name} asked for: {concept.text}")


def whole_title(query: Query, request: Request) -> Iterator[Clause]:
    yield constant({"term": {"title_key": fold(query.phrase)}}, weights.WHOLE_TITLE, "whole title")
    forms = [pin_key(form) for concept in query.concepts for form, _, _ in other_forms(concept, request)]
    if forms and len(query.concepts) == 1:
        yield constant({"terms": {"title_key": forms}}, weights.WHOLE_TITLE / 2, "whole title in other words")


def second_points(query: Query, request: Request) -> Iterator[Clause]:
    """The points that only the best few hundred are given: other fields, and phrases."""
    for concept in query.concepts:
        fields = list(_in_fields(concept, request))
        if fields:
            yield best_of(fields)
        if is_several(concept.text) or (has_han(concept.text) and len(concept.text) > 2) or concept.is_quoted:
            yield _phrase(concept.text, weight_of(concept), f"phrase: {concept.text}", slop=3)
    if len(query.concepts) > 1:
        yield _phrase(query.phrase, 1.0, f"phrase: {query.phrase}")


def _in_fields(concept: Concept, request: Request) -> Iterator[Clause]:
    weight = weight_of(concept)
    for form, times, what in ((concept.text, 1.0, "fields"), *other_forms(concept, request)):
        if is_several(form):
            yield _phrase(form, times * weight, f"{what}, phrase: {form}", slop=3)
        elif not is_hidden(form):
            yield _words(form, times * weight, f"{what}: {form}")


def _words(text: str, boost: float, name: str) -> Clause:
    fields = [f"{field}^{points}" for field, points in weights.FIELDS.items()]
    return {
        "multi_match": {
            "query": text,
            "fields": fields,
            "tie_breaker": weights.TIE,
            "boost": boost,
            "_name": name,
        }
    }


def _phrase(text: str, boost: float, name: str, *, slop: int = 0) -> Clause:
    fields = [f"{field}^{points}" for field, points in weights.PHRASES.items()]
    asked = {"query": text, "type": "phrase", "fields": fields, "tie_breaker": 0.2, "slop": slop}
    return {"multi_match": {**asked, "boost": boost, "_name": name}}


def factors_of(query: Query, now: datetime, own: str) -> list[Clause]:
    """What multiplies the points: open and coming before past, soon before late, new before old."""
    moment = written(now)
    newest = query.asks(lambda intent: intent.newest)
    days, decay = weights.NEWEST if newest else weights.FRESH
    soon_days, soon_decay = (
        weights.SOONEST if query.asks(lambda intent: "upcoming" in intent.states) else weights.SOON
    )
    preferred = [{"filter": {"term": {"_index": own}}, "weight": weights.OWN_LANGUAGE}] if own else []
    kinds = sorted({kind for each in query.concepts if each.intent for kind in each.intent.types})
    meant = [{"filter": {"terms": {"type": kinds}}, "weight": weights.MEANT}] if kinds else []
    return [
        *preferred,
        *meant,
        {"filter": {"range": {"ends_at": {"gt": moment}}}, "weight": weights.CURRENT},
        {"filter": {"range": {"ends_at": {"lte": moment}}}, "weight": weights.PAST},
        {"filter": {"terms": {"settled": ["revoked", "cancelled"]}}, "weight": weights.CALLED_OFF},
        {"filter": {"term": {"type": "home"}}, "weight": weights.HOME},
        _decay({"exists": {"field": "dated"}}, "dated", moment, days, decay),
        _decay({"range": {"begins_at": {"gt": moment}}}, "begins_at", moment, soon_days, soon_decay),
    ]


def _decay(which: Clause, field: str, moment: str, days: int, decay: float) -> Clause:
    return {"filter": which, "exp": {field: {"origin": moment, "scale": f"{days}d", "decay": decay}}}
