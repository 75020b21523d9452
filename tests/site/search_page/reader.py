"""The demonstration site with a search endpoint beside it, as a browser meets it: what the tests of the search page share."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import waitress
from msgspec import Struct

from static_build.serve import PublicSite
from tests.site.chromium import WIDTHS
from tests.site.demo import NOW
from tests.site.search_page.endpoint import Endpoint

PATIENCE_SECONDS = 15
BUILD = """
import django
django.setup()
from static_build import clock
from static_build.engine import Engine
from static_build.rollback import open_store
engine = Engine(open_store(), workers=1)
engine.build(now=clock.now())
engine.complete()
"""
"""A release, and the static index that completes it."""
EMPTY_MODULE = (
    "WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => true, () => false)"
)


class SearchSite(Struct):
    """Where the site is served, and the endpoint that its pages ask."""

    address: str
    endpoint: Endpoint
    home: Path


@contextmanager
def search_site(demo: Path, folder: Path) -> Iterator[SearchSite]:
    """A copy of the demonstration, built for an endpoint of its own and served as a CDN would."""
    home = folder / "searching"
    shutil.copytree(demo, home, symlinks=True)
    endpoint = Endpoint(home / "current")
    environment = {**os.environ, "PONTE_HOME": str(home), "PONTE_NOW": NOW, "PONTE_SEARCH_URL": endpoint.url}
    environment.pop("PONTE_DATABASE_URL", None)
    environment["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    subprocess.run([sys.executable, "-c", BUILD], env=environment, check=True, capture_output=True)
    server = waitress.create_server(PublicSite(home), host="127.0.0.1", port=0, threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    yield SearchSite(f"http://127.0.0.1:{server.effective_port}", endpoint, home)
    server.close()
    endpoint.close()


class Reader:
    """A browser of its own, with nothing kept from others; whatever goes wrong in it is in `problems`."""

    def __init__(self, browser: Any, site: SearchSite, **options: Any) -> None:
        width, height = WIDTHS[options.pop("device", "desk")]
        self.site = site
        self.context = browser.new_context(viewport={"width": width, "height": height}, **options)
        self.context.set_default_timeout(PATIENCE_SECONDS * 1000)
        self.page = self.context.new_page()
        self.problems: list[str] = []
        hosts = (site.address, site.endpoint.url)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", self._note)
        self.page.on("request", lambda asked: asked.url.startswith(hosts) or self.problems.append(asked.url))

    def _note(self, message: Any) -> None:
        # A refused or missing answer is a line in the console of any browser; what pages do then is what is tested.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(message.text)

    def open(self, path: str) -> Any:
        self.page.goto(f"{self.site.address}{path}")
        return self.page

    def hits(self) -> list[str]:
        """Titles of what is shown."""
        return [title.strip() for title in self.page.locator("[data-search-hits] h3").all_inner_texts()]

    def wait_for_hits(self) -> list[str]:
        self.page.locator("[data-search-hits] .hit").first.wait_for()
        return self.hits()

    def wait_for(self, script: str) -> None:
        """Until it is true; Playwright's own way would need `eval`, which the site's policy refuses."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not self.page.evaluate(script):
            if time.monotonic() > end:
                raise AssertionError(f"This never became true at {self.page.url}: {script}")
            time.sleep(0.03)

    def kept(self) -> Any:
        """What this browser remembers of earlier searches."""
        return json.loads(self.page.evaluate("localStorage.getItem('ponte-search-recent') || '[]'"))


Open = Callable[..., Reader]
