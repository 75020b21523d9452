"""Which renditions a picture has and what they are called: a pure function of the original's hash and the specification.

The name holds a digest of all that the bytes depend on, so that a page can name a rendition before it is made.
"""

from __future__ import annotations

from hashlib import blake2b

from msgspec import Struct

from site_content.documents.values import Rendition

WIDTHS = (480, 960, 1600)
"""Pixels; a picture is never enlarged."""
FORMATS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
QUALITY = {"avif": 60, "webp": 78, "jpg": 82}
CODEC_VERSION = 2
"""Goes up when encoder settings change, so that every rendition is made anew."""


class Spec(Struct, frozen=True):
    """One rendition to be made."""

    width: int
    height: int
    format: str
    quality: int


def specs(width: int, height: int) -> tuple[Spec, ...]:
    """The renditions of an original of `width` × `height` pixels, best format first, each from narrow to wide."""
    widths = [each for each in WIDTHS if each < width] + ([width] if width <= WIDTHS[-1] else [WIDTHS[-1]])
    return tuple(
        Spec(each, max(1, round(height * each / width)), format, quality)
        for format, quality in QUALITY.items()
        for each in dict.fromkeys(widths)
    )


def url_of(original_hash: str, spec: Spec) -> str:
    """Root-relative URL of a rendition."""
    identity = f"{original_hash} {spec.width} {spec.height} {spec.format} {spec.quality} {CODEC_VERSION}"
    return f"/media/{blake2b(identity.encode(), digest_size=10).hexdigest()}-{spec.width}.{spec.format}"


def renditions(original_hash: str, width: int, height: int) -> tuple[Rendition, ...]:
    """All renditions of an original, as documents name them."""
    return tuple(
        Rendition(url_of(original_hash, spec), spec.width, spec.height, FORMATS[spec.format])
        for spec in specs(width, height)
    )


def file_url(file_hash: str, name: str) -> str:
    """Root-relative URL of a download: its hash for eternal caching, its own name for people."""
    return f"/media/files/{file_hash[:12]}/{name}"
