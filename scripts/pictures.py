"""Plays the translators' screens on a copy of the demonstration and writes docs/pictures/: small WebP, in English.

Comes in: a data folder in which the demonstration is loaded, and a Chromium. The folder itself is not touched.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
DESK, PHONE = (1180, 720), (390, 720)
QUALITY = 62
PREPARE = """
from wagtail.users.models import UserProfile
from wagtail_localize.models import Translation
from django.contrib.auth import get_user_model
for user in get_user_model().objects.all():
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "en"
    profile.save()
source = Translation.objects.filter(source__locale__language_code="it", source__object_repr="Soggiorni brevi per ricercatori")
print(source.get(target_locale__language_code="zh-hans").pk)
"""
CHANGE = """
from wagtail_localize.models import Translation
translation = Translation.objects.get(pk=%d)
page = translation.source.get_source_instance()
page.summary = page.summary.replace("da uno a tre mesi", "da uno a quattro mesi")
page.save_revision().publish()
translation.source.update_from_db()
"""


def main(arguments: list[str]) -> int:
    """Writes the pictures and names them."""
    parser = argparse.ArgumentParser("scripts/pictures.py", description=__doc__.splitlines()[0])
    parser.add_argument("--home", type=Path, required=True, help="a data folder with the demonstration")
    parser.add_argument(
        "--chromium", default=os.environ.get("PONTE_CHROMIUM", ""), help="the browser's program"
    )
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="ponte-pictures-") as folder:
        home = Path(folder) / "home"
        shutil.copytree(options.home, home, symlinks=True, ignore=shutil.ignore_patterns("objects", "trees"))
        with serve(home) as address, open_browser(options.chromium) as browser:
            for name, size in play(Studio(home, address, browser)):
                print(f"{name}: {size / 1000:.0f} kB", file=sys.stderr)
    return 0


def ponte(home: Path, *command: str) -> str:
    """What `ponte COMMAND` prints."""
    environ = {**os.environ, "PONTE_HOME": str(home)}
    program = [sys.executable, "-m", "cms", *command]
    return subprocess.run(program, env=environ, cwd=ROOT, check=True, capture_output=True, text=True).stdout


@contextmanager
def serve(home: Path) -> Iterator[str]:
    """The CMS on a free port; its address."""
    ponte(home, "migrate", "-v0")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environ = {**os.environ, "PONTE_HOME": str(home), "PONTE_ADMIN_URL": address}
    process = subprocess.Popen(
        [sys.executable, "-m", "cms", "serve-cms", "--port", str(port)], env=environ, cwd=ROOT
    )
    try:
        while process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait()


@contextmanager
def open_browser(program: str) -> Iterator[Any]:
    """Chromium; the one of Playwright where no program is named."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program or None, args=["--no-sandbox"])
        yield browser
        browser.close()


class Studio:
    """Where the pictures are taken: screens of people who are logged in."""

    def __init__(self, home: Path, address: str, browser: Any) -> None:
        self.home, self.address, self.browser = home, address, browser
        self.passwords = json.loads((home / "demo-logins.json").read_text())
        self.page_id = int(self.shell(PREPARE))

    def shell(self, code: str) -> str:
        """What a few lines of Python print."""
        return ponte(self.home, "shell", "-v0", "-c", code).strip() or "0"

    def come_in(self, name: str, size: tuple[int, int] = DESK) -> Any:
        """A screen on which that person is logged in, without the red line: no worker runs here."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, base_url=self.address, device_scale_factor=1
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.route("**/ponte/worker/", lambda route: route.fulfill(json={"words": ""}))
        page.goto("/admin/login/")
        page.fill("#id_username", name)
        page.fill("#id_password", self.passwords[name])
        page.click("button[type=submit]")
        page.wait_for_url("**/admin/")
        return page

    def open_desk(self, page: Any, query: str = "") -> None:
        """The workbench of the page that is played."""
        page.goto(f"/admin/translate/{self.page_id}/{query}")
        page.wait_for_selector("[data-wb-progress-words]:not(:empty)", state="attached")


def take(page: Any, name: str) -> tuple[str, int]:
    """The screen as it is, as a file; its name and bytes."""
    from PIL import Image

    page.wait_for_timeout(700)
    PICTURES.mkdir(exist_ok=True)
    file = PICTURES / f"{name}.webp"
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").save(file, "WEBP", quality=QUALITY, method=6)
    return file.name, file.stat().st_size


def text_at(page: Any, words: str) -> Any:
    """The text whose source has these words."""
    return (
        page.locator("[data-wb-segment]").filter(has=page.locator("[data-wb-source]", has_text=words)).first
    )


def play(studio: Studio) -> Iterator[tuple[str, int]]:
    """The pictures one by one, in the order of a translation's life."""
    translator = studio.come_in("translator")
    for scene in SCENES:
        yield from scene(studio, translator)


