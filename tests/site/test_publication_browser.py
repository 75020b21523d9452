"""An editor in Chromium: presses Publish, sees the page wait and then be live without loading the screen again."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.site.chromium import WIDTHS, chromium
from tests.site.workers import Installation, new_database, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
MAKE_USER = """
from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile
user = get_user_model().objects.create_superuser("root", "root@example.org", "secret")
profile = UserProfile.get_for_user(user)
profile.preferred_language = "en"
profile.save()
"""
SUMMARY = "Un sommario che prima non c’era."


def find_port() -> int:
    """One that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def installation(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Installation]:
    """A small site in a database of its own, and somebody who may log in."""
    home: Path = tmp_path_factory.mktemp("p")
    with django_db_blocker.unblock(), new_database(home) as url:
        installation = Installation(home, url)
        with installation.editor() as editor:
            editor.ask("prepare")
        made = installation.run("shell", "-v0", "-c", MAKE_USER)
        assert made.returncode == 0, made.stderr
        yield installation


@pytest.fixture(scope="module")
def admin(installation: Installation) -> Iterator[str]:
    """The address of the CMS, served by a process of its own."""
    port = find_port()
    address = f"http://127.0.0.1:{port}"
    environ = {**installation.environ, "PONTE_ADMIN_URL": address}
    with (installation.home / "cms.log").open("a") as log:
        command = [sys.executable, "-m", "cms", "serve-cms", "--port", str(port)]
        process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
        try:
            wait_until(lambda: answers(port))
            yield address
        finally:
            process.terminate()
            process.wait()


def answers(port: int) -> bool:
    """Whether something listens there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


@contextmanager
def screen(admin: str, device: str) -> Iterator[Any]:
    """A browser's page on which somebody is logged in; fails where the console or the server complains."""
    width, height = WIDTHS[device]
    problems: list[str] = []
    with chromium() as started:
        page = started.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(60_000)
        page.on(
            "console",
            lambda message: message.type == "error" and problems.append(f"{page.url}: {message.text}"),
        )
        page.goto(f"{admin}/admin/login/")
        page.fill("#id_username", "root")
        page.fill("#id_password", "secret")
        page.click("button[type=submit]")
        page.wait_for_url(f"{admin}/admin/")
        yield page
    assert problems == []


def open_news(page: Any, admin: str) -> str:
    """Opens the editor of the news item by way of the listing; its id."""
    page.goto(f"{admin}/admin/pages/")
    for title in ("Centro", "Notizie"):
        page.click(f"a[aria-label*=\"Explore child pages of '{title}'\"]")
        page.wait_for_load_state()
    page.click("text=Prima")
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    return str(re.search(r"/pages/(\d+)/edit/", page.url)[1])  # type: ignore[index]


def test_publish_is_seen_to_go_live(installation: Installation, admin: str) -> None:
    with screen(admin, "desk") as page:
        pk = open_news(page, admin)
        page.fill("textarea[name=summary]", SUMMARY)
        page.click('.footer [data-w-dropdown-target="toggle"]')
        page.click("button[name=action-publish]")
        page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
        cell = page.locator(f'[data-ponte-status="{pk}"]')
        assert "Waiting" in cell.inner_text()
        assert SUMMARY not in installation.live("it/news/first")
        page.evaluate("window.sameScreen = true")
        with installation.worker():
            cell.locator(".ponte-badge--live").wait_for()
            assert SUMMARY in installation.live("it/news/first")
            assert "just now" in cell.inner_text()
            assert "Live" in page.locator('div[role="status"].w-sr-only').inner_text()
            assert page.evaluate("window.sameScreen"), "it was not loaded again"
            page.goto(f"{admin}/admin/pages/{pk}/edit/")
            assert page.locator(".ponte-strip .ponte-badge--live").count() == 1
            page.goto(f"{admin}/admin/reports/publishing/")
            assert "published" in page.locator(".ponte-releases").inner_text()


@pytest.mark.parametrize("device", WIDTHS)
def test_no_screen_scrolls_sideways(admin: str, device: str) -> None:
    with screen(admin, device) as page:
        pk = open_news(page, admin)
        for path in (f"pages/{pk}/edit/", f"ponte/pages/{pk}/changes/", "reports/publishing/"):
            page.goto(f"{admin}/admin/{path}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_before_publishing_it_says_what_changes(admin: str) -> None:
    with screen(admin, "desk") as page:
        open_news(page, admin)
        page.fill("textarea[name=summary]", "Ancora un altro sommario.")
        with page.expect_navigation():
            page.click(".footer button.action-save")
        page.click(".ponte-beside")
        page.wait_for_url(re.compile(r"/changes/$"))
        shown = page.locator(".ponte-changes").first.inner_text()
        assert "/it/news/first/" in shown
