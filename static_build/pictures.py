"""Renditions: the bytes of an original become the bytes of one size and format. No metadata survives."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from site_content.renditions import Spec
from static_build.errors import BuildError

_OPTIONS = {
    "avif": {"speed": 8, "max_threads": 1},
    "webp": {"method": 4},
    "jpg": {"progressive": True, "optimize": True},
}
_FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}


def make_rendition(original: str, spec: Spec, owner: str) -> bytes:
    """The encoded rendition. Raises BuildError where the original is missing or corrupt."""
    picture = _resized(original, spec.width, spec.height, owner)
    out = BytesIO()
    picture.save(out, _FORMATS[spec.format], quality=spec.quality, **_OPTIONS[spec.format])
    return out.getvalue()


@lru_cache(maxsize=4)
def _resized(original: str, width: int, height: int, owner: str) -> Image.Image:
    return _decoded(original, owner).resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


@lru_cache(maxsize=1)
def _decoded(original: str, owner: str) -> Image.Image:
    """The original upright, in sRGB, on paper where it is transparent, without any metadata."""
    try:
        with Image.open(Path(original)) as opened:
            opened.load()
            return _plain(ImageOps.exif_transpose(opened))
    except OSError as error:
        what = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({error})"
        raise BuildError(f"The original of {owner} {what}: {original}. Upload it again in the CMS.") from error
    except (ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BuildError(f"The original of {owner} is corrupt ({error}). Upload it again in the CMS.") from error


def _plain(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            picture = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or picture
        except ImageCms.PyCMSError:
            pass  # a broken profile is left out: the numbers are shown as they are
    if "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA"):
        layers = picture.convert("RGBA")
        paper = Image.new("RGBA", layers.size, "#FBFAF6")
        picture = Image.alpha_composite(paper, layers)
    plain = Image.new("RGB", picture.size)
    plain.paste(picture.convert("RGB"))
    return plain
