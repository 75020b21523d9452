"""Renditions: the bytes of an original become the bytes of one size and format. No metadata survives."""

from __future__ import annotations

import os
import struct
from functools import lru_cache
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

from site_content.renditions import WIDTHS, Spec
from static_build.errors import BuildError

_OPTIONS: dict[str, dict[str, Any]] = {
    "avif": {"speed": 9, "max_threads": 1},
    "webp": {"method": 2},
    "jpg": {"progressive": True, "optimize": True},
}
_CORRUPT = (
    ValueError,
    TypeError,
    SyntaxError,
    EOFError,
    LookupError,
    RuntimeError,
    struct.error,
    Image.DecompressionBombError,
)
"""What Pillow raises for bytes that are no picture, beside OSError."""
ORIENTATION = 0x0112
"""The EXIF tag that says how the picture is to be turned."""
_FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}


def make_rendition(original: str, spec: Spec, owner: str) -> bytes:
    """The encoded rendition. Raises BuildError where the original is missing or corrupt."""
    picture = _resized(original, _stamp(original, owner), spec.width, spec.height, owner)
    out = BytesIO()
    picture.save(out, _FORMATS[spec.format], quality=spec.quality, **_OPTIONS[spec.format])
    return out.getvalue()


def _stamp(original: str, owner: str) -> tuple[int, int]:
    """Tells a file from another that took its place, so that what is kept decoded is this one."""
    try:
        stat = os.stat(original)
    except OSError as error:
        raise BuildError(
            f"The original of {owner} is missing: {original}. Upload it again in the CMS."
        ) from error
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=4)
def _resized(original: str, stamp: tuple[int, int], width: int, height: int, owner: str) -> Image.Image:
    return _decoded(original, stamp, owner).resize(
        (width, height), Image.Resampling.LANCZOS, reducing_gap=3.0
    )


@lru_cache(maxsize=1)
def _decoded(original: str, stamp: tuple[int, int], owner: str) -> Image.Image:
    """The original upright, in sRGB, on paper where it is transparent, without any metadata."""
    try:
        with Image.open(Path(original)) as opened:
            _decode_no_larger_than_needed(opened)
            opened.load()
            return _plain(ImageOps.exif_transpose(opened))
    except OSError as error:
        raise BuildError(
            f"The original of {owner} cannot be read ({error}): {original}. Upload it again in the CMS."
        ) from error
    except _CORRUPT as error:
        raise BuildError(
            f"The original of {owner} is corrupt ({error}). Upload it again in the CMS."
        ) from error


def _decode_no_larger_than_needed(opened: Image.Image) -> None:
    """Lets a JPEG's decoder leave out detail that even the widest rendition cannot show; other formats ignore it."""
    width, height = opened.size
    is_sideways = opened.getexif().get(ORIENTATION, 1) >= 5
    shown = height if is_sideways else width
    if shown > WIDTHS[-1]:
        opened.draft(None, (ceil(width * WIDTHS[-1] / shown), ceil(height * WIDTHS[-1] / shown)))


def forget() -> None:
    """Frees the pictures that are kept decoded."""
    _resized.cache_clear()
    _decoded.cache_clear()


def _plain(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            picture = (
                ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
                or picture
            )
        except ImageCms.PyCMSError:
            pass  # a broken profile is left out: the numbers are shown as they are
    if "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA"):
        layers = picture.convert("RGBA")
        paper = Image.new("RGBA", layers.size, "#FBFAF6")
        picture = Image.alpha_composite(paper, layers)
    plain = Image.new("RGB", picture.size)
    plain.paste(picture.convert("RGB"))
    return plain
