"""Suggestions, input methods, the box of every page and recent queries, by keyboard and without a script."""

from __future__ import annotations

import re
import time

import pytest

from tests.site.chromium import WIDTHS
from tests.site.search_page.reader import Open, SearchSite

pytestmark = pytest.mark.browser

FIELD = "#search-q"
BOX = "#site-search"
SEND = "document.querySelector('[data-search-form]').requestSubmit()"
TYPED_SECONDS = 0.6
"""Longer than the page waits for the next letter."""


@pytest.mark.parametrize("locale", ["it", "zh-hans"])
def test_nothing_happens_while_an_input_method_composes(locale: str, reader: Open, site: SearchSite) -> None:
    one = reader()
    page = one.open(f"/{locale}/search/")
    page.click(FIELD)
    keys = one.context.new_cdp_session(page)
    for text in ("j", "ji", "jis", "jish", "jishu"):
        keys.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )
    time.sleep(TYPED_SECONDS)
    assert page.input_value(FIELD) == "jishu"
    # The key of a keyboard on a screen sends the form; arrows and Enter are the method's, by the code that they have.
    page.evaluate(SEND)
    arrow = {"key": "ArrowDown", "code": "ArrowDown", "windowsVirtualKeyCode": 229}
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    for key in (arrow, enter):
        keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    page.evaluate(SEND)
    time.sleep(TYPED_SECONDS)
    assert site.endpoint.asked == []
    assert page.url.endswith(f"/{locale}/search/")
    assert page.get_attribute(FIELD, "aria-expanded") == "false"
    assert one.kept() == []
    word = "技术" if locale == "zh-hans" else "ricerca"
    keys.send("Input.insertText", {"text": word})
    keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter, "windowsVirtualKeyCode": 13})
    assert one.wait_for_hits()
    assert all("jis" not in asked for asked in site.endpoint.asked)
    assert page.input_value(FIELD) == word


def test_enter_that_ends_a_composition_sends_nothing(reader: Open, site: SearchSite) -> None:
    """Some browsers end it first, and tell of the key that did so afterwards."""
    one = reader()
    page = one.open("/zh-hans/search/")
    page.click(FIELD)
    page.evaluate(
        """() => {
          const field = document.activeElement;
          field.dispatchEvent(new CompositionEvent("compositionstart"));
          field.dispatchEvent(new CompositionEvent("compositionend"));
          field.value = "技术";
          field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true }));
          field.form.requestSubmit();
        }"""
    )
    assert one.kept() == []
    assert one.wait_for_hits()
    assert one.kept() == []
    page.keyboard.press("Enter")
    assert one.kept() == ["技术"]


@pytest.mark.parametrize(("locale", "q"), [("it", "ricerca"), ("zh-hans", "技术")])
def test_suggestions_are_chosen_from_by_keyboard(locale: str, q: str, reader: Open) -> None:
    one = reader()
    page = one.open(f"/{locale}/search/")
    field = page.locator(FIELD)
    assert [field.get_attribute(name) for name in ("role", "aria-autocomplete", "aria-expanded")] == [
        "combobox",
        "list",
        "false",
    ]
    field.focus()
    page.keyboard.insert_text(q)
    options = page.locator("[role=listbox] [role=option]")
    options.first.wait_for()
    count = options.count()
    assert field.get_attribute("aria-expanded") == "true"
    assert page.get_attribute(f"#{field.get_attribute('aria-controls')}", "role") == "listbox"
    assert str(count) in page.inner_text(".search-field [role=status]")

    def active() -> int:
        """The place of the option that is active; -1 for none. It alone is said to be selected."""
        id_ = field.get_attribute("aria-activedescendant")
        selected = [
            place for place in range(count) if options.nth(place).get_attribute("aria-selected") == "true"
        ]
        places = [place for place in range(count) if options.nth(place).get_attribute("id") == id_]
        assert selected == places
        return places[0] if places else -1

    assert active() == -1
    steps = [
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("ArrowUp", 0),
        ("ArrowUp", count - 1),
        ("Home", 0),
        ("End", count - 1),
        ("ArrowDown", 0),
    ]
    for key, place in steps:
        page.keyboard.press(key)
        assert active() == place, key
    assert page.evaluate("document.activeElement.id") == "search-q"
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.get_attribute("aria-activedescendant") is None
    assert field.input_value() == q
    page.keyboard.press("ArrowDown")
    options.first.wait_for()
    title = options.first.locator(".suggestion-text").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/{locale}/(?!search)"))
    assert page.locator("h1").inner_text().replace("\n", "") == title


