"""Styles and scripts hold to what Chromium 86 and iOS 14 know, or have a way without; a Chromium 86 reads the site."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from frontend.assets import FRONTEND
from tests.site.quality.choice import choose_pages
from tests.site.quality.conftest import Served, Tools

pytestmark = [pytest.mark.once]
STYLES = sorted((FRONTEND / "styles").glob("*.css"))
SCRIPTS = sorted(
    path for folder in ("scripts", "search", "filters") for path in (FRONTEND / folder).glob("*.js")
)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
REFINEMENTS = {
    "css-content-visibility": "opens what is folded; without it the reader does",
    "css-focus-visible": "without it every focus has its outline",
    "css-hanging-punctuation": "a finer edge of Chinese text",
    "css-hyphens": "none where it is not known",
    "css-media-scripting": "without it the line that search needs JavaScript stands there until the script runs",
    "css-not-sel-list": "the rule that has it only refines",
    "css-paged-media": "a phone prints with margins of its own",
    "css-scroll-behavior": "without it a jump is at once",
    "css-subgrid": "asked for by @supports",
    "viewport-unit-variants": "stands after the same in vh",
    "flexbox-gap": "without_gap.css has margins for it, held by a test here",
}
"""What neither browser needs in order to read and use a page, and why."""
WITHOUT = {
    r"\.at\(": "Chromium 92, iOS 15.4",
    r"structuredClone|\.findLast|Object\.hasOwn|\.toSorted|\.toReversed|Object\.groupBy|Array\.fromAsync": "after 2021",
    r"\(\?<[=!]": "iOS 16.4",
    r"dateStyle|timeStyle": "iOS 14.5",
    r"requestSubmit|AbortSignal\.(timeout|any)|crypto\.randomUUID|requestIdleCallback": "iOS 15.4 and later",
}
"""What scripts may not use, and since when it is there."""


def find_unsupported(tools: Tools, files: list[Path], folder: Path) -> set[str]:
    """Names of features (of caniuse) that one of the two browsers lacks altogether."""
    browsers = ["chrome 86", "ios_saf 14.0-14.4"]
    option = [True, {"browsers": browsers, "ignorePartialSupport": True}]
    rules = {"plugin/no-unsupported-browser-features": option}
    config = folder / "stylelint.json"
    plugin = tools.module("stylelint-no-unsupported-browser-features") / "lib" / "index.js"
    config.write_text(json.dumps({"plugins": [str(plugin)], "rules": rules}))
    program = tools.module("stylelint") / "bin" / "stylelint.mjs"
    command = [tools.node, str(program), "--config", str(config), "--formatter", "json", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tools.folder)
    told = json.loads(done.stderr or done.stdout)
    assert len(told) == len(files), done.stderr[-500:]
    texts = [warning["text"] for file in told for warning in file["warnings"]]
    return {match[1] for text in texts if (match := re.search(r'feature "([\w-]+)"', text))}


def test_styles_use_what_old_browsers_know_or_can_do_without(tools: Tools, tmp_path: Path) -> None:
    assert find_unsupported(tools, STYLES, tmp_path) - REFINEMENTS.keys() == set()


def test_the_check_of_styles_sees(tools: Tools, tmp_path: Path) -> None:
    sheet = tmp_path / "new.css"
    sheet.write_text(".a:has(b) { accent-color: red; }")
    assert {"css-has", "mdn-css_properties_accent-color"} & find_unsupported(tools, [sheet], tmp_path)


def list_rules() -> Iterator[tuple[str, str]]:
    for path in STYLES:
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        yield from ((found[1].strip(), found[2]) for found in RULE.finditer(text))


def test_every_line_of_flex_with_a_gap_has_margins_where_gap_is_not_known() -> None:
    fallback = (FRONTEND / "styles" / "without_gap.css").read_text("utf-8")
    missing = [
        one.strip()
        for selector, body in list_rules()
        if re.search(r"display:\s*(inline-)?flex", body) and re.search(r"(?<![\w-])(column-)?gap:", body)
        for one in selector.split(",")
        if f"{one.strip()} > *" not in fallback
    ]
    assert missing == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_scripts_are_of_2020(tools: Tools, path: Path) -> None:
    """esbuild has nothing to make older, and no newer method is called."""
    program = str(tools.module("esbuild") / "bin" / "esbuild")
    written = [
        subprocess.run([tools.node, program, str(path), f"--target={target}"], capture_output=True, text=True)
        for target in ("es2020", "esnext")
    ]
    assert [done.returncode for done in written] == [0, 0], written[0].stderr
    assert written[0].stdout == written[1].stdout
    text = path.read_text("utf-8")
    assert [pattern for pattern in WITHOUT if re.search(pattern, text)] == []


@contextmanager
def old_chromium(tools: Tools) -> Iterator[Any]:
    """A page in Chromium 86, driven by its own protocol; in one process it sometimes hangs at its start, so it has three."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        for tries_left in (2, 1, 0):
            with running_chromium(tools) as address:
                try:
                    driven = playwright.chromium.connect_over_cdp(address, timeout=60_000)
                except Error:
                    if not tries_left:
                        raise
                    continue
                yield driven.contexts[0].new_page()
                return


@contextmanager
def running_chromium(tools: Tools) -> Iterator[str]:
    """Where it listens, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--single-process", "--no-zygote"]
    command = [str(tools.folder / "chromium-86"), *flags, f"--remote-debugging-port={port}", "about:blank"]
    browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/json/version")
        yield f"http://127.0.0.1:{port}"
    finally:
        browser.kill()
        browser.wait()


def wait_for(url: str, seconds: float = 30) -> None:
    """Until something answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@pytest.mark.browser
@pytest.mark.demonstration
def test_chromium_86_reads_and_uses_the_site(tools: Tools, demo: Served) -> None:
    with old_chromium(tools) as page:
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.set_viewport_size({"width": 390, "height": 844})
        for path in choose_pages(demo.root):
            page.goto(f"{demo.address}{path}", wait_until="load")
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            if page.evaluate(wide) > 0:
                problems.append(f"{path}: too wide")
        assert "Chrome/86." in page.evaluate("navigator.userAgent")
        # The static search needs WebAssembly under a policy, which came with Chromium 97: it says so and leads on by lists.
        page.goto(f"{demo.address}/it/search/?q=robotica", wait_until="load")
        led_on = """() => document.querySelector('main a[href="/it/calls/"]')?.getClientRects().length"""
        page.wait_for_function(led_on, timeout=60_000)
        assert problems == []
