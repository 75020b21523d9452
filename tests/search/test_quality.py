"""How good answers are: the graded queries, asked of a real Elasticsearch that holds the demonstration's release."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from static_build.release import Store
from tests.search.engines import Indexed
from tests.search.graded import Score, by_stratum, mean, read_queries, score_all
from tests.site.demo import DemoSite

pytestmark = [pytest.mark.elasticsearch, pytest.mark.demonstration]

NDCG, FIRST, IN_TEN = 0.90, 0.85, 0.98
"""What all graded queries together must reach."""
EACH_STRATUM = 0.75
"""What no stratum's nDCG may fall below."""


@pytest.fixture(scope="module")
def engine(demo_site: DemoSite, elasticsearch_url: str) -> Iterator[Indexed]:
    """The demonstration in indices of this run's own."""
    store = Store(demo_site.home)
    now = store.record(store.current() or "").now
    prefix = f"quality-{os.getpid()}"
    with Indexed.of(demo_site.home, elasticsearch_url, prefix=prefix, now=now) as indexed:
        yield indexed


@pytest.fixture(scope="module")
def scores(engine: Indexed) -> tuple[Score, ...]:
    return score_all(read_queries(), engine.ask)


def test_the_best_come_first(scores: tuple[Score, ...]) -> None:
    means = mean(scores)
    assert means.ndcg is not None
    reached = {"nDCG@10": means.ndcg, "right first": means.first, "in the first ten": means.in_ten}
    wanted = {"nDCG@10": NDCG, "right first": FIRST, "in the first ten": IN_TEN}
    assert {name: value for name, value in reached.items() if value < wanted[name]} == {}


def test_no_stratum_is_left_behind(scores: tuple[Score, ...]) -> None:
    means = {stratum: mean(some).ndcg for stratum, some in by_stratum(scores).items()}
    assert {
        stratum: ndcg for stratum, ndcg in means.items() if ndcg is not None and ndcg < EACH_STRATUM
    } == {}


def test_each_query_is_answered_with_pages_of_its_language(scores: tuple[Score, ...]) -> None:
    for each in scores:
        urls = each.found.urls
        assert len(urls) == len(set(urls)) <= 10
        assert each.found.total >= len(urls)
        if not each.query.across:
            assert {url.split("/")[1] for url in urls} <= {each.query.locale}, each.query.q


def test_nonsense_finds_nothing(scores: tuple[Score, ...]) -> None:
    assert [each.query.q for each in scores if not each.query.judgements and each.found.total] == []


def test_what_has_a_best_page_finds_something(scores: tuple[Score, ...]) -> None:
    assert [each.query.q for each in scores if each.query.judgements and not each.found.total] == []
