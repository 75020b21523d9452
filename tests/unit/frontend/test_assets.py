"""Assets are named by their bytes, small, and ask no other host for anything; the digest covers all."""

from __future__ import annotations

import re
import zlib
from hashlib import sha256
from io import BytesIO
from xml.etree import ElementTree as ET

from PIL import Image

from frontend import assets as module
from frontend.assets import assets


def test_assets_are_named_by_their_hash() -> None:
    marks = {path.name for path in (module.FRONTEND / "marks").iterdir()}
    assert set(assets()) == {"site.css", "site.js", *marks, *module.ENTRIES}
    for name, asset in assets().items():
        stem, suffix = name.replace("/", "-").rsplit(".", 1)
        assert asset.path == f"/static/{stem}-{sha256(asset.content).hexdigest()[:12]}.{suffix}"


def test_assets_are_small() -> None:
    assert len(zlib.compress(assets()["site.css"].content, 9)) < 20_000
    assert len(zlib.compress(assets()["site.js"].content, 9)) < 15_000


def test_assets_load_nothing() -> None:
    style, script = assets()["site.css"].content.decode(), assets()["site.js"].content.decode()
    assert not re.search(r"url\(|@import|@font-face|//", style)
    assert not re.search(r"https?:|fetch\(|import[ (]|eval\(|\.style\b", script)
    # The filters ask for what lies below their own section.
    for name, asset in assets().items():
        if name.startswith("filters/"):
            text = asset.content.decode()
            assert not re.search(
                r"https?:|fetch\((?!this\.section|`\$\{this\.section\})|import\(|eval\(|\.style\b", text
            )


def test_stylesheet_is_whole() -> None:
    style = assets()["site.css"].content.decode()
    assert style.count("{") == style.count("}")
    assert style.startswith(":root{")
    assert "/*" not in style
    assert style.rstrip().endswith("}}")
    # Selectors that Chromium 86 or iOS 14 would drop with their whole rule.
    assert not re.search(r":has\(|:is\(|:where\(|@container|@layer|&", style)


def test_images_are_images() -> None:
    for name in ("mark.svg", "favicon.svg", "public-security.svg"):
        ET.fromstring(assets()[name].content)
    assert Image.open(BytesIO(assets()["touch-icon.png"].content)).size == (180, 180)
