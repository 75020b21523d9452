"""What begins and what ends on pages that nobody built again: states, groups, dates and counts by the reader's clock."""

from __future__ import annotations

from typing import Any

import pytest

from tests.site.lists.reading import Open, group, rows

pytestmark = pytest.mark.browser

ALL_OVER = "2027-03-01T09:00:00Z"


@pytest.mark.parametrize(
    ("locale", "said"), [("it", ("Aperto", "In scadenza")), ("zh-hans", ("开放申请", "即将截止"))]
)
@pytest.mark.parametrize("path", ["calls/", "calls/kind--mobility/", "calls/status--open/", ""])
def test_past_their_deadlines_no_row_of_a_cached_page_says_open(
    open_page: Open, path: str, locale: str, said: tuple[str, ...]
) -> None:
    page = open_page(f"/{locale}/{path}", ALL_OVER)
    for state in page.locator("main .row .state:visible").all_inner_texts():
        assert not state.startswith(said), state
    assert group(page, "open") == []
    assert not page.locator("#open:visible").count()


def test_what_is_over_stands_among_what_is_over(open_page: Open) -> None:
    page = open_page("/it/calls/", "2026-12-06T09:00:00Z")
    assert group(page, "open") == ["two", "firm", "stay", "soon"]
    assert "lab" in group(page, "closed")
    assert "old" in group(page, "closed")
    assert group(page, "forthcoming") == []


def test_a_group_that_the_page_lacks_is_made_with_the_words_of_the_state(open_page: Open) -> None:
    page = open_page("/it/calls/kind--mobility/", "2026-12-06T09:00:00Z")
    assert group(page, "open") == ["stay"]
    assert group(page, "closed") == ["lab"]
    assert page.inner_text("#closed h2") == "Termine scaduto"


def test_events_begin_and_end_by_the_readers_clock(open_page: Open) -> None:
    ahead = open_page("/it/events/")
    assert ahead.locator("#upcoming .state-word").all_inner_texts() == ["In programma", "In programma"]
    during = open_page("/it/events/", "2026-12-01T09:00:00Z")
    assert group(during, "upcoming") == ["forum", "fair"]
    assert during.locator("#upcoming .state-word").first.inner_text() == "In corso"
    after = open_page("/it/events/", "2026-12-02T09:00:00Z")
    assert group(after, "upcoming") == ["fair"]
    assert group(after, "past") == ["forum"]
    assert after.inner_text("#past .state-word") == "Concluso"
    page = open_page("/zh-hans/events/forum/", "2026-12-02T09:00:00Z")
    assert page.inner_text(".panel-state .state-word") == "已结束"


def test_the_home_page_drops_what_is_over(open_page: Open) -> None:
    fresh = open_page("/it/")
    assert fresh.locator(".group-calls .row").count() == 5
    later = open_page("/it/", "2026-12-06T09:00:00Z")
    links = later.locator(".group-calls .row-title a").evaluate_all("all => all.map((a) => a.pathname)")
    assert links == ["/it/calls/two/", "/it/calls/firm/", "/it/calls/stay/"]
    over = open_page("/it/", ALL_OVER)
    assert not over.locator(".group-calls:visible").count()
    assert over.locator(".group-events .row").count() == 1


def test_filters_know_the_readers_moment_too(open_page: Open) -> None:
    assert rows(open_page("/it/calls/?status=open", "2026-12-06T09:00:00Z")) == [
        "firm",
        "stay",
        "soon",
        "two",
    ]
    assert set(rows(open_page("/it/calls/?status=closed", "2026-12-06T09:00:00Z"))) == {"lab", "old"}
    assert rows(open_page("/it/events/?status=past", "2026-12-02T09:00:00Z")) == ["forum"]


def test_of_two_deadlines_the_one_ahead_is_large(open_page: Open) -> None:
    row = "[data-filter-groups] .row:has(a[href='/it/calls/two/']) .row-date"
    before = open_page("/it/calls/").inner_text(row)
    assert before.split("\n")[0] == "2 dic"
    assert "e 10 feb" in before
    after = open_page("/it/calls/", "2026-12-06T09:00:00Z").inner_text(row)
    assert "2 dic" not in after
    assert after.split("\n")[0] == "10 feb"


