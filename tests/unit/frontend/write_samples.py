"""Writes every sample page with its pictures and assets to a folder, to be looked at in a browser.

Run: `python -m tests.unit.frontend.write_samples FOLDER`, then `python -m http.server --directory FOLDER`.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from frontend.assets import assets
from frontend.render import render
from site_content.demo.art import draw, families
from site_content.demo.art.logo import draw_logo
from tests.unit.frontend.lists import common_inputs, localised_inputs
from tests.unit.frontend.pieces import LOCALES

FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}
PICTURE = re.compile(rb"/media/([a-zA-Z]+)-(\w+)-(\d+)\.(avif|webp|jpg)")


def write_samples(folder: Path) -> None:
    """Writes the whole sample site below `folder`; a picture that is there already is not drawn again."""
    pages = {
        f"{locale}/{name}.html": one for locale in LOCALES for name, one in localised_inputs(locale).items()
    }
    pages |= {
        f"{name}.html" if name in ("missing", "chooser") else f"{name}.txt": one
        for name, one in common_inputs().items()
    }
    found: set[tuple[bytes, ...]] = set()
    for name, given in pages.items():
        content = render(given)
        _write(folder / name, content)
        found.update(PICTURE.findall(content))
    for asset in assets().values():
        _write(folder / asset.path.lstrip("/"), asset.content)
    for match in sorted(found):
        write_picture(folder, *(part.decode() for part in match))


def write_picture(folder: Path, family: str, seed: str, width: str, ending: str) -> None:
    """Draws one size of a picture below `folder`, where it is not there yet."""
    path = folder / "media" / f"{family}-{seed}-{width}.{ending}"
    if path.exists():
        return
    original = Image.open(BytesIO(_draw(family, seed)))
    height = round(original.height * int(width) / original.width)
    made = BytesIO()
    original.convert("RGB").resize((int(width), height)).save(
        made, FORMATS[ending], **({"speed": 9} if ending == "avif" else {})
    )
    _write(path, made.getvalue())


@cache
def _draw(family: str, seed: str) -> bytes:
    if family == "logo":
        return draw_logo(seed, seed)
    known = family if family in families() else families()[0]
    return draw(
        known, seed, width=1600, height=1600 if family in ("portrait", "tiles") and seed == "wechat" else 1000
    )


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    write_samples(Path(sys.argv[1]))
