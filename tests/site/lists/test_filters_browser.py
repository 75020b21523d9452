"""Lists in Chromium: several filters at once, addresses that can be shared, nothing found, the keyboard, no scripts."""

from __future__ import annotations

import pytest

from site_content.languages import LANGUAGES
from tests.site.lists.reading import Open, query, rows, tick, wait_for_rows
from tests.unit.static_build.plain_site import LOCALES

pytestmark = pytest.mark.browser


def test_values_combine_at_once_and_stand_in_the_address(open_page: Open) -> None:
    page = open_page("/it/calls/")
    tick(page, "kind", "mobility")
    page.wait_for_selector("[data-found-rows] li")
    assert rows(page) == ["lab", "stay"]
    tick(page, "audience", "researchers")
    wait_for_rows(page, 1)
    assert rows(page) == ["stay"]
    assert query(page) == "?kind=mobility&audience=researchers"
    assert not page.locator("[data-filter-groups]").is_visible()


def test_two_values_of_one_facet_widen_and_two_facets_narrow(open_page: Open) -> None:
    assert rows(open_page("/it/calls/?kind=mobility&kind=matchmaking")) == ["lab", "stay", "soon"]
    assert rows(open_page("/it/calls/?kind=mobility&audience=companies")) == []


def test_open_calls_come_by_deadline(open_page: Open) -> None:
    found = rows(open_page("/it/calls/?status=open"))
    assert found == ["lab", "two", "day", "firm", "stay"]


def test_back_and_forward_go_through_what_was_chosen(open_page: Open) -> None:
    page = open_page("/it/calls/")
    tick(page, "kind", "mobility")
    tick(page, "audience", "researchers")
    page.go_back()
    assert query(page) == "?kind=mobility"
    wait_for_rows(page, 2)
    assert not page.is_checked("input[value='researchers']")
    page.go_back()
    assert query(page) == ""
    assert page.is_visible("[data-filter-groups]")
    assert not page.is_visible("[data-found]")
    page.go_forward()
    assert page.is_checked("input[value='mobility']")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_shared_address_opens_cold_as_it_was_left(open_page: Open, locale: str) -> None:
    page = open_page(f"/{locale}/calls/?kind=mobility&audience=researchers")
    assert rows(page) == ["stay"]
    assert page.is_checked("input[value='mobility']")
    assert page.is_checked("input[value='researchers']")
    chips = page.locator("[data-found-chips] button")
    assert chips.count() == 2
    other = next(each for each in LOCALES if each != locale)
    page.click(f".switch a[hreflang='{LANGUAGES[other].tag}']")
    assert query(page) == "?kind=mobility&audience=researchers"
    assert rows(page) == ["stay"]


def test_what_the_page_does_not_know_is_left_out(open_page: Open) -> None:
    page = open_page("/it/calls/?kind=gone&audience=&nonsense=1&kind=%00")
    assert page.is_visible("[data-filter-groups]")
    assert not page.is_visible("[data-found]")
    assert rows(open_page("/it/calls/?kind=gone&audience=companies")) == ["firm"]


def test_counts_say_what_a_further_value_would_show(open_page: Open) -> None:
    page = open_page("/it/calls/?kind=mobility")
    rows(page)
    counts = {
        box.get_attribute("value"): int(box.locator("xpath=..").locator("[data-count]").inner_text())
        for box in page.locator("input[name='audience']").all()
    }
    assert counts == {"researchers": 1, "students": 2, "professors": 0, "companies": 0}
    for code, count in counts.items():
        assert len(rows(open_page(f"/it/calls/?kind=mobility&audience={code}"))) == count


def test_an_empty_result_says_what_to_loosen_and_how_much_that_finds(open_page: Open) -> None:
    page = open_page("/it/calls/?kind=mobility&audience=companies")
    assert rows(page) == []
    ways = page.locator("[data-found-loosen] button")
    words = ways.all_inner_texts()
    assert len(words) == 2
    assert "2 elementi" in words[0]
    assert "1 elemento" in words[1]
    ways.first.click()
    page.wait_for_selector("[data-found-rows] li")
    assert rows(page) == ["lab", "stay"]
    assert page.evaluate("document.activeElement.matches('[data-found-count]')")
    assert not page.is_visible("[data-found-empty]")


