"""Pages as readers' browsers show them: what is copied, what WeChat's browser is told, what a cached page says too late.

The sample pages of the front end, served as they are: no database. The clock is the browser's.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from frontend.assets import assets
from frontend.render import render
from tests.unit.frontend.dated import call
from tests.unit.frontend.samples import free_page, page_input

pytestmark = pytest.mark.browser

BEFORE = "2026-11-20T10:00:00Z"
CHINESE_PAST = "2026-11-30T16:00:01Z"
"""A second after the Chinese side's deadline; the Italian side's is two weeks later."""
ALL_PAST = "2026-12-15T11:00:01Z"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.47 Language/zh_CN"
DEADLINE = (
    "Mobilità breve per dottorandi nelle scienze della vita\n"
    "Scadenza: entro le 17:00 di lunedì 30 novembre 2026, ora di Roma; "
    "entro le 24:00 di lunedì 30 novembre 2026, ora di Pechino\n"
    "https://ponte.example/it/calls/mobility/"
)


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Sample pages: one deadline, two deadlines, and a page with a gallery, as rendered while the calls are open."""
    folder = tmp_path_factory.mktemp("pages")
    for locale in ("it", "zh-hans"):
        pages = {"one": call(locale), "two": call(locale, "two", same=False), "page": free_page(locale)}
        for name, document in pages.items():
            given = page_input(document, states={document.key: "open"}, related=())
            _write(folder / locale / f"{name}.html", render(given))
    for asset in assets().values():
        _write(folder / asset.path.lstrip("/"), asset.content)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Any]:
    """Opens a sample in a context of its own, at a moment of the browser's clock."""
    contexts = []

    def open_at(path: str, moment: str = BEFORE, script: str = "", **options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        context.clock.install(time=moment)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.goto(f"{address}/{path}.html")
        return page

    yield open_at
    for context in contexts:
        context.close()


def test_a_date_is_copied_whole_and_that_is_said(open_page: Any) -> None:
    page = open_page("it/one")
    page.click(".panel [data-copy]")
    page.clock.run_for(100)
    assert page.evaluate("navigator.clipboard.readText()") == DEADLINE
    assert page.inner_text("[role=status]") == "Copiato"
    assert page.inner_text(".panel [data-copy]") == "Copiato"
    page.clock.run_for(3000)
    assert page.inner_text(".panel [data-copy]") == "Copia la data"
    assert page.evaluate("document.activeElement.dataset.copy") == DEADLINE


def test_a_browser_without_the_clipboard_interface_copies_too(open_page: Any) -> None:
    script = "Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })"
    page = open_page("zh-hans/one", script=script)
    page.click(".share [data-copy]")
    page.clock.run_for(100)
    assert page.inner_text("[role=status]") == "已复制"
    page.evaluate("document.body.prepend(Object.assign(document.createElement('input'), { id: 'pasted' }))")
    page.focus("#pasted")
    page.keyboard.press("Control+V")
    assert page.input_value("#pasted") == "https://ponte.example/zh-hans/calls/mobility/"


def test_without_scripts_the_text_is_there_and_no_button_that_does_nothing(open_page: Any) -> None:
    page = open_page("it/one", java_script_enabled=False)
    assert page.locator("[data-copy]:visible, [data-share]:visible, [data-wechat]:visible").count() == 0
    assert "lunedì 30 novembre, 17:00" in page.inner_text(".panel .clocks")
    assert page.is_visible("text=https://ponte.example/it/calls/mobility/")


@pytest.mark.parametrize(("locale", "words"), [("it", "Apri nel browser"), ("zh-hans", "在浏览器打开")])
def test_wechat_is_told_how_to_leave_it_and_nobody_else_is(open_page: Any, locale: str, words: str) -> None:
    inside = open_page(f"{locale}/one", user_agent=WECHAT)
    assert words in inside.inner_text("[data-wechat]")
    assert inside.locator(".file-address").first.is_visible()
    outside = open_page(f"{locale}/one")
    assert not outside.is_visible("[data-wechat]")
    assert not outside.locator(".file-address").first.is_visible()


def test_a_side_whose_deadline_has_passed_closes_alone(open_page: Any) -> None:
    page = open_page("it/two", CHINESE_PAST)
    assert page.locator(".side-cn .apply a").count() == 0
    assert page.inner_text(".panel .side-cn .after") == "Termine scaduto"
    assert "is-over" in page.get_attribute(".panel .side-cn", "class")
    assert page.locator(".panel .side-it .apply a").count() == 1
    assert page.inner_text(".panel-state .state-word") == "Aperto"


@pytest.mark.parametrize(
    ("locale", "closed", "opened"), [("it", "Termine scaduto", "Aperto"), ("zh-hans", "已截止", "开放申请")]
)
@pytest.mark.parametrize("name", ["one", "two"])
def test_past_its_deadlines_a_cached_page_says_nowhere_that_it_is_open(
    open_page: Any, name: str, locale: str, closed: str, opened: str
) -> None:
    page = open_page(f"{locale}/{name}", ALL_PAST)
    assert page.inner_text(".panel-state .state-word") == closed
    assert page.get_attribute(".panel-state .state", "data-state") == "closed"
    assert opened not in page.inner_text("main")
    assert page.locator(".panel .apply a").count() == 0


def test_a_page_that_is_open_in_a_tab_closes_when_its_time_comes(open_page: Any) -> None:
    page = open_page("it/one", "2026-11-30T15:58:00Z")
    assert page.locator(".panel .apply a").count() == 2
    page.clock.run_for(180_000)
    assert page.locator(".panel .apply a").count() == 0
    assert page.inner_text(".panel-state .state-word") == "Termine scaduto"


def test_a_gallery_goes_by_keyboard(open_page: Any) -> None:
    page = open_page("it/page")
    links = page.locator("[data-gallery-item]")
    assert links.count() > 1
    links.first.focus()
    page.keyboard.press("Enter")
    assert page.inner_text(".lightbox-count") == f"1 / {links.count()}"
    page.keyboard.press("ArrowRight")
    assert page.inner_text(".lightbox-count") == f"2 / {links.count()}"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.inner_text(".lightbox-count") == f"{links.count()} / {links.count()}"
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == links.last.get_attribute("href")


def test_without_scripts_a_gallery_is_links_to_its_pictures(open_page: Any) -> None:
    page = open_page("it/page", java_script_enabled=False)
    hrefs = [link.get_attribute("href") for link in page.locator("[data-gallery-item]").all()]
    assert hrefs
    assert all(href.startswith("/media/") for href in hrefs)
    assert page.locator("dialog").count() == 0
