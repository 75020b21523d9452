"""QR codes of pages' addresses, as SVG files: for posters, printed programmes and the phone beside the desk.

In: an address. Out: its file's path, or the file. The same address gives the same bytes, whatever the page says.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import ClassVar

from msgspec import Struct

FOLDER = "/media/qr/"
HASH_LENGTH = 16
VERSION = 1
"""Counts changes of how codes are drawn: a file never changes under its name."""
QUIET_ZONE = 4
"""Modules around the code, as ISO/IEC 18004 asks."""
MASK = 2
"""Fixed: every mask can be read, and finding the best of the eight takes five times as long (9 ms against 1.8)."""
DARK = b"\x01"


class CodeInput(Struct, frozen=True, kw_only=True):
    """The address that a code leads to."""

    url: str
    version: int = VERSION
    identity: ClassVar[tuple[str, ...]] = ("url", "version")
    """All that the bytes depend on: what other code does changes no code."""


@lru_cache(maxsize=4096)
def qr_path(url: str) -> str:
    """Root-relative path of the code of an address."""
    digest = sha256(f"{VERSION} {url}".encode()).hexdigest()[:HASH_LENGTH]
    return f"{FOLDER}{digest}.svg"


def draw_code(url: str) -> bytes:
    """The code as SVG: black on white in either theme, since many readers fail on light codes."""
    import segno  # loaded when a code is first drawn: most builds draw none

    matrix = segno.make_qr(url, error="m", mask=MASK, boost_error=False).matrix
    size = len(matrix) + 2 * QUIET_ZONE
    path = "".join(
        f"M{start + QUIET_ZONE} {y + QUIET_ZONE}h{length}v1h-{length}z"
        for y, row in enumerate(matrix)
        for start, length in _runs(bytes(row))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size * 4}" height="{size * 4}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{path}"/></svg>\n'
    ).encode()


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Where dark modules of a row begin, and how many follow each other."""
    runs, start = [], row.find(DARK)
    while start >= 0:
        end = row.find(b"\x00", start)
        end = len(row) if end < 0 else end
        runs.append((start, end - start))
        start = row.find(DARK, end)
    return runs
