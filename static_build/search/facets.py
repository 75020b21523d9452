"""Filters and facets: a request comes in, clauses go out; an answer comes in, counts go out.

Each facet is counted under the other filters, so that its counts say what choosing another value would show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from static_build.search.answer import Count, Request
from static_build.search.mapping import STATES, state_in

Clause = dict[str, Any]
_TERMS = {"type": ("type", 50), "topic": ("topic_labels", 200), "year": ("year", 60)}

_MOST_TIMELINES = 5000
"""Of pages that still change; each has one of its own, and the many that are over have none."""


def written(moment: datetime) -> str:
    """A moment as the index has it: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def filters_of(request: Request, now: datetime) -> dict[str, Clause]:
    """The filters that were chosen, by facet."""
    found: dict[str, Clause] = {}
    if request.type:
        found["type"] = {"terms": {"type": list(request.type)}}
    if request.topic:
        found["topic"] = {"terms": {"topics": list(request.topic)}}
    if request.status:
        clauses: list[Clause] = [{"terms": {"settled": list(request.status)}}]
        clauses += [
            {"term": {f"during.{state}": written(now)}} for state in request.status if state in STATES
        ]
        found["status"] = {"bool": {"should": clauses, "minimum_should_match": 1}}
    if request.year:
        found["year"] = {"terms": {"year": list(request.year)}}
    return found


def aggregations(request: Request, now: datetime) -> Clause:
    """What counts each facet under the other filters."""
    filters = filters_of(request, now)
    return {
        facet: _under([clause for name, clause in filters.items() if name != facet], counts)
        for facet, counts in _counted()
    }


def _counted() -> Iterator[tuple[str, Clause]]:
    for facet, (field, size) in _TERMS.items():
        yield facet, {"values": {"terms": {"field": field, "size": size}}}
    yield (
        "status",
        {
            "values": {"terms": {"field": "settled", "size": 50}},
            "timelines": {"terms": {"field": "timeline", "size": _MOST_TIMELINES}},
        },
    )


def _under(filters: list[Clause], counts: Clause) -> Clause:
    return {"filter": {"bool": {"filter": filters}}, "aggs": counts}


def facets_in(answer: Clause, now: datetime) -> dict[str, tuple[Count, ...]]:
    """The counts of an answer: the commonest first, years from the latest."""
    found = answer.get("aggregations", {})
    return {
        "type": _plain(found["type"]),
        "topic": _topics(found["topic"]),
        "status": _states(found["status"], now),
        "year": tuple(sorted(_plain(found["year"]), key=lambda each: each.value, reverse=True)),
    }


def _plain(facet: Clause) -> tuple[Count, ...]:
    return tuple(Count(str(each["key"]), each["doc_count"]) for each in facet["values"]["buckets"])


def _topics(facet: Clause) -> tuple[Count, ...]:
    """By key: in a search of both languages a topic has two names, of which the commoner is shown."""
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for each in facet["values"]["buckets"]:
        key, _, label = each["key"].partition(" ")
        counts[key] += each["doc_count"]
        labels.setdefault(key, label)
    return tuple(Count(key, count, labels[key]) for key, count in counts.most_common())


def _states(facet: Clause, now: datetime) -> tuple[Count, ...]:
    """At `now`: what is settled, and what its timeline says of the rest."""
    counts: Counter[str] = Counter({each["key"]: each["doc_count"] for each in facet["values"]["buckets"]})
    for each in facet["timelines"]["buckets"]:
        counts[state_in(each["key"], written(now))] += each["doc_count"]
    return tuple(Count(state, count) for state, count in counts.most_common() if state)


def in_state(state: str, now: datetime) -> tuple[Clause, ...]:
    """The clauses of which one holds for what is in a state at `now`."""
    return {"term": {"settled": state}}, {"term": {f"during.{state}": written(now)}}