def show_queue(studio: Studio, page: Any) -> Iterator[tuple[str, int]]:
    studio.shell(CHANGE % studio.page_id)
    page.goto("/admin/jobs/")
    page.locator(".job-row").first.wait_for()
    yield take(page, "queue")


def show_desk(studio: Studio, page: Any) -> Iterator[tuple[str, int]]:
    studio.open_desk(page)
    text_at(page, "Contributi per soggiorni").locator("[data-wb-text]").click()
    page.wait_for_selector(".wb-offers, .wb-terms")
    yield take(page, "workbench")


def show_question(studio: Studio, page: Any) -> Iterator[tuple[str, int]]:
    segment = text_at(page, "Un soggiorno breve serve")
    segment.locator("[data-wb-text]").click()
    page.keyboard.press("Alt+KeyM")
    segment.locator("[data-wb-begin] textarea").fill(
        "“Che cosa resterà ai due gruppi”: risultati o rapporti?"
    )
    page.keyboard.press("Control+Enter")
    segment.locator(".wb-thread").wait_for()
    yield take(page, "comment")


def show_findings(studio: Studio, page: Any) -> Iterator[tuple[str, int]]:
    summary = text_at(page, "Contributi per soggiorni")
    summary.locator("[data-wb-text]").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(1500)
    page.click(".wb-bar [data-wb-do=findings]")
    page.locator("#wb-findings:not([hidden])").wait_for()
    page.evaluate("scrollTo(0, 0)")
    yield take(page, "checks")


def show_import(studio: Studio, page: Any) -> Iterator[tuple[str, int]]:
    made = page.request.get(f"/admin/files/export/{studio.page_id}/standard/").text()
    back = made.replace("科研人员短期交流申报指南", "科研人员短期交流申请指南").replace(
        "出发之前", "行前准备"
    )
    page.goto("/admin/files/")
    file = {"name": "soggiorni-brevi.xlf", "mimeType": "application/xml", "buffer": back.encode()}
    page.set_input_files("#files-file", file)
    page.click("main form[enctype] button[type=submit]")
    page.locator(".files-sides").first.wait_for()
    yield take(page, "import")


def show_phone(studio: Studio, _page: Any) -> Iterator[tuple[str, int]]:
    phone = studio.come_in("translator", PHONE)
    studio.open_desk(phone)
    text_at(phone, "Un soggiorno breve serve").locator("[data-wb-text]").click()
    yield take(phone, "phone")


def show_preview(studio: Studio, page: Any) -> Iterator[tuple[str, int]]:
    studio.open_desk(page)
    text_at(page, "Un soggiorno breve serve").locator("[data-wb-text]").click()
    page.click(".wb-bar [data-wb-do=preview]")
    page.frame_locator("[data-wb-frame]").locator("h1").wait_for()
    page.wait_for_timeout(1500)
    yield take(page, "preview")


SCENES: tuple[Callable[[Studio, Any], Iterator[tuple[str, int]]], ...] = (
    show_queue,
    show_desk,
    show_question,
    show_findings,
    show_preview,
    show_import,
    show_phone,
)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
