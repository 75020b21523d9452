"""The site by keyboard alone: the focus is always seen and never caught, targets are large enough, every control works.

Menu, filters, gallery, search box, language switch; on a phone's width and on a desk's, in both languages.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from site_content.languages import LANGUAGES
from tests.site.quality.choice import list_pages
from tests.site.quality.conftest import LOCALES, Served

pytestmark = [pytest.mark.browser, pytest.mark.demonstration, pytest.mark.once]
FOCUS = (Path(__file__).parent / "keyboard.js").read_text("utf-8")
PHONE, DESK = 390, 1280
MOST_STEPS = 400
HAS_FOCUS = "(selector) => document.activeElement.matches(selector)"
UNSEEN = "* { outline: 0 !important; }"
SMALL = "footer * { display: block !important; margin: 0 !important; padding: 0 !important; font: 8px/1 serif !important; }"
Open = Callable[..., Any]


@pytest.fixture
def open_page(demo: Served, open_context: Open) -> Open:
    """Opens a path of the demonstration at a width."""

    def open_at(path: str, width: int) -> Any:
        page = open_context(width, reduced_motion="reduce").new_page()
        page.goto(f"{demo.address}{path}", wait_until="load")
        return page

    return open_at


def go_to(page: Any, selector: str, key: str = "Tab") -> None:
    """Presses a key until the focus is on what is looked for."""
    for _ in range(MOST_STEPS):
        page.keyboard.press(key)
        if page.evaluate(HAS_FOCUS, selector):
            return
    raise AssertionError(f"{key} never comes to {selector} on {page.url}")


def find_page(demo: Served, locale: str, mark: str) -> str:
    """The public path of the first page of a language that has something."""
    files = (path for path in sorted(list_pages(demo.root)) if path.startswith(f"{locale}/"))
    found = next(path for path in files if mark in (demo.root / path).read_text("utf-8"))
    return f"/{found.removesuffix('index.html')}"


def walk(page: Any) -> tuple[list[str], list[str]]:
    """By Tab from the first link to the end: the places in their order, and what is wrong with each."""
    places, faults = [], []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None or focus["place"] in places:
            return places, faults
        places.append(focus["place"])
        faults += [f"{focus['what']}: {fault}" for fault in focus["faults"]]
    raise AssertionError(f"{page.url}: the focus does not come to an end")


PAGES = ("", "calls/", "calls/kind--mobility/", "events/", "technology/", "search/", "about/", "news/")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("locale", LOCALES)
def test_tab_goes_through_each_page_and_is_always_seen(
    open_page: Open, demo: Served, locale: str, width: int
) -> None:
    paths = [f"/{locale}/{path}" for path in PAGES]
    paths += [
        find_page(demo, locale, f'class="page page-{type}"') for type in ("call", "event", "technology")
    ]
    wrong = []
    for path in paths:
        page = open_page(path, width)
        places, faults = walk(page)
        order = page.evaluate(
            "[...document.querySelectorAll('[data-place]')].map((one) => one.dataset.place)"
        )
        if places != order:
            faults.append("the order is not the text's")
        if not page.evaluate("[...document.querySelectorAll('footer a')].pop().matches('[data-place]')"):
            faults.append("the footer is not reached")
        wrong += [f"{path}: {fault}" for fault in faults]
        page.close()
    assert wrong == []


@pytest.mark.parametrize("fault", [UNSEEN, SMALL])
def test_the_walk_sees_what_is_wrong(open_page: Open, fault: str) -> None:
    page = open_page("/it/calls/", PHONE)
    page.add_style_tag(content=fault)
    assert walk(page)[1] != []


def test_the_walk_sees_what_holds_the_focus(open_page: Open) -> None:
    page = open_page("/it/calls/", DESK)
    page.evaluate("""document.addEventListener("keydown", (event) => {
      if (event.key === "Tab" && document.activeElement.closest("main")) event.preventDefault();
    })""")
    walk(page)
    assert not page.evaluate("[...document.querySelectorAll('footer a')].pop().matches('[data-place]')")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_first_stop_leads_past_the_menu(open_page: Open, locale: str) -> None:
    page = open_page(f"/{locale}/calls/", DESK)
    page.keyboard.press("Tab")
    assert page.evaluate(HAS_FOCUS, "a.skip")
    assert page.locator(".skip").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_menu_opens_is_gone_through_and_closes(open_page: Open, locale: str) -> None:
    page = open_page(f"/{locale}/", PHONE)
    go_to(page, ".menu-toggle summary")
    assert not page.is_visible("nav.menu")
    page.keyboard.press("Enter")
    assert page.is_visible("nav.menu")
    go_to(page, f"nav.menu a[href='/{locale}/calls/']")
    page.keyboard.press("Escape")
    assert not page.is_visible("nav.menu")
    assert page.evaluate(HAS_FOCUS, ".menu-toggle summary")
    page.keyboard.press("Space")
    go_to(page, f"nav.menu a[href='/{locale}/calls/']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{locale}/calls/")


def test_the_menu_opens_without_scripts_too(demo: Served, open_context: Open) -> None:
    page = open_context(PHONE, java_script_enabled=False).new_page()
    page.goto(f"{demo.address}/it/")
    page.focus(".menu-toggle summary")
    page.keyboard.press("Enter")
    assert page.is_visible("nav.menu a[href='/it/calls/']")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("locale", LOCALES)
def test_filters_are_set_and_taken_back(open_page: Open, locale: str, width: int) -> None:
    page = open_page(f"/{locale}/calls/", width)
    if width == PHONE:
        go_to(page, "[data-filters] summary")
        page.keyboard.press("Enter")
    go_to(page, "[data-filters] input[name='kind']")
    page.keyboard.press("Space")
    page.wait_for_selector("[data-found-rows] > li")
    assert page.evaluate(HAS_FOCUS, "[data-filters] input[name='kind']:checked")
    assert "kind=" in page.url
    if width == PHONE:
        go_to(page, "[data-filters-show]")
        page.keyboard.press("Enter")
        assert page.evaluate(HAS_FOCUS, "[data-found-count]")
        assert not page.is_visible("[data-filters] input")
        go_to(page, "[data-found-chips] button")
    else:
        go_to(page, "[data-found-chips] button", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-filter-groups]:not([hidden])")
    assert page.evaluate("location.search") == ""
    assert page.evaluate("!!document.activeElement.closest('[data-filters]')")
    assert page.evaluate(FOCUS)["faults"] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_an_empty_list_is_left_by_keyboard(open_page: Open, locale: str) -> None:
    page = open_page(f"/{locale}/calls/?status=open&status=closed&kind=matchmaking&audience=professors", DESK)
    page.wait_for_selector("[data-found-empty]:not([hidden])")
    go_to(page, "[data-found-loosen] button")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-found-rows] > li")
    assert page.evaluate(HAS_FOCUS, "[data-found-count]")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("locale", LOCALES)
def test_the_gallery_opens_turns_and_gives_the_focus_back(
    open_page: Open, demo: Served, locale: str, width: int
) -> None:
    page = open_page(find_page(demo, locale, "data-gallery-item"), width)
    go_to(page, "[data-gallery-item]")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    assert page.evaluate("!!document.activeElement.closest('dialog')")
    before = page.inner_text(".lightbox-count")
    page.keyboard.press("ArrowRight")
    assert page.inner_text(".lightbox-count") != before
    for _ in range(8):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus is None or focus["faults"] == [], focus
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="hidden")
    assert page.evaluate(HAS_FOCUS, "[data-gallery-item]")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("locale", LOCALES)
def test_the_search_box_is_found_filled_and_sent(open_page: Open, locale: str, width: int) -> None:
    page = open_page(f"/{locale}/", width)
    if width == PHONE:
        go_to(page, ".search-toggle summary")
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.id === 'site-search'")
    else:
        go_to(page, "#site-search")
    page.keyboard.type("robot")
    page.keyboard.press("Tab")
    assert page.evaluate(HAS_FOCUS, ".search-box button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{locale}/search/?q=robot")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("locale", LOCALES)
def test_the_language_switch_leads_to_the_same_page(open_page: Open, locale: str, width: int) -> None:
    other = next(each for each in LOCALES if each != locale)
    page = open_page(f"/{locale}/calls/", width)
    go_to(page, f".switch a[hreflang='{LANGUAGES[other].tag}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{other}/calls/")
    assert page.get_attribute("html", "lang") == LANGUAGES[other].tag
