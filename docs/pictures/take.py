"""From a running demonstration to the pictures in this folder: `.venv/bin/python docs/pictures/take.py [URL]`.

Needs Chromium and the packages that `scripts/environment --dev` installs. Writes PNG files of 64 colours.
"""

from __future__ import annotations

import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parent
WIDTH, HEIGHT, COLOURS = 1280, 860, 64
PAGES = {
    "home-italian": "/it/",
    "call-chinese": "/zh-hans/calls/researcher-short-stays/",
}


def take(origin: str) -> None:
    """One picture of the top of each page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, path in PAGES.items():
            page.goto(origin + path, wait_until="networkidle")
            keep(page.screenshot(), FOLDER / f"{name}.png")
        browser.close()


def keep(screenshot: bytes, file: Path) -> None:
    """Writes the picture small enough for a repository."""
    picture = Image.open(BytesIO(screenshot)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file.name}: {file.stat().st_size // 1000} kB")


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080")
