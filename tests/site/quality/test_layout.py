"""Bad input does not break the layout: nothing too wide, cut off or over another, from 320 to 1280 px, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.site.hostile_pages import MANY_COLUMNS, MANY_SPEAKERS, SECTIONS
from tests.site.hostile_words import NAME_RARE, NAME_RTL, TITLE_IT, TITLE_ZH, WORD
from tests.site.quality.choice import choose_pages
from tests.site.quality.conftest import LOCALES, Served

pytestmark = [pytest.mark.browser, pytest.mark.once]
MEASURE = Path(__file__).with_name("layout.js").read_text("utf-8")
SIZES = {"phones": {390: 844, 320: 256}, "desks": {1280: 900, 768: 1024}}
"""Heights by width, of what loads a page as a phone or as a desk does; 320 × 256 is what 1280 × 1024 leaves at 400 %."""
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
"""WCAG 1.4.12."""


def measure(page: Any, address: str, path: str, sizes: dict[int, int]) -> list[str]:
    """What is wrong on a page at each width, and then with wider spacing of text."""
    width, height = next(iter(sizes.items()))
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}{path}", wait_until="load")
    found = measure_widths(page, sizes)
    page.add_style_tag(content=SPACED)
    found += [f"spaced, {problem}" for problem in measure_widths(page, sizes)]
    return [f"{path} {problem}" for problem in found]


def measure_widths(page: Any, sizes: dict[int, int]) -> list[str]:
    found: list[str] = []
    for width, height in sizes.items():
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width}: {problem}" for problem in page.evaluate(MEASURE)]
    return found


def list_hostile(site: Served) -> list[str]:
    """Every page of bad input and every list that shows one."""
    pages = ["", *(f"{section}/" for section in SECTIONS), *site.paths.values()]
    return [f"/{locale}/{path}" for locale in LOCALES for path in pages]


@pytest.mark.parametrize("device", SIZES)
def test_bad_input_breaks_no_layout(hostile: Served, open_context: Callable[..., Any], device: str) -> None:
    paths = list_hostile(hostile)
    assert len(paths) > 80
    page = open_context().new_page()
    assert [one for path in paths for one in measure(page, hostile.address, path, SIZES[device])] == []


@pytest.mark.demonstration
@pytest.mark.parametrize("device", SIZES)
def test_the_demonstration_keeps_its_layout(
    demo: Served, open_context: Callable[..., Any], device: str
) -> None:
    page = open_context().new_page()
    paths = choose_pages(demo.root)
    assert [one for path in paths for one in measure(page, demo.address, path, SIZES[device])] == []


def test_the_bad_input_is_there(hostile: Served) -> None:
    """What the pages are for is on them: else the measurements above would measure nothing."""
    text = {
        (locale, name): (hostile.root / locale / path / "index.html").read_text("utf-8")
        for locale in LOCALES
        for name, path in hostile.paths.items()
    }
    assert len(TITLE_IT) == len(TITLE_ZH) == 300
    assert len(WORD) == 80
    assert TITLE_IT in text["it", "long-title-calls"]
    assert TITLE_ZH in text["zh-hans", "long-title-calls"]
    assert WORD in text["zh-hans", "long-word-news"]
    assert NAME_RARE in text["zh-hans", "rare-character"]
    assert NAME_RTL in text["it", "many-speakers"]
    assert text["it", "wide-table"].count("<th scope") == MANY_COLUMNS
    assert text["zh-hans", "many-speakers"].count("card-person") == MANY_SPEAKERS


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("main { width: 400px }", "beyond the edge"),
        ("main { width: 400px }", "too wide"),
        ("h1 { height: 1em; overflow: hidden }", "cut off"),
        ("h1 { margin-bottom: -7.25rem }", "over “"),
        (".search-toggle { position: relative; right: 6rem }", "over “"),
        (".table-scroll { display: none } .page-head { overflow-x: auto } h1 { width: 500px }", "scrolls sideways"),
    ],
)  # fmt: skip
def test_the_measure_sees(hostile: Served, open_context: Callable[..., Any], harm: str, said: str) -> None:
    page = open_context(320, 640).new_page()
    page.goto(f"{hostile.address}/it/{hostile.paths['wide-table']}", wait_until="load")
    page.add_style_tag(content=f"{harm} h1::after {{ content: ' e altre parole ancora per due righe' }}")
    found = page.evaluate(MEASURE)
    assert any(said in problem for problem in found), found