def test_results_are_announced_and_every_control_has_a_name(open_page: Open) -> None:
    page = open_page("/zh-hans/calls/?kind=mobility")
    rows(page)
    status = page.locator("[data-found-count]")
    assert status.get_attribute("role") == "status"
    assert status.inner_text() == "3项"
    chip = page.locator("[data-found-chips] button").first
    assert chip.inner_text() in chip.get_attribute("aria-label")
    for box in page.locator("[data-filters] input").all():
        assert box.evaluate("(one) => one.labels[0].querySelector('[data-word]').textContent.trim()")
    groups = page.locator("[data-filters] [role='group']")
    assert all(
        one.evaluate("(g) => document.getElementById(g.getAttribute('aria-labelledby'))")
        for one in groups.all()
    )


def test_the_list_says_how_many_more_there_are_in_the_other_language_alone(open_page: Open) -> None:
    page = open_page("/it/calls/?kind=mobility")
    rows(page)
    notice = page.locator("[data-found-elsewhere='zh-hans']")
    assert notice.is_visible()
    assert notice.locator("a").inner_text().startswith("1 ")
    notice.locator("a").click()
    assert page.url.endswith("/zh-hans/calls/?kind=mobility")
    assert set(rows(page)) == {"lab", "stay", "alone"}
    hidden = open_page("/it/calls/?kind=funding")
    rows(hidden)
    assert not hidden.is_visible("[data-found-elsewhere]")


def test_more_rows_come_from_the_archive_and_focus_goes_on_from_where_it_was(open_page: Open) -> None:
    page = open_page("/it/news/?kind=press-release")
    assert len(rows(page)) == 20
    page.click("[data-found-more] button")
    wait_for_rows(page, 35)
    found = rows(page)
    assert len(set(found)) == 35
    place = page.evaluate(
        "[...document.querySelectorAll('[data-found-rows] > li')].findIndex((row) => row.contains(document.activeElement))"
    )
    assert place == 20
    assert not page.is_visible("[data-found-more]")


def test_when_the_index_does_not_answer_the_whole_list_stays(open_page: Open) -> None:
    page = open_page("/it/calls/")
    page.route("**/filters.json", lambda route: route.abort())
    tick(page, "kind", "mobility")
    page.wait_for_selector("[data-found-count]:not(:empty)")
    assert page.is_visible("[data-filter-groups] #open")
    assert page.locator("[data-found-rows] li").count() == 0
    page.unroute("**/filters.json")
    tick(page, "audience", "researchers")
    page.wait_for_selector("[data-found-rows] li")
    assert rows(page) == ["stay"]


def test_without_scripts_each_value_is_a_page_of_its_own(open_page: Open) -> None:
    page = open_page("/it/calls/", java_script_enabled=False)
    link = page.locator("a[data-value='mobility']")
    assert link.locator("[data-count]").inner_text() == "2"
    link.click()
    assert page.url.endswith("/it/calls/kind--mobility/")
    assert page.locator(".row").count() == 2
    assert page.locator("input[type=checkbox]").count() == 0


def test_the_page_of_a_value_leads_on_to_two_together(open_page: Open) -> None:
    page = open_page("/it/calls/kind--mobility/")
    page.click("a[data-value='researchers']")
    assert query(page) == "?kind=mobility&audience=researchers"
    assert rows(page) == ["stay"]


def test_on_a_phone_the_button_that_shows_says_how_many_and_is_not_there_before(open_page: Open) -> None:
    page = open_page("/it/calls/", width=390)
    page.click("[data-filters] summary")
    button = page.locator("[data-filters-show]")
    assert not button.is_visible()
    tick(page, "kind", "mobility")
    page.wait_for_selector("[data-found-rows] li")
    assert button.inner_text() == "2 elementi"
    button.click()
    assert page.evaluate("document.activeElement.matches('[data-found-count]')")
    assert not page.is_visible("[data-filters] input")


@pytest.mark.parametrize("width", [390, 1280])
def test_who_takes_the_last_filter_away_stands_at_the_filters(open_page: Open, width: int) -> None:
    page = open_page("/it/calls/?kind=mobility", width=width)
    rows(page)
    page.locator("[data-found-chips] button").first.click()
    assert query(page) == ""
    assert page.evaluate("!!document.activeElement.closest('[data-filters]')")
    assert page.evaluate("document.activeElement.getClientRects().length") == 1