def test_two_deadlines_on_one_day_name_the_day_once(open_page: Open) -> None:
    text = open_page("/it/calls/").inner_text(
        "[data-filter-groups] .row:has(a[href='/it/calls/day/']) .row-date"
    )
    assert text.count("dic") == 1
    assert "17:00" in text


def test_an_open_tab_moves_what_ends_while_it_is_open(open_page: Open) -> None:
    page = open_page("/it/calls/", "2026-12-01T10:58:00Z")
    assert "lab" in group(page, "open")
    page.clock.run_for(180_000)
    assert "lab" not in group(page, "open")
    assert "lab" in group(page, "closed")


def test_where_rows_have_moved_the_counts_follow(open_page: Open) -> None:
    page = open_page("/it/calls/", "2026-12-06T09:00:00Z")
    page.wait_for_selector("[data-found-count]:not(:empty)", state="attached")
    counts = {
        code: page.inner_text(f"label:has(input[value='{code}']) [data-count]")
        for code in ("open", "forthcoming")
    }
    assert counts == {"open": "4", "forthcoming": "0"}
    assert page.is_visible("[data-filter-groups]")
    assert not page.is_visible("[data-found]")


def test_what_opens_shows_its_deadline_from_then_on(open_page: Open) -> None:
    row = "[data-filter-groups] .row:has(a[href='/it/calls/soon/']) .row-date"
    assert open_page("/it/calls/").inner_text(row).split("\n")[0] == "5 dic"
    page = open_page("/it/calls/", "2026-12-06T09:00:00Z")
    assert page.inner_text(row).split("\n")[0] == "20 gen"
    assert page.inner_text(row.replace(".row-date", ".state-word")) == "Aperto"


def test_a_tile_names_the_deadline_that_is_ahead(open_page: Open) -> None:
    tiles = ".highlights .card-call .card-date"
    before = open_page("/it/").locator(tiles).all_inner_texts()
    assert before == ["Bando · 2 dicembre 2026", "Bando · 10 dicembre 2026"]
    after = open_page("/it/", "2026-12-06T09:00:00Z").locator(tiles).all_inner_texts()
    assert after == ["Bando · 10 febbraio 2027", "Bando · 10 dicembre 2026"]


@pytest.mark.parametrize(("locale", "said"), [("it", "Non più in elenco"), ("zh-hans", "已失效")])
def test_an_offer_leaves_its_lists_when_it_runs_out(open_page: Open, locale: str, said: str) -> None:
    last_day = open_page(f"/{locale}/technology/", "2026-12-31T12:00:00Z")
    assert group(last_day, "open") == ["arm", "leg"]
    assert not last_day.locator("main .row .state:visible").count()
    day_after = open_page(f"/{locale}/technology/", "2027-01-01T09:00:00Z")
    assert group(day_after, "open") == ["leg"]
    assert not day_after.locator("#closed").count()
    day_after.wait_for_selector("[data-found-count]:not(:empty)", state="attached")
    assert day_after.inner_text("label:has(input[value='open']) [data-count]") == "1"
    home = open_page(f"/{locale}/", "2027-01-01T09:00:00Z")
    assert group_links(home, "technology") == ["leg"]
    assert home.inner_text(".highlights .card-technology .card-state") == said


@pytest.mark.parametrize(("locale", "said"), [("it", "Non più in elenco"), ("zh-hans", "已失效")])
def test_the_page_of_an_offer_that_has_run_out_asks_for_nothing(
    open_page: Open, locale: str, said: str
) -> None:
    path = f"/{locale}/technology/arm/"
    assert open_page(path, "2026-12-31T12:00:00Z").locator(".panel .button").count() == 1
    page = open_page(path, "2027-01-01T09:00:00Z")
    assert page.inner_text(".panel-state") == said
    assert not page.locator(".panel .button").count()
    assert said in page.inner_text(".panel .apply")


def group_links(page: Any, name: str) -> list[str]:
    links = page.locator(f".group-{name} .row-title a:visible")
    return [
        href.rstrip("/").rpartition("/")[2] for href in links.evaluate_all("all => all.map((a) => a.href)")
    ]
