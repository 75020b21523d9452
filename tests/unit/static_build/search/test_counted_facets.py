"""Facets are counted beside the hits where no other filter is chosen, and once for all that stand under the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from static_build.search.answer import Count, Request
from static_build.search.facets import aggregations, facets_in

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NAMES = {"type", "topic", "year", "status", "timelines"}


def counted_in(clauses: dict[str, Any], filters: int = 0) -> dict[str, int]:
    """By what is counted, under how many filters."""
    found: dict[str, int] = {}
    for name, each in clauses.items():
        if "filter" in each:
            found |= counted_in(each["aggs"], len(each["filter"]["bool"]["filter"]))
        else:
            found[name] = filters
    return found


def test_without_filters_nothing_is_counted_apart() -> None:
    assert counted_in(aggregations(Request(q="polpo"), NOW)) == dict.fromkeys(NAMES, 0)


def test_a_facet_is_counted_under_the_others_filters() -> None:
    clauses = aggregations(Request(type=("news",)), NOW)
    assert counted_in(clauses) == {**dict.fromkeys(NAMES, 1), "type": 0}
    assert len(clauses) == 2


def test_each_of_two_filtered_facets_is_counted_under_the_other() -> None:
    clauses = aggregations(Request(type=("news",), year=(2025, 2026)), NOW)
    assert counted_in(clauses) == {**dict.fromkeys(NAMES, 2), "type": 1, "year": 1}
    (own,) = (each for each in clauses.values() if "type" in each["aggs"])
    assert own["filter"]["bool"]["filter"] == [{"terms": {"year": [2025, 2026]}}]


def test_counts_are_read_wherever_they_stand() -> None:
    def told(**counts: int) -> dict[str, Any]:
        return {"buckets": [{"key": key, "doc_count": count} for key, count in counts.items()]}

    answer = {
        "aggregations": {
            "type": told(news=3, call=1),
            "under type": {
                "doc_count": 3,
                "year": told(**{"2024": 1, "2026": 2}),
                "topic": {"buckets": [{"key": "k1 Robotica", "doc_count": 2}]},
                "status": told(closed=1),
                "timelines": {"buckets": [{"key": "open|2026-11-22T08:00:00Z closed", "doc_count": 2}]},
            },
        }
    }
    assert facets_in(answer, NOW) == {
        "type": (Count("news", 3), Count("call", 1)),
        "topic": (Count("k1", 2, "Robotica"),),
        "status": (Count("closed", 3),),
        "year": (Count("2026", 2), Count("2024", 1)),
    }
