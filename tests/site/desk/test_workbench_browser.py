"""The workbench in Chromium, as a translator, a reviewer and an editor use it, each with their own login."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from tests.site.chromium import WIDTHS
from tests.site.desk.driver import MANY
from tests.site.workers import Editor, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.once]
ComeIn = Callable[..., Any]
NUMBERS = itertools.count(1)
LONGER_THAN_A_PAUSE_MS = 2_000
"""After which a typed text would have been sent."""


@pytest.fixture
def page_id(behind: Editor) -> str:
    """A page of its own, untranslated."""
    return str(behind.ask("add_page", f"n{next(NUMBERS)}"))


def open_desk(page: Any, number: str, query: str = "") -> None:
    page.goto(f"/admin/translate/{number}/{query}")
    page.wait_for_selector("[data-wb-progress-words]:not(:empty)", state="attached")


def text_at(page: Any, words: str) -> Any:
    """The segment whose source has these words."""
    return (
        page.locator("[data-wb-segment]").filter(has=page.locator("[data-wb-source]", has_text=words)).first
    )


def area(segment: Any) -> Any:
    return segment.locator("[data-wb-text]")


def wait_kept(page: Any) -> None:
    page.wait_for_selector("[data-wb-saved][data-word=saved]", state="attached")


def wait_state(segment: Any, state: str) -> None:
    segment.page.wait_for_function(
        "([one, state]) => one.dataset.state === state", arg=[segment.element_handle(), state]
    )


def test_type_confirm_draft_and_hand_in(come_in: ComeIn, behind: Editor, page_id: str) -> None:
    page = come_in("translator")
    open_desk(page, page_id)
    title = text_at(page, "Laboratorio")
    area(title).click()
    page.keyboard.type("实验室")
    wait_state(title, "working")
    wait_kept(page)
    assert behind.ask("read", page_id)["title"] == ["working", "", "实验室"]
    page.keyboard.press("Control+Enter")
    wait_state(title, "confirmed")
    assert behind.ask("read", page_id)["title"] == ["confirmed", "实验室", None]
    page.wait_for_function(
        "document.activeElement.closest('[data-wb-segment]')?.dataset.state === 'untranslated'"
    )
    behind.ask("confirm_all", page_id)
    open_desk(page, page_id)
    page.click("button[value=save_draft]")
    page.wait_for_load_state()
    assert behind.ask("target", page_id)["draft"] == "实验室"
    page.click("button[value=submit]")
    page.wait_for_load_state()
    if "findings=1" in page.url:
        pytest.fail(page.locator("#wb-findings").inner_text())
    assert behind.ask("target", page_id)["review"] == "in_progress"
    assert not behind.ask("target", page_id)["live"]


def test_nothing_runs_while_an_input_method_composes(come_in: ComeIn, behind: Editor, page_id: str) -> None:
    page = come_in("translator")
    open_desk(page, page_id)
    title = text_at(page, "Laboratorio")
    area(title).click()
    page.wait_for_selector("[data-wb-tools] [data-wb-do=confirm]")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    devtools = page.context.new_cdp_session(page)
    for letters in ("s", "sh", "shi"):
        devtools.send("Input.imeSetComposition", {"text": letters, "selectionStart": 1, "selectionEnd": 1})
    assert area(title).input_value() == "shi"
    for key, code, held in (
        ("Enter", "Enter", "ctrlKey"),
        ("Process", "ArrowDown", "altKey"),
        ("1", "Digit1", "altKey"),
    ):
        page.evaluate(
            """([key, code, held]) => document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key, code, [held]: true, isComposing: true, keyCode: 229, bubbles: true }))""",
            [key, code, held],
        )
    page.wait_for_timeout(LONGER_THAN_A_PAUSE_MS)
    assert asked == []
    assert page.evaluate("document.activeElement.value") == "shi", "the caret did not leave"
    assert title.locator("[data-wb-findings] > *").count() == 0
    assert behind.ask("read", page_id)["title"] == ["untranslated", "", None]
    devtools.send("Input.insertText", {"text": "实验室"})
    wait_state(title, "working")
    assert behind.ask("read", page_id)["title"] == ["working", "", "实验室"]


@pytest.mark.parametrize("keys", ["Control+Space", "Control+.", "Shift"])
def test_keys_of_input_methods_are_left_alone(keys: str, come_in: ComeIn, page_id: str) -> None:
    page = come_in("translator")
    open_desk(page, page_id)
    area(text_at(page, "Laboratorio")).click()
    page.evaluate(
        "window.prevented = 0; window.addEventListener('keydown', (e) => window.prevented += e.defaultPrevented)"
    )
    page.keyboard.press(keys)
    assert page.evaluate("window.prevented") == 0


def test_offline_texts_are_kept_and_sent_again(come_in: ComeIn, behind: Editor, page_id: str) -> None:
    page = come_in("translator")
    open_desk(page, page_id)
    title = text_at(page, "Laboratorio")
    page.context.set_offline(True)
    area(title).fill("离线写的")
    page.wait_for_selector("[data-wb-saved][data-word=offline]")
    page.context.set_offline(False)
    wait_state(title, "working")
    assert behind.ask("read", page_id)["title"][2] == "离线写的"


def test_a_text_that_was_never_sent_comes_back(come_in: ComeIn, behind: Editor, page_id: str) -> None:
    page = come_in("translator")
    open_desk(page, page_id)
    page.route("**/save/", lambda route: route.abort("internetdisconnected"))
    area(text_at(page, "Laboratorio")).fill("没有发出的")
    page.wait_for_selector("[data-wb-saved][data-word=offline]")
    page.unroute("**/save/")
    again = page.context.new_page()
    again.set_default_timeout(60_000)
    page.close()
    open_desk(again, page_id)
    assert area(text_at(again, "Laboratorio")).input_value() == "没有发出的"
    wait_state(text_at(again, "Laboratorio"), "working")
    assert behind.ask("read", page_id)["title"][2] == "没有发出的"


def test_of_two_who_write_both_texts_are_shown_and_kept(
    come_in: ComeIn, behind: Editor, page_id: str
) -> None:
    mine, theirs = come_in("translator"), come_in("colleague")
    open_desk(mine, page_id)
    open_desk(theirs, page_id)
    area(text_at(theirs, "Laboratorio")).fill("同事写的")
    wait_state(text_at(theirs, "Laboratorio"), "working")
    title = text_at(mine, "Laboratorio")
    area(title).fill("我写的")
    box = title.locator(".wb-conflict")
    box.wait_for()
    assert "colleague" in box.inner_text()
    assert "同事写的" in box.inner_text()
    assert area(title).input_value() == "我写的"
    box.locator("[data-wb-settle=mine]").click()
    wait_until(lambda: behind.ask("read", page_id)["title"][2] == "我写的")
    assert {text for _kind, text in behind.ask("history", page_id, "title")} >= {"同事写的", "我写的"}


def test_codes_go_in_whole_and_come_back_by_a_key(come_in: ComeIn, behind: Editor, page_id: str) -> None:
    page = come_in("translator")
    open_desk(page, page_id)
    linked = text_at(page, "Vedi il")
    area(linked).click()
    page.keyboard.press("Alt+KeyS")
    assert area(linked).input_value().count("⟦") == 4
    page.keyboard.press("Control+KeyZ")
    assert area(linked).input_value() == ""
    page.keyboard.insert_text("请看⟦1⟧通知⟦/1⟧和⟦2⟧指南⟦/2⟧。")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Backspace")
    assert area(linked).input_value() == "请看⟦1⟧通知⟦/1⟧和⟦2⟧指南。"
    wait_kept(page)
    page.keyboard.press("Control+Enter")
    linked.locator(".wb-finding[data-severity=error]").first.wait_for()
    assert behind.ask("read", page_id)["body.uno"][0] == "working"
    page.keyboard.press("Alt+KeyC")
    assert area(linked).input_value().count("⟦/2⟧") == 1


def test_three_hundred_texts(come_in: ComeIn, behind: Editor) -> None:
    number = str(behind.ask("add_page", "long", str(MANY)))
    page = come_in("translator")
    open_desk(page, number)
    assert page.locator("[data-wb-segment]").count() >= MANY
    last = text_at(page, f"gruppo {MANY} ")
    area(last).fill(f"第{MANY}组")
    wait_state(last, "working")
    assert behind.ask("read", number)[f"body.p{MANY}"][2] == f"第{MANY}组"
    page.keyboard.press("Alt+ArrowUp")
    assert f"gruppo {MANY - 1} " in page.evaluate(
        "document.activeElement.closest('[data-wb-segment]').querySelector('[data-wb-source]').textContent"
    )


@pytest.mark.parametrize("device", WIDTHS)
def test_nothing_lies_over_another_nor_scrolls_sideways(device: str, come_in: ComeIn, page_id: str) -> None:
    page = come_in("translator", device)
    open_desk(page, page_id)
    title = text_at(page, "Laboratorio")
    area(title).click()
    page.keyboard.type("实验室2027")
    wait_state(title, "working")
    page.keyboard.press("Alt+KeyM")
    title.locator("[data-wb-begin] textarea").wait_for()
    for name in ("findings", "comments", "search"):
        page.click(f".wb-bar [data-wb-do={name}]")
    page.locator("#wb-comments:not([hidden])").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in ("confirm", "comment", "history"):
        button = title.locator(f"[data-wb-tools] [data-wb-do={name}]")
        button.scroll_into_view_if_needed()
        is_on_top = "(one) => { const {x, y, width, height} = one.getBoundingClientRect();"
        is_on_top += " return one.contains(document.elementFromPoint(x + width / 2, y + height / 2)); }"
        assert button.evaluate(is_on_top), name


def test_the_red_line_does_not_cover_the_bar(come_in: ComeIn, behind: Editor, page_id: str) -> None:
    page = come_in("translator")
    open_desk(page, page_id)
    page.locator(".ponte-worker-line").wait_for()
    page.set_viewport_size({"width": 1280, "height": 400})
    page.mouse.move(700, 300)
    page.mouse.wheel(0, 3000)
    line = "document.querySelector('.ponte-worker-line').getBoundingClientRect()"
    page.wait_for_function(f"() => {line}.bottom <= 0")
    assert page.evaluate("document.elementFromPoint(innerWidth / 2, 10).closest('.wb-bar') !== null")


def test_what_stays_in_view_stays_below_the_bar(come_in: ComeIn, behind: Editor) -> None:
    page = come_in("translator")
    page.set_viewport_size({"width": 1000, "height": 500})
    open_desk(page, str(behind.ask("add_page", f"n{next(NUMBERS)}", "30")))
    page.click(".wb-bar [data-wb-do=search]")
    page.mouse.move(700, 400)
    page.mouse.wheel(0, 3000)
    box = "document.querySelector('.wb-search')"
    below = f"{box}.getBoundingClientRect().top >= document.querySelector('.wb-bar').offsetHeight"
    page.wait_for_function(
        f"() => document.querySelector('.wb-bar').getBoundingClientRect().top === 0 && {below}"
    )
    top = f"document.elementFromPoint(innerWidth / 2, {box}.getBoundingClientRect().top + 5).closest('.wb-search')"
    assert page.evaluate(f"{top} !== null")


def test_begun_from_the_memory(come_in: ComeIn, behind: Editor, page_id: str) -> None:
    behind.ask("confirm_all", page_id)
    other = str(behind.ask("add_page", f"n{next(NUMBERS)}"))
    page = come_in("translator")
    open_desk(page, other)
    page.click("text=Begin from the memory")
    page.wait_for_load_state()
    assert behind.ask("read", other)["summary"] == ["working", "", "简短摘要。"]


def test_a_warning_is_accepted_with_a_reason(come_in: ComeIn, behind: Editor, page_id: str) -> None:
    behind.ask("confirm_all", page_id)
    page = come_in("translator")
    open_desk(page, page_id)
    title = text_at(page, "Laboratorio")
    area(title).fill("实验室2027")
    page.keyboard.press("Control+Enter")
    wait_state(title, "confirmed")
    page.click("button[value=submit]")
    page.wait_for_url("**findings=1")
    assert behind.ask("target", page_id)["review"] == ""
    page.click("#wb-findings [data-wb-jump]")
    assert page.evaluate("document.activeElement.value") == "实验室2027"
    title.locator("[data-wb-accept-begin]").first.click()
    page.keyboard.type("È l'anno.")
    page.keyboard.press("Enter")
    title.get_by_text("Accepted by translator").wait_for()
    page.click("button[value=submit]")
    page.wait_for_load_state()
    if "findings=1" in page.url:
        page.locator("#wb-findings [name=warning]").first.check()
        page.fill("#wb-findings [name=reason]", "È l'anno.")
        page.click("#wb-findings button[type=submit]")
        page.get_by_text("Nothing stands in the way").wait_for()
        page.click("button[value=submit]")
        page.wait_for_load_state()
    assert behind.ask("target", page_id)["review"] == "in_progress"


def test_asked_answered_sent_back_approved_and_revised(come_in: ComeIn, behind: Editor, page_id: str) -> None:
    behind.ask("confirm_all", page_id)
    translator, reviewer, editor = (come_in(name) for name in ("translator", "reviewer", "editor"))
    ask(translator, page_id, "Quale guida?")
    open_desk(editor, page_id, "?comments=1")
    editor.fill("#wb-comments form [name=text]", "Quella del 2026.")
    editor.press("#wb-comments form [name=text]", "Control+Enter")
    editor.locator("#wb-comments").get_by_text("Quella del 2026.").wait_for()
    submit(translator, page_id)
    assert behind.ask("target", page_id)["review"] == "in_progress"
    open_desk(reviewer, page_id)
    reviewer.click("button[value=approve]")
    reviewer.wait_for_url("**comments=1")
    assert not behind.ask("target", page_id)["live"]
    reviewer.fill("input[name=comment]", "Si veda la domanda.")
    reviewer.click("button[value=ask_for_changes]")
    reviewer.wait_for_load_state()
    assert behind.ask("target", page_id)["review"] == "needs_changes"
    open_desk(translator, page_id, "?comments=1")
    translator.click("#wb-comments [data-wb-settle-thread]")
    translator.get_by_text("Settled by translator").wait_for()
    submit(translator, page_id)
    open_desk(reviewer, page_id)
    reviewer.click("button[value=approve]")
    reviewer.wait_for_load_state()
    assert behind.ask("target", page_id)["live"]
    revise(translator, behind, page_id)


def ask(page: Any, number: str, words: str) -> None:
    """Writes a comment on the linked paragraph, by keys alone."""
    open_desk(page, number)
    linked = text_at(page, "Vedi il")
    area(linked).click()
    page.keyboard.press("Alt+KeyM")
    linked.locator("[data-wb-begin] textarea:focus").wait_for()
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    linked.locator(".wb-thread").get_by_text(words).wait_for()
    assert page.locator("[data-wb-open-comments]").inner_text() == "1"


def submit(page: Any, number: str) -> None:
    open_desk(page, number)
    page.click("button[value=submit]")
    page.wait_for_load_state()
    assert "findings=1" not in page.url, page.locator("#wb-findings").inner_text()


def revise(page: Any, behind: Editor, number: str) -> None:
    """The source changes by a word; one key says that the translation is still right."""
    behind.ask("change_source", number, "Vedi il", "Vedi ora il")
    open_desk(page, number)
    linked = text_at(page, "Vedi ora il")
    assert linked.get_attribute("data-state") == "to_revise"
    assert linked.locator(".wb-changed ins").inner_text().strip() == "ora"
    assert "指南" in area(linked).input_value()
    area(linked).click()
    page.keyboard.press("Control+Enter")
    wait_state(linked, "confirmed")
    assert behind.ask("read", number)["body.uno"][0] == "confirmed"
