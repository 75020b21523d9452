"""What the tests share: the site, somebody behind the screens, the CMS as a process, Chromium with people logged in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import is_ci
from tests.site.chromium import WIDTHS, chromium
from tests.site.desk.driver import PASSWORD
from tests.site.test_publication_browser import answers, find_port
from tests.site.workers import Editor, Installation, new_database, wait_until

EXPECTED = ("status of 409", "status of 422", "ERR_INTERNET_DISCONNECTED")
"""What Chromium logs of answers that the workbench shows in its own words."""


@pytest.fixture(scope="session")
def desk_site(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Installation]:
    """A data folder and a database of their own."""
    home: Path = tmp_path_factory.mktemp("desk")
    with ExitStack() as database:
        with django_db_blocker.unblock():
            url = database.enter_context(new_database(home))
        yield Installation(home, url)
        with django_db_blocker.unblock():
            database.close()


@pytest.fixture(scope="session")
def behind(desk_site: Installation) -> Iterator[Editor]:
    """Somebody who prepares pages and looks at what was written."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.site.desk.driver"],
        env=desk_site.environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        editor = Editor(process)
        editor.ask("prepare")
        yield editor
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def desk_address(desk_site: Installation, behind: Editor) -> Iterator[str]:
    """The address of the CMS."""
    port = find_port()
    address = f"http://127.0.0.1:{port}"
    environ = {**desk_site.environ, "PONTE_ADMIN_URL": address}
    with (desk_site.home / "cms.log").open("a") as log:
        command = [sys.executable, "-m", "cms", "serve-cms", "--port", str(port)]
        process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
        try:
            wait_until(lambda: answers(port), seconds=300)
            yield address
        finally:
            process.terminate()
            process.wait()


@pytest.fixture
def desk_browser() -> Iterator[Any]:
    """Chromium, for one test: while its loop runs nothing in this process can ask a database."""
    with chromium() as started:
        yield started


@pytest.fixture
def come_in(desk_address: str, desk_browser: Any) -> Iterator[Callable[..., Any]]:
    """A screen on which that person is logged in; at the end none of them may have complained."""
    problems: list[str] = []
    contexts = []

    def make(name: str, device: str = "desk", **options: Any) -> Any:
        width, height = WIDTHS[device]
        context = desk_browser.new_context(
            viewport={"width": width, "height": height}, base_url=desk_address, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda message: _complain(problems, page, message))
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.goto("/admin/login/")
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/admin/")
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture(scope="session")
def axe() -> str:
    """axe's source; without it a test is skipped, and fails with CI=true."""
    folder = os.environ.get("PONTE_QUALITY_TOOLS", "")
    if not folder:
        (pytest.fail if is_ci() else pytest.skip)("no measuring tools here: see scripts/README.md")
    return (Path(folder) / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.fixture
def speaking(behind: Editor) -> Iterator[Callable[[str], None]]:
    """Sets the language of those who look; afterwards it is English again."""

    def speak(language: str) -> None:
        for name in ("translator", "reviewer", "administrator"):
            behind.ask("speak", name, language)

    yield speak
    speak("en")


def _complain(problems: list[str], page: Any, message: Any) -> None:
    if message.type == "error" and not any(each in message.text for each in EXPECTED):
        problems.append(f"{page.url}: {message.text}")