def test_enter_without_a_choice_searches_and_closes_the_suggestions(reader: Open) -> None:
    one = reader()
    page = one.open("/it/search/")
    page.click(FIELD)
    page.keyboard.insert_text("ricerca")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("Enter")
    one.wait_for_hits()
    time.sleep(TYPED_SECONDS)
    assert page.locator("[role=listbox]").is_hidden()
    assert one.kept() == ["ricerca"]


@pytest.mark.parametrize("locale", ["it", "zh-hans"])
@pytest.mark.parametrize("device", WIDTHS)
def test_without_javascript_the_box_leads_to_the_lists(locale: str, device: str, reader: Open) -> None:
    one = reader(java_script_enabled=False, device=device)
    page = one.open(f"/{locale}/news/")
    if device == "phone":
        assert page.locator(BOX).is_hidden()
        page.click("[data-search-toggle] summary")
    page.fill(BOX, "bando")
    page.press(BOX, "Enter")
    page.wait_for_url(f"**/{locale}/search/?q=bando")
    page.locator("[data-search-plain]").wait_for()
    page.click(f"[data-search-lists] a[href='/{locale}/calls/']")
    assert page.url.endswith(f"/{locale}/calls/")


def test_the_box_fetches_its_script_when_somebody_turns_to_it(reader: Open, site: SearchSite) -> None:
    one = reader()
    asked: list[str] = []
    one.page.on("request", lambda request: asked.append(request.url))
    page = one.open("/it/news/")
    assert [url for url in asked if "search" in url] == []
    page.click(BOX)
    page.keyboard.insert_text("ricerca")
    page.locator("[role=option]").first.wait_for()
    assert not [url for url in asked if "search-static" in url or "search-page" in url]
    assert all("/suggest?" in path for path in site.endpoint.asked)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url("**/it/search/?q=ricerca")
    one.wait_for_hits()
    assert one.kept() == ["ricerca"]


def test_on_a_phone_the_box_unfolds_beside_the_menu_and_one_of_the_two_is_open(reader: Open) -> None:
    one = reader(device="phone")
    page = one.open("/it/news/")
    page.click("[data-search-toggle] summary")
    assert page.evaluate("document.activeElement.id") == "site-search"
    page.click(".menu-toggle summary")
    page.locator(BOX).wait_for(state="hidden")
    page.click("[data-search-toggle] summary")
    page.locator(".menu").wait_for(state="hidden")
    page.keyboard.press("Escape")
    page.locator(BOX).wait_for(state="hidden")
    assert page.evaluate("document.activeElement.closest('[data-search-toggle]') !== null")


def test_recent_queries_are_offered_kept_here_alone_and_cleared(reader: Open, site: SearchSite) -> None:
    one = reader()
    page = one.open("/it/search/")
    for q in ("bando", "ricerca", "bando"):
        page.fill(FIELD, q)
        page.press(FIELD, "Enter")
        one.wait_for_hits()
    assert one.kept() == ["bando", "ricerca"]
    page.goto(f"{site.address}/it/news/")
    page.click(BOX)
    one.wait_for("document.querySelector('#site-search').getAttribute('role') === 'combobox'")
    page.keyboard.press("ArrowDown")
    page.locator("[role=option]").first.wait_for()
    assert page.locator(".suggestion-text").all_inner_texts() == ["bando", "ricerca"]
    page.goto(f"{site.address}/it/search/")
    page.click("[data-search-recent] li:nth-child(2) button")
    one.wait_for_hits()
    assert page.input_value(FIELD) == "ricerca"
    page.goto(f"{site.address}/it/search/")
    page.click("[data-search-forget]")
    assert one.kept() == []
    assert page.locator("[data-search-recent]").is_hidden()
    assert one.context.cookies() == []
