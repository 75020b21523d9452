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
Buckets = list[Clause]
"""Values of a field and how many hits have each, as the server tells them."""
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
    """What counts each facet under the other filters.

    Under none it counts beside the hits: within a filter of its own the server would ask the whole question once more.
    """
    filters = filters_of(request, now)
    found: Clause = {}
    for facet, counts in _COUNTED.items():
        others = [name for name in filters if name != facet]
        if others:
            under = {"filter": {"bool": {"filter": [filters[name] for name in others]}}, "aggs": {}}
            found.setdefault("under " + " ".join(others), under)["aggs"] |= counts
        else:
            found |= counts
    return found


_COUNTED: dict[str, Clause] = {
    **{facet: {facet: {"terms": {"field": field, "size": size}}} for facet, (field, size) in _TERMS.items()},
    "status": {
        "status": {"terms": {"field": "settled", "size": 50}},
        "timelines": {"terms": {"field": "timeline", "size": _MOST_TIMELINES}},
    },
}
"""By facet, what counts it."""


def facets_in(answer: Clause, now: datetime) -> dict[str, tuple[Count, ...]]:
    """The counts of an answer: the commonest first, years from the latest."""
    found = dict(_buckets_in(answer["aggregations"]))
    return {
        "type": _plain(found["type"]),
        "topic": _topics(found["topic"]),
        "status": _states(found["status"], found["timelines"], now),
        "year": tuple(sorted(_plain(found["year"]), key=lambda each: each.value, reverse=True)),
    }


def _buckets_in(told: Clause) -> Iterator[tuple[str, Buckets]]:
    for name, each in told.items():
        if not isinstance(each, dict):
            continue
        if "buckets" in each:
            yield name, each["buckets"]
        else:
            yield from _buckets_in(each)


def _plain(buckets: Buckets) -> tuple[Count, ...]:
    return tuple(Count(str(each["key"]), each["doc_count"]) for each in buckets)


def _topics(buckets: Buckets) -> tuple[Count, ...]:
    """By key: in a search of both languages a topic has two names, of which the commoner is shown."""
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for each in buckets:
        key, _, label = each["key"].partition(" ")
        counts[key] += each["doc_count"]
        labels.setdefault(key, label)
    return tuple(Count(key, count, labels[key]) for key, count in counts.most_common())


def _states(settled: Buckets, timelines: Buckets, now: datetime) -> tuple[Count, ...]:
    """At `now`: what is settled, and what its timeline says of the rest."""
    moment = written(now)
    counts: Counter[str] = Counter({each["key"]: each["doc_count"] for each in settled})
    for each in timelines:
        counts[state_in(each["key"], moment)] += each["doc_count"]
    return tuple(Count(state, count) for state, count in counts.most_common() if state)


def in_state(state: str, now: datetime) -> tuple[Clause, ...]:
    """The clauses of which one holds for what is in a state at `now`."""
    return {"term": {"settled": state}}, {"term": {f"during.{state}": written(now)}}
