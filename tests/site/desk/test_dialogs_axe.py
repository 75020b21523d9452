"""axe finds nothing against WCAG 2.2 AA in what opens inside the translators' screens.

A job, what a file would do, lists with nothing in them, two texts in conflict; in both languages, light and
dark, on the desk and on the phone.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from tests.site.desk.axe import examine
from tests.site.desk.test_workbench_browser import area, open_desk, text_at, wait_kept
from tests.site.workers import Editor

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.once]
ComeIn = Callable[..., Any]
NUMBERS = itertools.count(1)
"""Each page and each term has a name of its own."""
SHOWN = pytest.mark.parametrize(
    ("language", "scheme", "device"),
    [
        ("it", "light", "desk"),
        ("it", "dark", "phone"),
        ("zh-hans", "light", "phone"),
        ("zh-hans", "dark", "desk"),
    ],
)
TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
srclang="it" datatype="plaintext"/><body>
<tu><tuv xml:lang="it"><seg>Parole {name}.</seg></tuv><tuv xml:lang="zh-CN"><seg>词语{name}。</seg></tuv></tu>
<tu><tuv xml:lang="it"><seg>Solo italiano</seg></tuv></tu></body></tmx>"""
CSV = "italian,chinese,forbidden_zh\nLaboratorio {name},实验室{name},试验室\nSenza,,\n"


class Looker:
    """Looks at every screen, and remembers what is wrong."""

    def __init__(self, page: Any, axe: str) -> None:
        self.page = page
        self.axe = axe
        self.problems: list[str] = []

    def look(self, what: str) -> None:
        self.problems += examine(self.page, self.axe, within=what)
        if not self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            self.problems.append(f"{self.page.url} {what}: scrolls sideways")

    def go(self, path: str) -> None:
        answer = self.page.goto(f"/admin/{path}")
        assert answer.status == 200, path
        self.look(path)

    def press(self, action: str) -> None:
        self.page.click(f"main button[value={action}]")
        self.page.wait_for_load_state()
        self.look(action)

    def bring(self, path: str, name: str, text: str) -> None:
        """Puts a file into the form of that screen, and looks at what comes of it."""
        self.page.goto(f"/admin/{path}")
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": text.encode()}
        self.page.set_input_files("main input[type=file]", file)
        self.page.click("main form[enctype] button[type=submit]")
        self.page.wait_for_load_state()
        self.look(f"{path} {name}")


@pytest.fixture
def looker(
    language: str, scheme: str, device: str, come_in: ComeIn, axe: str, speaking: Callable[[str], None]
) -> Looker:
    """An administrator, in that language, with those colours, at that width."""
    speaking(language)
    return Looker(come_in("administrator", device, color_scheme=scheme), axe)


@SHOWN
def test_axe_finds_nothing_in_what_a_file_would_do(looker: Looker, behind: Editor) -> None:
    number = str(behind.ask("add_page", f"files{next(NUMBERS)}"))
    behind.ask("confirm_all", number)
    page = looker.page
    looker.go(f"files/?translation={number}")
    made = page.request.get(f"/admin/files/export/{number}/standard/").text()
    looker.bring("files/", "back.xlf", made.replace("实验室", "研究室"))
    assert "研究室" in page.content()
    looker.press("import")
    looker.press("undo")
    looker.bring("files/", "torn.xlf", made[: len(made) // 2])
    name = f"numero{next(NUMBERS)}"
    looker.bring("memory/imports/", "trados.tmx", TMX.format(name=name))
    looker.press("import")
    looker.bring("terms/", "terms.csv", CSV.format(name=name))
    looker.press("import")
    page.goto(f"/admin/memory/?q=Parole {name}")
    page.click("main a[href*='memory/units/']")
    page.wait_for_url("**/units/**")
    looker.look("unit")
    looker.go(f"terms/{behind.ask('find_term', f'Laboratorio {name}')}/uses/")
    assert looker.problems == []


@SHOWN
def test_axe_finds_nothing_in_a_job_and_in_what_is_empty(looker: Looker, behind: Editor) -> None:
    behind.ask("add_page", f"job{next(NUMBERS)}")
    page = looker.page
    page.goto("/admin/jobs/")
    page.locator("input[name=job]").first.check()
    page.fill("#job-deadline", "2026-01-30")
    looker.press("give")
    page.click("main .job-title a")
    page.wait_for_url("**/jobs/*/")
    looker.look("job")
    for path in ("", "jobs/?q=nothing+like+it", "matrix/?q=nothing+like+it", "memory/?q=nothing+like+it"):
        looker.go(path)
    assert looker.problems == []


@SHOWN
def test_axe_finds_nothing_in_a_conflict_beside_the_preview(
    looker: Looker, come_in: ComeIn, behind: Editor
) -> None:
    number = str(behind.ask("add_page", f"conflict{next(NUMBERS)}"))
    mine, theirs = looker.page, come_in("colleague")
    open_desk(mine, number)
    open_desk(theirs, number)
    area(text_at(theirs, "Laboratorio")).fill("同事写的")
    wait_kept(theirs)
    title = text_at(mine, "Laboratorio")
    area(title).fill("我写的")
    title.locator(".wb-conflict").wait_for()
    looker.look("conflict")
    mine.click(".wb-bar [data-wb-do=preview]")
    mine.frame_locator("[data-wb-frame]").locator("h1").first.wait_for()
    mine.wait_for_function("!document.querySelector('[data-wb-busy]').textContent")
    looker.look("preview")
    assert looker.problems == []
