"""axe finds nothing against WCAG 2.2 AA in the translators' screens, in Italian and Chinese, light and dark.

What Wagtail puts around them is its own: the main part of each screen is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.site.desk.axe import examine
from tests.site.desk.test_workbench_browser import area, open_desk, text_at, wait_state
from tests.site.workers import Editor

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.once]
ComeIn = Callable[..., Any]
SCREENS = (
    "jobs/",
    "matrix/",
    "parity/",
    "reports/stale/",
    "memory/",
    "memory/imports/",
    "files/",
    "terms/",
)
LANGUAGES = {"it": "Conferma", "zh-hans": "确认"}
"""Each with a word that its workbench has."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_the_workbench(
    language: str, scheme: str, come_in: ComeIn, behind: Editor, axe: str, speaking: Callable[[str], None]
) -> None:
    number = str(behind.ask("add_page", f"axe-{language}-{scheme}"))
    behind.ask("confirm_all", number)
    speaking(language)
    page = come_in("translator", color_scheme=scheme)
    open_desk(page, number)
    assert LANGUAGES[language] in page.content()
    title = text_at(page, "Laboratorio")
    area(title).fill("实验室2027")
    wait_state(title, "working")
    page.keyboard.press("Alt+KeyH")
    title.locator(".wb-history").wait_for()
    page.keyboard.press("Alt+KeyM")
    title.locator("[data-wb-begin] textarea").fill("?")
    page.keyboard.press("Control+Enter")
    title.locator(".wb-thread").wait_for()
    for name in ("findings", "comments", "search"):
        page.click(f".wb-bar [data-wb-do={name}]")
    page.locator("#wb-comments:not([hidden])").wait_for()
    problems = examine(page, axe, within="translator")
    behind.ask("submit", number)
    reviewer = come_in("reviewer", "phone", color_scheme=scheme)
    open_desk(reviewer, number, "?findings=1&comments=1")
    reviewer.locator("button[value=approve]").wait_for()
    assert problems + examine(reviewer, axe, within="reviewer") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_the_lists(
    language: str, scheme: str, come_in: ComeIn, behind: Editor, axe: str, speaking: Callable[[str], None]
) -> None:
    behind.ask("confirm_all", str(behind.ask("add_page", f"lists-{language}-{scheme}")))
    speaking(language)
    page = come_in("administrator", color_scheme=scheme)
    problems = []
    for path in SCREENS:
        answer = page.goto(f"/admin/{path}")
        assert (answer.status, page.url.split("?")[0].endswith(f"/admin/{path}")) == (200, True), path
        problems += examine(page, axe)
    assert problems == []


def test_axe_sees(come_in: ComeIn, behind: Editor, axe: str) -> None:
    page = come_in("translator")
    open_desk(page, str(behind.ask("add_page", "seen")))
    page.evaluate(
        "document.querySelectorAll('[data-wb-text]').forEach((one) => one.removeAttribute('aria-label'))"
    )
    page.add_style_tag(content=".wb-segment__source { color: #aaa !important; background: #fff !important }")
    found = examine(page, axe)
    assert any(" label:" in problem for problem in found)
    assert any(" color-contrast:" in problem for problem in found)
