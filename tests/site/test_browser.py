"""The demonstration site in Chromium: one page of every type, in both languages, on a phone and on a desk.

No console error, no request that fails or leaves the host, no sideways scroll.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import waitress

from static_build.release import Store
from static_build.serve import PublicSite
from tests.site.chromium import WIDTHS
from tests.site.demo import DemoSite

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(demo_site: DemoSite) -> Iterator[str]:
    """The demonstration site, served as a CDN would."""
    server = waitress.create_server(PublicSite(demo_site.home), host="127.0.0.1", port=0, threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


def _is_cancelled(request: Any) -> bool:
    """What was still on its way when the test went on to the next page; a refusal has another name or a status."""
    return bool(request.failure == "net::ERR_ABORTED")


def pages_to_open(home: Path) -> list[str]:
    """The paths of one page of every type in each language, and of the pages that stand alone."""
    store = Store(home)
    chosen: dict[tuple[str, str], str] = {}
    for path in store.manifest(store.current() or "").outputs:
        parts = path.split("/")
        if parts[-1] == "index.html":
            kind = (parts[0], f"{parts[1]}/{min(len(parts), 5)}" if len(parts) > 2 else "home")
            chosen.setdefault(kind, f"/{path.removesuffix('index.html')}")
    return sorted({*chosen.values(), "/", "/404.html", "/it/404.html", "/zh-hans/404.html"})


@pytest.mark.parametrize("device", WIDTHS)
def test_every_kind_of_page_opens_cleanly(
    address: str, browser: Any, demo_site: DemoSite, device: str
) -> None:
    width, height = WIDTHS[device]
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    problems: list[str] = []
    page.on(
        "console", lambda message: message.type == "error" and problems.append(f"{page.url}: {message.text}")
    )
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on(
        "requestfailed",
        lambda asked: _is_cancelled(asked) or problems.append(f"{asked.url}: {asked.failure}"),
    )
    page.on(
        "request", lambda asked: asked.url.startswith(address) or problems.append(f"{page.url}: {asked.url}")
    )
    page.on(
        "response", lambda answer: answer.status >= 400 and problems.append(f"{answer.url}: {answer.status}")
    )
    paths = pages_to_open(demo_site.home)
    assert len(paths) > 30
    for path in paths:
        page.goto(f"{address}{path}", wait_until="load")
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if overflow > 0:
            problems.append(f"{path}: {overflow} px wider than the {device}")
    context.close()
    assert problems == []


def test_the_language_switch_leads_to_the_same_page_and_back(address: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{address}/it/about/")
    page.click("header a[hreflang='zh-Hans']")
    assert page.url == f"{address}/zh-hans/about/"
    assert page.get_attribute("html", "lang") == "zh-Hans"
    page.click("header a[hreflang='it']")
    assert page.url == f"{address}/it/about/"
    page.close()


def test_a_missing_page_answers_in_its_language(address: str, browser: Any) -> None:
    page = browser.new_page()
    answer = page.goto(f"{address}/zh-hans/no-such-page/")
    assert (answer.status, page.get_attribute("html", "lang")) == (404, "zh-Hans")
    page.close()
