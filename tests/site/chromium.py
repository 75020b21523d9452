"""Chromium for the tests of the whole site: how it is started, and the two screens that pages are looked at on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDTHS = {"phone": (390, 844), "desk": (1280, 900)}


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser. While its loop runs nothing in this process can ask a database."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["PONTE_CHROMIUM"], args=FLAGS)
        yield browser
        browser.close()
