"""The Nu checker finds no error in any page, style sheet or drawing of the demonstration and of the pages of bad input."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.site.quality.choice import list_pages
from tests.site.quality.conftest import Served, Tools

pytestmark = [pytest.mark.demonstration, pytest.mark.once]
NOT_MEANT = (
    # Files have no origin, so 'self' names none; and JSON-LD is data, which no policy stops. Tests in Chromium look at both.
    "Content Security Policy",
    # A guess, wrong where bad input is a word that both languages have.
    "This document appears to be written in",
)


VALUES = 20
"""Of the pages of one value of a facet, which are one template with other rows, this many are enough."""
CHECK_SECONDS = 1200
"""For every page, on a machine with much else to do; alone it takes a minute or less."""


def check(tools: Tools, files: list[Path], kind: str = "--skip-non-html") -> list[dict[str, Any]]:
    """The checker's messages on these files, less what comes of reading files and not a host."""
    jar = tools.module("vnu-jar") / "build" / "dist" / "vnu.jar"
    command = [tools.java, "-Xss4m", "-jar", str(jar), "--format", "json", kind, *map(str, files)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=CHECK_SECONDS).stderr
    messages: list[dict[str, Any]] = json.loads(told)["messages"]
    return [one for one in messages if not any(words in one["message"] for words in NOT_MEANT)]


def say(messages: list[dict[str, Any]]) -> list[str]:
    return [f"{one.get('url')}:{one.get('lastLine')} {one['type']}: {one['message']}" for one in messages]


@pytest.mark.parametrize("site", ["demo", "hostile"])
def test_no_page_has_an_error_or_a_warning(tools: Tools, site: str, request: pytest.FixtureRequest) -> None:
    root = request.getfixturevalue(site).root
    values = sorted(path for path in list_pages(root) if "--" in path)
    pages = [root / path for path in list_pages(root) if path not in values[VALUES:]]
    assert len(pages) > 80
    assert say(check(tools, pages)) == []


def test_style_sheet_and_drawings_have_none(tools: Tools, demo: Served) -> None:
    assert say(check(tools, sorted((demo.root / "static").glob("*.css")), "--css")) == []
    assert say(check(tools, sorted((demo.root / "static").glob("*.svg")), "--svg")) == []


def test_the_checker_sees(tools: Tools, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<!doctype html><html lang="it"><title>x</title><p><div id=a></div><b id=a></b>', "utf-8")
    assert "Duplicate ID" in " ".join(say(check(tools, [page])))
