"""The graded queries are what they say: well formed, in both languages, about pages that the demonstration has."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from site_content.languages import LANGUAGES
from tests.search.graded import NOT_STATIC, STRATA, Found, Query, mean, read_queries, score
from tests.site.demo import DemoSite

QUERIES = read_queries()
AT_LEAST, EACH_STRATUM, HELD = 180, 8, (50, 90)


def query(**judgements: int) -> Query:
    return Query(
        q="x", locale="it", stratum="topic", judgements={f"/it/{k}/": v for k, v in judgements.items()}
    )


def test_there_are_enough_of_each_stratum() -> None:
    counted = Counter(each.stratum for each in QUERIES)
    assert len(QUERIES) >= AT_LEAST
    assert set(counted) == set(STRATA)
    assert {stratum: count for stratum, count in counted.items() if count < EACH_STRATUM} == {}


def test_half_are_of_each_language() -> None:
    counted = Counter(each.locale for each in QUERIES)
    assert set(counted) == set(LANGUAGES)
    assert all(0.45 <= count / len(QUERIES) <= 0.55 for count in counted.values())


def test_some_are_held_back_in_every_stratum_but_few() -> None:
    held = [each for each in QUERIES if each.held]
    assert HELD[0] <= len(held) <= HELD[1]
    assert len({each.stratum for each in held}) >= len(STRATA) - 1


def test_none_stands_there_twice() -> None:
    counted = Counter((each.q, each.locale, each.across) for each in QUERIES)
    assert [asked for asked, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("each", QUERIES, ids=lambda each: f"{each.locale} {each.q}")
def test_judgements_are_grades_with_a_best(each: Query) -> None:
    assert each.q.strip()
    if each.stratum == "nonsense":
        assert each.judgements == {}
    else:
        assert max(each.judgements.values()) == 3
        assert set(each.judgements.values()) <= {1, 2, 3}
        locales = {path.split("/")[1] for path in each.judgements}
        assert locales <= (set(LANGUAGES) if each.across else {each.locale})


@pytest.mark.demonstration
def test_judged_pages_are_in_the_demonstration(demo_site: DemoSite) -> None:
    judged = {path for each in QUERIES for path in each.judgements}
    assert sorted(path for path in judged if not is_page(demo_site.home / "current", path)) == []


def is_page(root: Path, path: str) -> bool:
    return (root / path.lstrip("/") / "index.html").is_file()


def test_the_ideal_order_scores_one_and_the_reverse_less() -> None:
    asked = query(a=3, b=2, c=1)
    paths = tuple(asked.judgements)
    assert score(asked, Found(paths, 3)).ndcg == pytest.approx(1)
    worse = score(asked, Found(paths[::-1], 3))
    assert worse.ndcg < 0.8
    assert (worse.first, worse.in_ten) == (False, True)


def test_what_is_found_below_the_tenth_place_counts_for_nothing() -> None:
    others = tuple(f"/it/other-{number}/" for number in range(10))
    late = score(query(a=3), Found((*others, "/it/a/"), 11))
    assert (late.ndcg, late.first, late.in_ten) == (0, False, False)


def test_nonsense_must_find_nothing_and_has_no_part_in_the_mean() -> None:
    nothing = query()
    right, wrong = score(nothing, Found((), 0)), score(nothing, Found(("/it/a/",), 1))
    assert (right.first, wrong.first) == (True, False)
    half = score(query(a=3), Found((), 0))
    assert mean([right, half]).ndcg == 0
    assert mean([right]).ndcg is None
    assert mean([right, wrong]).first == 0.5


def test_strata_that_the_static_index_need_not_serve_are_known() -> None:
    assert set(STRATA) >= NOT_STATIC
