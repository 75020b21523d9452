"""`filters.json` says at any moment what the pages of that moment say: groups, counts, order; it knows no clock itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from frontend.inputs import FacetInput, ListInput
from static_build import filters
from static_build.facets.kinds import OF_TYPE
from static_build.lists import PAGE
from static_build.outputs.output import Output
from static_build.render import render
from tests.unit.static_build.dated import call, event, moment, news, profile
from tests.unit.static_build.plain_site import LOCALES, NOW, outputs_of, paired_section, translated


def read_index(outputs: dict[str, Output], path: str) -> Any:
    return msgspec.json.decode(render(outputs[f"{path.lstrip('/')}filters.json"]))


def group_at(timeline: list[int], at: datetime) -> int:
    """As the browser reads it."""
    group = timeline[0]
    for moment_at, later in zip(timeline[1::2], timeline[2::2], strict=True):
        if moment_at <= at.timestamp():
            group = later
    return group


def fits(index: Any, item: list[Any], name: str, code: str, at: datetime) -> bool:
    if name == "status":
        return bool(index["groups"][group_at(item[2], at)] == code)
    facets = [facet for facet, _ in index["facets"]]
    codes = index["facets"][facets.index(name)][1]
    return code in codes and codes.index(code) in item[4][facets.index(name)]


def listed(index: Any, name: str, at: datetime) -> list[Any]:
    hidden = index.get("unlisted", []) if name != "status" else []
    return [item for item in index["items"] if group_at(item[2], at) not in hidden]


CALLS = [
    call("one", moment("2026-12-01T12:00"), kind="mobility", opens=moment("2026-11-01T09:00")),
    call(
        "two",
        moment("2026-12-01T12:00"),
        moment("2027-01-10T12:00"),
        audience=("students", "companies"),
        opens=moment("2026-12-05T09:00"),
    ),
    call("gone", moment("2026-06-01T12:00"), kind="matchmaking", opens=moment("2026-01-01T09:00")),
    call("plain", moment("2026-10-01T12:00"), evaluated=False, opens=moment("2025-01-01T09:00")),
    call("always", topics=()),
]
OTHERS = [
    event("forum"),
    event("talk", starts=moment("2027-02-01T10:00"), ends=moment("2027-02-03T12:00"), mode="online"),
    profile("arm", valid_to=NOW.date() + timedelta(days=20), valid_from=NOW.date()),
    profile("glue", "technology_request", country="DE"),
    news("visit"),
    news("paper", kind="press_release", date=NOW.date() - timedelta(days=500)),
]
SECTIONS = [
    *paired_section("call", "calls"),
    *paired_section("event", "events"),
    *paired_section("technology", "technology"),
    *paired_section("news", "news"),
]
DAYS = (-400, -30, 0, 5, 9, 14, 21, 48, 75, 400)


@pytest.mark.parametrize("days", DAYS)
def test_at_any_moment_it_counts_as_the_pages_of_that_moment_do(days: int) -> None:
    at = NOW + timedelta(days=days)
    stale = outputs_of(*SECTIONS, *CALLS, *OTHERS)
    fresh = outputs_of(*SECTIONS, *CALLS, *OTHERS, now=at)
    checked = 0
    for output in fresh.values():
        page = output.input
        if isinstance(page, FacetInput) and page.document.locale == "it":
            index = read_index(stale, page.document.path)
            name, value = page.facet.name, page.facet.values[0]
            found = [item for item in listed(index, name, at) if fits(index, item, name, value.code, at)]
            assert len(found) == value.count, (page.document.path, name, value.code)
            checked += 1
    assert checked > 40


@pytest.mark.parametrize("days", DAYS)
def test_nothing_in_it_depends_on_the_moment_of_the_build(days: int) -> None:
    before = outputs_of(*SECTIONS, *CALLS, *OTHERS)
    after = outputs_of(*SECTIONS, *CALLS, *OTHERS, now=NOW + timedelta(days=days))
    for path in [path for path in before if path.endswith("filters.json")]:
        assert render(before[path]) == render(after[path])
        assert before[path].changes_at is None


def test_each_item_says_on_which_page_its_row_stands() -> None:
    many = [news(f"n{place:03}", date=NOW.date() - timedelta(days=place)) for place in range(PAGE + 40)]
    outputs = outputs_of(*SECTIONS, *many)
    index = read_index(outputs, "/it/news/")
    assert index["total"] == len(index["items"]) == len(many)
    for path, page, *_ in index["items"]:
        row_page = outputs[f"it/news/{index['pages'][page]}index.html"]
        assert f'href="/it/news/{path}"'.encode() in render(row_page)


def test_what_has_no_day_stands_on_the_section_itself() -> None:
    outputs = outputs_of(*SECTIONS, *CALLS)
    index = read_index(outputs, "/it/calls/")
    item = next(each for each in index["items"] if each[0] == "always/")
    assert index["pages"][item[1]] == ""
    page = outputs["it/calls/index.html"].input
    assert isinstance(page, ListInput)
    assert "calls-always" in [card.key for group in page.groups for card in group.cards]


def test_it_is_bounded_and_says_how_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "MOST_ITEMS", 4)
    many = [news(f"n{place}", date=NOW.date() - timedelta(days=place)) for place in range(9)]
    index = read_index(outputs_of(*SECTIONS, *many), "/it/news/")
    assert index["total"] == 9
    assert [item[0] for item in index["items"]] == [f"n{place}/" for place in range(4)]


def test_what_exists_in_the_other_language_alone_is_counted_without_its_address() -> None:
    one = call("one", moment("2026-12-01T12:00"), kind="mobility")
    alone = translated(call("alone", moment("2026-12-01T12:00"), kind="mobility"))
    outputs = outputs_of(*SECTIONS, one, translated(one), alone)
    index = read_index(outputs, "/it/calls/")
    assert [item[0] for item in index["items"]] == ["one/"]
    (entry,) = index["elsewhere"]["zh-hans"]
    assert entry[0] == ""
    assert fits(index, entry, "kind", "mobility", NOW)
    assert b"alone" not in render(outputs["it/calls/filters.json"])
    assert "elsewhere" not in read_index(outputs, "/zh-hans/calls/")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_list_that_can_be_narrowed_has_one(locale: str) -> None:
    outputs = outputs_of(*SECTIONS)
    for section in SECTIONS:
        if section.locale == locale:
            assert section.lists in OF_TYPE
            assert read_index(outputs, section.path)["items"] == []


def test_a_new_title_changes_no_byte_of_it() -> None:
    before = outputs_of(*SECTIONS, call("one", moment("2026-12-01T12:00")))
    after = outputs_of(*SECTIONS, call("one", moment("2026-12-01T12:00"), title="Un altro titolo"))
    assert render(before["it/calls/filters.json"]) == render(after["it/calls/filters.json"])
