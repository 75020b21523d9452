"""What the measurements share: the tools, a browser, two sites served as a CDN would: the demonstration, the hostile one."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
import waitress
from msgspec import Struct

from static_build.serve import PublicSite
from tests.conftest import is_ci
from tests.site.demo import DemoSite
from tests.site.hostile_site import make_hostile

LOCALES = ("it", "zh-hans")


class Tools(Struct, frozen=True):
    """The measuring programs, as scripts/quality_tools.py has installed them."""

    folder: Path
    node: str
    java: str

    def module(self, name: str) -> Path:
        return self.folder / "node_modules" / name


class Served(Struct, frozen=True):
    """A released site and where it answers."""

    root: Path
    """Of its public files."""
    address: str
    paths: dict[str, str]
    """Of the hostile site: paths after the language, by what is wrong with the page."""


@pytest.fixture(scope="session")
def tools() -> Tools:
    """The measuring programs; without them a test is skipped, and fails with CI=true."""
    folder = os.environ.get("PONTE_QUALITY_TOOLS", "")
    if not folder:
        (pytest.fail if is_ci() else pytest.skip)("no measuring tools here: see scripts/README.md")
    return Tools(Path(folder), os.environ["PONTE_NODE"], os.environ["PONTE_JAVA"])


@pytest.fixture(scope="session")
def axe(tools: Tools) -> str:
    """axe's source, to be run inside a page."""
    return (tools.module("axe-core") / "axe.min.js").read_text("utf-8")


@pytest.fixture
def open_context(browser: Any) -> Iterator[Callable[..., Any]]:
    """Makes browser contexts in which a test may add to a page what the policy forbids; closes them."""
    made: list[Any] = []

    def make(width: int = 1280, height: int = 900, **options: Any) -> Any:
        viewport = {"width": width, "height": height}
        made.append(browser.new_context(viewport=viewport, bypass_csp=True, **options))
        return made[-1]

    yield make
    for context in made:
        context.close()


@contextmanager
def serve(home: Path) -> Iterator[str]:
    """The address of a home's release for as long as the block lasts."""
    server = waitress.create_server(PublicSite(home), host="127.0.0.1", port=0, threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture(scope="session")
def demo(demo_site: DemoSite) -> Iterator[Served]:
    """The demonstration."""
    with serve(demo_site.home) as address:
        yield Served((demo_site.home / "current").resolve(), address, {})


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site of pages that break layouts; made once, whatever the number of workers."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    home = shared / "hostile"
    result = shared / "hostile.json"
    with open(shared / "hostile.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not result.exists():
            make_hostile(home, result)
    with serve(home) as address:
        yield Served((home / "current").resolve(), address, msgspec.json.decode(result.read_bytes()))
