"""The search page in Chromium, in both languages: what is typed, filtered and shared, and what helps where nothing is."""

from __future__ import annotations

import re
import time

import pytest

from tests.site.chromium import WIDTHS
from tests.site.search_page.reader import Open

pytestmark = pytest.mark.browser

CASES = [("it", "ricerca", "call", "Bandi"), ("zh-hans", "技术", "call", "项目征集")]
FIELD = "#search-q"
BOX = "#site-search"
TYPED_SECONDS = 0.6
"""Longer than the page waits for the next letter."""


@pytest.mark.parametrize(("locale", "q", "type_", "name"), CASES)
def test_results_come_while_somebody_types_and_have_an_address(
    locale: str, q: str, type_: str, name: str, reader: Open
) -> None:
    one = reader()
    page = one.open(f"/{locale}/search/")
    assert page.locator("[data-search-plain]").is_hidden()
    page.click(FIELD)
    page.keyboard.insert_text(q)
    assert len(one.wait_for_hits()) == 10
    assert page.locator(".hit mark").first.inner_text().lower() == q
    status = page.inner_text("[data-search-status]")
    assert q in status
    assert re.search(r"\d+", status)
    shared = page.url
    assert "?q=" in shared
    other = reader()
    other.page.goto(shared)
    assert other.wait_for_hits() == one.hits()
    assert other.page.input_value(FIELD) == q
    assert other.page.title().startswith(q)


@pytest.mark.parametrize(("locale", "q", "type_", "name"), CASES)
def test_filters_narrow_have_an_address_and_are_taken_back(
    locale: str, q: str, type_: str, name: str, reader: Open
) -> None:
    one = reader()
    page = one.open(f"/{locale}/search/?q={q}")
    before = one.wait_for_hits()
    box = page.locator(f"[data-search-facets] input[name=type][value={type_}]")
    count = int(box.locator("xpath=..").locator(".count").inner_text())
    box.focus()
    page.keyboard.press("Space")
    one.wait_for(f"document.querySelectorAll('.hit').length === {min(count, 10)}")
    assert f"type={type_}" in page.url
    assert str(count) in page.inner_text("[data-search-status]")
    # The filter that was chosen still has the focus, and other types can still be added.
    assert page.evaluate("[document.activeElement.name, document.activeElement.value]") == ["type", type_]
    assert page.locator("[data-search-facets] input[name=type]").count() > 1
    assert page.locator("[data-search-chips] .chip").inner_text() == name
    page.go_back()
    one.wait_for("document.querySelectorAll('.hit').length === 10")
    assert one.hits() == before
    assert page.locator("[data-search-chips]").is_hidden()
    page.go_forward()
    one.wait_for(f"document.querySelectorAll('.hit').length === {min(count, 10)}")
    page.click("[data-search-chips] .chip")
    one.wait_for("document.querySelectorAll('.hit').length === 10")
    assert "type=" not in page.url


def test_back_leads_from_a_page_to_the_results_and_from_there_to_the_query_before(reader: Open) -> None:
    one = reader()
    page = one.open("/it/search/?q=ricerca")
    first = one.wait_for_hits()
    page.fill(FIELD, "bando")
    one.wait_for("document.querySelector('[data-search-status]').textContent.includes('bando')")
    second = one.hits()
    page.click(".hit a")
    page.wait_for_url(re.compile(r"/it/(?!search)"))
    page.go_back()
    assert one.wait_for_hits() == second
    page.go_back()
    one.wait_for("document.querySelector('[data-search-status]').textContent.includes('ricerca')")
    assert one.hits() == first
    assert page.input_value(FIELD) == "ricerca"


def test_more_results_follow_and_a_shared_address_has_them_all(reader: Open) -> None:
    one = reader()
    page = one.open("/it/search/?q=ricerca")
    one.wait_for_hits()
    page.click("[data-search-more] button")
    one.wait_for("document.querySelectorAll('.hit').length > 10")
    titles = one.hits()
    assert len(set(titles)) == len(titles)
    assert page.evaluate("document.activeElement.textContent") == titles[10]
    other = reader()
    other.page.goto(page.url)
    other.wait_for(f"document.querySelectorAll('.hit').length === {len(titles)}")
    assert other.hits() == titles


@pytest.mark.parametrize(("locale", "q", "other"), [("it", "技术", "zh-Hans"), ("zh-hans", "ricerca", "it")])
def test_the_other_language_is_searched_when_asked_for_and_marked(
    locale: str, q: str, other: str, reader: Open
) -> None:
    one = reader()
    page = one.open(f"/{locale}/search/?q={q}")
    time.sleep(TYPED_SECONDS)
    assert page.locator(f".hit-title a[lang={other}]").count() == 0
    page.check("[data-search-across]")
    page.locator(f".hit-title a[lang={other}][hreflang={other}]").first.wait_for()
    assert "across=true" in page.url
    assert page.locator(f".hit-excerpt[lang={other}]").count() > 0
    assert page.locator(".hit-language").count() > 0


def test_a_typing_mistake_and_filters_without_hits_are_helped(reader: Open) -> None:
    one = reader()
    page = one.open("/it/search/?q=ricerka&type=call&across=false")
    page.locator("[data-search-empty]").wait_for()
    assert "ricerka" in page.inner_text("[data-search-status]")
    assert page.locator("[data-search-lists]").is_visible()
    assert page.locator("[data-search-empty] [data-search-clear-filters]").is_visible()
    assert page.locator("[data-search-widen]").is_visible()
    page.click("[data-search-suggestion] button")
    assert one.wait_for_hits()
    page.fill(FIELD, "nientedisimile")
    page.locator("[data-search-empty]").wait_for()
    page.click("[data-search-widen]")
    one.wait_for("location.search.includes('across=true')")
    assert page.is_checked("[data-search-across]")
    remove = page.locator("[data-search-empty] [data-search-clear-filters]")
    remove.click()
    one.wait_for("!location.search.includes('type=')")
    remove.wait_for(state="hidden")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", WIDTHS)
@pytest.mark.parametrize(("locale", "q", "type_", "name"), CASES)
def test_nothing_is_wider_than_the_screen_and_titles_can_be_read(
    locale: str, q: str, type_: str, name: str, device: str, scheme: str, reader: Open
) -> None:
    one = reader(device=device, color_scheme=scheme)
    page = one.open(f"/{locale}/search/?q={q}&type={type_}&type=news")
    one.wait_for_hits()
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    page.locator(FIELD).press("ArrowDown")
    page.locator("[role=option]").first.wait_for()
    assert page.evaluate(wide) == 0
    colour = "(name) => getComputedStyle(document.querySelector(name))"
    title = page.evaluate(f"({colour})('.hit-title a').color")
    assert title != page.evaluate(f"({colour})('body').backgroundColor")
