"""What a page of the demonstration weighs, Brotli-compressed and without pictures; nothing of it moves while it loads."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import brotli
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.site.quality.choice import choose_pages, list_pages
from tests.site.quality.conftest import Served

pytestmark = [pytest.mark.demonstration, pytest.mark.once]
PAGE_BYTES, STYLE_BYTES, SCRIPT_BYTES = 50_000, 20_000, 15_000
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const shift of list.getEntries()) sum += shift.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 400);
})"""
SHIFT_ALLOWED, SHIFT_ALLOWED_IN_SEARCH = 0.002, 0.1
"""A slow machine paints a header whose last words are still on their way, and those grow where they stand: 0.0004 at most,
measured at a twentieth of the speed. In search filters come with the answer."""
MOVE = """() => new Promise((done) => {
  document.querySelector("main").style.paddingTop = "12px";
  requestAnimationFrame(() => requestAnimationFrame(done));
})"""


@cache
def weigh(file: Path) -> int:
    """Bytes as a host sends them at its quickest setting of those that compress well."""
    return len(brotli.compress(file.read_bytes(), quality=5))


def list_loaded(root: Path, page: Path) -> tuple[list[Path], list[Path]]:
    """The styles and the scripts that a page loads by itself; scripts with all that they import at once."""
    tree = LexborHTMLParser(page.read_bytes())
    styles = [link.attributes["href"] or "" for link in tree.css('link[rel="stylesheet"]')]
    scripts = [one.attributes["src"] or "" for one in tree.css("script[src]")]
    scripts += [one.attributes["href"] or "" for one in tree.css('link[rel="modulepreload"]')]
    waiting = [root / path.removeprefix("/") for path in scripts]
    found: list[Path] = []
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.append(file)
            text = file.read_text("utf-8")
            waiting += [file.parent / name for name in re.findall(r'(?m)^import [^;]*?"\./([\w.-]+)"', text)]
    return [root / path.removeprefix("/") for path in styles], found


def test_no_page_is_heavy(demo: Served) -> None:
    heavy = []
    for path in list_pages(demo.root):
        styles, scripts = list_loaded(demo.root, demo.root / path)
        style, script = sum(map(weigh, styles)), sum(map(weigh, scripts))
        page = weigh(demo.root / path) + style + script
        is_search = "/search/" in f"/{path}"
        if page > PAGE_BYTES or style > STYLE_BYTES or (script > SCRIPT_BYTES and not is_search):
            heavy.append(f"{path}: {page} bytes, styles {style}, scripts {script}")
    assert heavy == []


def test_the_first_picture_is_preloaded_as_it_will_be_shown(demo: Served) -> None:
    """By its newest type, with the widths and sizes of the element; every picture says how large it is."""
    for path in list_pages(demo.root):
        tree = LexborHTMLParser((demo.root / path).read_bytes())
        for image in tree.css("img"):
            assert image.attributes.get("width"), (path, image.html)
            assert image.attributes.get("height"), (path, image.html)
        for first in tree.css('img[fetchpriority="high"]'):
            preload = tree.css_first('link[rel="preload"][as="image"]')
            sources = first.parent.css("source") if first.parent else []
            assert [one.attributes["type"] for one in sources] == ["image/avif", "image/webp"], path
            assert preload, path
            assert preload.attributes["imagesrcset"] == sources[0].attributes["srcset"], path
            assert preload.attributes["imagesizes"] == first.attributes["sizes"], path


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_a_page_loads(demo: Served, open_context: Callable[..., Any], width: int) -> None:
    page = open_context(width).new_page()
    moved = {}
    for path in choose_pages(demo.root):
        page.goto(f"{demo.address}{path}", wait_until="load")
        allowed = SHIFT_ALLOWED_IN_SEARCH if path.endswith("/search/") else SHIFT_ALLOWED
        if (sum_ := page.evaluate(SHIFTS)) > allowed:
            moved[path] = sum_
    assert moved == {}


@pytest.mark.browser
def test_the_measure_sees_what_moves_by_half_a_line(demo: Served, open_context: Callable[..., Any]) -> None:
    page = open_context(1280).new_page()
    page.goto(f"{demo.address}/it/privacy/", wait_until="load")
    page.evaluate(MOVE)
    assert page.evaluate(SHIFTS) > SHIFT_ALLOWED
