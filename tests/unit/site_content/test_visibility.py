"""One test for each line of the rules on what may leave, in both directions of language, on plain rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_content.visibility import (
    PageRow,
    SnippetRow,
    moments_ahead,
    open_collections,
    orphaned,
    results_are_out,
    visible_pages,
    visible_snippets,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ROOT = "0001"
# Italian and Chinese home page, a section in each, and below them the page and its translation.
PATHS = {"it": "00010001", "zh-hans": "00010002"}
both = pytest.mark.parametrize(("source", "target"), [("it", "zh-hans"), ("zh-hans", "it")])


def row(id: int, path: str, locale: str, key: str, **more: Any) -> PageRow:
    fields = {"type": "news", "slug": key, "title": key, "live": True} | more
    return PageRow(id=id, path=path, locale=locale, key=key, **fields)


def homes() -> list[PageRow]:
    return [
        row(1, ROOT, "it", "root", type=""),
        row(2, PATHS["it"], "it", "home", type="home"),
        row(3, PATHS["zh-hans"], "zh-hans", "home", type="home"),
    ]


def pair(source: str, target: str, *, of_source: Any = None, of_target: Any = None) -> list[PageRow]:
    """A page (10) and its translation (11) below their home pages."""
    return [
        *homes(),
        row(10, f"{PATHS[source]}0001", source, "page", **(of_source or {})),
        row(11, f"{PATHS[target]}0001", target, "page", **(of_target or {})),
    ]


def leaving(rows: list[PageRow], source: str, restricted: tuple[str, ...] = ()) -> set[int]:
    """Ids of those that leave, but for root and home pages."""
    sources = {"home": source, "page": source, "above": source}
    return visible_pages(rows, sources=sources, restricted=restricted, now=NOW) - {1, 2, 3}


@both
def test_a_page_and_its_translation_leave(source: str, target: str) -> None:
    assert leaving(pair(source, target), source) == {10, 11}


@both
def test_a_draft_translation_stays_and_its_source_leaves(source: str, target: str) -> None:
    assert leaving(pair(source, target, of_target={"live": False}), source) == {10}


@both
def test_a_translation_of_a_never_published_source_stays(source: str, target: str) -> None:
    assert leaving(pair(source, target, of_source={"live": False}), source) == set()


@both
def test_restricting_the_source_keeps_the_translation_in(source: str, target: str) -> None:
    assert leaving(pair(source, target), source, (f"{PATHS[source]}0001",)) == set()


@both
def test_restricting_the_translation_alone_keeps_it_in(source: str, target: str) -> None:
    assert leaving(pair(source, target), source, (f"{PATHS[target]}0001",)) == {10}


@both
def test_a_restriction_on_the_home_page_keeps_all_below_in(source: str, target: str) -> None:
    assert leaving(pair(source, target), source, (PATHS[source],)) == set()
    assert leaving(pair(source, target), source, (PATHS[target],)) == {10}


def test_a_restriction_on_the_root_keeps_everything_in() -> None:
    assert visible_pages(pair("it", "zh-hans"), sources={}, restricted=[ROOT], now=NOW) == set()


@both
@pytest.mark.parametrize(
    "of_source", [{"expire_at": NOW}, {"expire_at": NOW - HOUR}, {"go_live_at": NOW + HOUR}]
)
def test_out_of_its_time_neither_leaves_though_live(source: str, target: str, of_source: Any) -> None:
    assert leaving(pair(source, target, of_source=of_source), source) == set()


@both
def test_within_its_time_both_leave(source: str, target: str) -> None:
    times = {"go_live_at": NOW, "expire_at": NOW + HOUR}
    assert leaving(pair(source, target, of_source=times, of_target=times), source) == {10, 11}


@both
def test_a_translation_out_of_its_own_time_stays(source: str, target: str) -> None:
    assert leaving(pair(source, target, of_target={"expire_at": NOW}), source) == {10}


def family(source: str, target: str, **of_above: Any) -> list[PageRow]:
    """A page (20) with its translation (21), and below them a page (10) with its translation (11)."""
    return [
        *homes(),
        row(20, f"{PATHS[source]}0001", source, "above", **of_above),
        row(21, f"{PATHS[target]}0001", target, "above"),
        row(10, f"{PATHS[source]}00010001", source, "page"),
        row(11, f"{PATHS[target]}00010001", target, "page"),
    ]


@both
def test_below_an_unpublished_page_nothing_leaves_in_either_language(source: str, target: str) -> None:
    assert leaving(family(source, target), source) == {10, 11, 20, 21}
    assert leaving(family(source, target, live=False), source) == set()


@both
def test_below_an_expired_page_nothing_leaves(source: str, target: str) -> None:
    assert leaving(family(source, target, expire_at=NOW - HOUR), source) == set()


@both
def test_below_a_private_page_nothing_leaves(source: str, target: str) -> None:
    assert leaving(family(source, target), source, (f"{PATHS[source]}0001",)) == set()


@both
def test_an_original_below_the_translation_of_a_private_page_stays(source: str, target: str) -> None:
    rows = [*family(source, target)[:5], row(12, f"{PATHS[target]}00010002", target, "own")]
    assert leaving(rows, source) == {12, 20, 21}
    assert leaving(rows, source, (f"{PATHS[source]}0001",)) == set()


@both
def test_an_alias_in_the_other_language_stays(source: str, target: str) -> None:
    assert leaving(pair(source, target, of_target={"alias_of": 10}), source) == {10}


def aliased(locale: str, **of_original: Any) -> list[PageRow]:
    return [
        *homes(),
        row(10, f"{PATHS[locale]}0001", locale, "page", **of_original),
        row(12, f"{PATHS[locale]}0002", locale, "copy", alias_of=10),
        row(13, f"{PATHS[locale]}0003", locale, "copy of copy", alias_of=12),
    ]


@pytest.mark.parametrize("locale", PATHS)
def test_an_alias_goes_and_stays_with_what_it_repeats(locale: str) -> None:
    assert leaving(aliased(locale), locale) == {10, 12, 13}
    assert leaving(aliased(locale), locale, (f"{PATHS[locale]}0001",)) == set()
    assert leaving(aliased(locale, live=False), locale) == set()
    assert leaving(aliased(locale, expire_at=NOW), locale) == set()


@both
def test_an_alias_of_a_translation_stays_when_the_source_becomes_private(source: str, target: str) -> None:
    rows = [*pair(source, target), row(12, f"{PATHS[target]}0002", target, "copy", alias_of=11)]
    assert leaving(rows, source) == {10, 11, 12}
    assert leaving(rows, source, (f"{PATHS[source]}0001",)) == set()


def test_aliases_in_a_circle_or_of_nothing_stay() -> None:
    rows = [*homes(), row(10, f"{PATHS['it']}0001", "it", "a", alias_of=11)]
    assert leaving(rows, "it") == set()
    assert leaving([*rows, row(11, f"{PATHS['it']}0002", "it", "b", alias_of=10)], "it") == set()


@both
def test_a_translation_whose_source_is_gone_stays(source: str, target: str) -> None:
    rows = [*homes(), row(11, f"{PATHS[target]}0001", target, "page")]
    assert leaving(rows, source) == set()
    assert [each.id for each in orphaned(rows, {"page": source})] == [11]


@pytest.mark.parametrize("locale", PATHS)
def test_a_page_in_one_language_alone_leaves(locale: str) -> None:
    rows = [*homes(), row(10, f"{PATHS[locale]}0001", locale, "alone")]
    assert leaving(rows, locale) == {10}


def snippet(id: int, locale: str, **more: Any) -> SnippetRow:
    return SnippetRow(type="topic", id=id, locale=locale, key="topic", **{"live": True, **more})


@both
@pytest.mark.parametrize(
    ("of_source", "of_target", "expected"),
    [
        ({}, {}, {1, 2}),
        ({"live": False}, {}, set()),
        ({}, {"live": False}, {1}),
        ({"expire_at": NOW}, {}, set()),
        ({}, {"go_live_at": NOW + HOUR}, {1}),
    ],
)
def test_a_snippet_leaves_with_its_source(
    source: str, target: str, of_source: Any, of_target: Any, expected: set[int]
) -> None:
    rows = [snippet(1, source, **of_source), snippet(2, target, **of_target)]
    found = visible_snippets(rows, sources={"topic": source}, now=NOW)
    assert found == {("topic", id) for id in expected}


@both
def test_a_snippet_whose_source_is_gone_stays(source: str, target: str) -> None:
    assert visible_snippets([snippet(2, target)], sources={"topic": source}, now=NOW) == set()


def test_a_restriction_closes_a_collection_and_those_inside() -> None:
    paths = {1: "0001", 2: "00010001", 3: "000100010001", 4: "00010002"}
    assert open_collections(paths, restricted=["00010001"]) == {1, 4}
    assert open_collections(paths, restricted=["0001"]) == set()
    assert open_collections(paths, restricted=[]) == {1, 2, 3, 4}


def test_results_are_out_from_their_day_in_rome_until_the_day_of_removal() -> None:
    day, removal = date(2026, 11, 20), date(2026, 11, 23)
    start, end = (datetime(2026, 11, each, 23, 0, tzinfo=UTC) for each in (19, 22))
    assert not results_are_out(day, removal, now=start - HOUR)
    assert results_are_out(day, removal, now=start)
    assert results_are_out(day, removal, now=end - HOUR)
    assert not results_are_out(day, removal, now=end)
    assert results_are_out(day, None, now=end)


def test_only_moments_ahead_count() -> None:
    rows = [*pair("it", "zh-hans", of_source={"expire_at": NOW + HOUR}, of_target={"go_live_at": NOW})]
    assert moments_ahead(rows, now=NOW) == [NOW + HOUR]


STATES = st.fixed_dictionaries(
    {
        "live": st.booleans(),
        "expire_at": st.sampled_from([None, NOW - HOUR, NOW + HOUR]),
        "go_live_at": st.sampled_from([None, NOW - HOUR, NOW + HOUR]),
    }
)


@given(states=st.lists(STATES, min_size=4, max_size=4), closed=st.sets(st.sampled_from(range(3, 7))))
def test_nothing_leaves_that_is_not_public_by_itself(states: list[Any], closed: set[int]) -> None:
    rows = [
        type(each)(**{name: getattr(each, name) for name in each.__struct_fields__} | state)
        for each, state in zip(family("it", "zh-hans")[3:], states, strict=True)
    ]
    restricted = [each.path for place, each in enumerate(rows, start=3) if place in closed]
    for id in leaving([*homes(), *rows], "it", tuple(restricted)):
        found = next(each for each in rows if each.id == id)
        assert found.live
        assert found.path not in restricted
        assert found.expire_at is None or found.expire_at > NOW
        assert found.go_live_at is None or found.go_live_at <= NOW
