"""What the tests of lists share: a site of dated things, and pages of it at a moment of the browser's clock.

The site is made of plain documents on 22 November 2026.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from site_content.documents.home import HomeDocument
from site_content.documents.values import Alternate
from tests.site.lists.reading import Open
from tests.site.plain_pages import serve_folder, write_site
from tests.unit.static_build.dated import call, event, moment, news, profile
from tests.unit.static_build.plain_site import LOCALES, outputs_of, paired_section, translated

BUILT = "2026-11-22T09:00:00Z"
STUDENTS = ("students",)
CALLS = (
    call("lab", moment("2026-12-01T12:00"), kind="mobility", audience=STUDENTS, evaluated=False),
    call("stay", moment("2026-12-20T12:00"), kind="mobility", audience=("researchers", "students")),
    call("firm", moment("2026-12-10T12:00"), kind="funding", audience=("companies",)),
    call("old", moment("2026-03-10T12:00"), kind="funding", audience=STUDENTS, evaluated=False),
    call("soon", moment("2027-01-20T12:00"), kind="matchmaking", opens=moment("2026-12-05T09:00")),
    call("two", moment("2026-12-02T12:00"), moment("2027-02-10T12:00"), audience=("professors",)),
    call("day", moment("2026-12-03T12:00"), moment("2026-12-03T17:00"), audience=("professors",)),
)
ALONE = translated(call("alone", moment("2026-12-09T12:00"), kind="mobility", audience=STUDENTS))
EVENTS = (
    event("forum"),
    event("fair", starts=moment("2027-05-01T09:00"), ends=moment("2027-05-03T18:00"), mode="online"),
)
OFFERS = (
    profile("arm", contact="office", valid_to=date(2026, 12, 31)),
    profile("leg", contact="office"),
)
NEWS = tuple(
    news(
        f"n{place:02}",
        kind="press_release" if place % 2 else "news",
        date=moment(f"202{5 + place // 40}-0{1 + place % 9}-10T12:00").local().date(),
    )
    for place in range(70)
)


def both(document: Any) -> list[Any]:
    return [document, translated(document, title=f"{document.title} 中文")]


def make_documents() -> list[Any]:
    documents = [each for one in (*CALLS, *EVENTS, *NEWS, *OFFERS) for each in both(one)]
    for lists, slug in (("call", "calls"), ("event", "events"), ("news", "news"), ("technology",) * 2):
        documents += paired_section(lists, slug)
    alternates = tuple(Alternate(locale, f"/{locale}/") for locale in LOCALES)
    shown = ("calls-two", "calls-firm", "technology-arm")
    home = HomeDocument(
        key="home", locale="it", path="/it/", title="Centro", source_locale="it", highlights=shown, refs=shown
    )
    return [*documents, ALONE, *both(replace(home, alternates=alternates))]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("lists")
    write_site(folder, outputs_of(*make_documents()))
    with serve_folder(folder) as address:
        yield address


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Open]:
    """Opens a path at a moment of the browser's clock; no script may fail on it."""
    contexts, problems = [], []

    def open_at(path: str, at: str = BUILT, width: int = 1280, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        context.clock.install(time=at)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"{address}{path}", wait_until="load")
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert problems == []
