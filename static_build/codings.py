"""Codings: the two ways in which texts are compressed, and which of them a browser asks for. Bytes in, bytes out."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

BROTLI = 5
"""Quality 11 takes fifty times as long and saves a tenth."""
BROTLI_OF_ASSETS = 11
"""Few files, which every page waits for and browsers keep for ever."""
ASSETS = "static/"
GZIP = 6


def _brotli(data: bytes, quality: int = BROTLI) -> bytes:
    import brotli

    made: bytes = brotli.compress(data, quality=quality)
    return made


class Coding(Struct, frozen=True):
    """A way to compress, as HTTP names it."""

    name: str
    suffix: str
    type: str
    mark: str
    """Begins the copy's fingerprint, before the original's hash."""
    compress: Callable[[bytes], bytes]


CODINGS = (
    Coding("br", ".br", "application/x-brotli", f"br{BROTLI}-", _brotli),
    Coding("gzip", ".gz", "application/gzip", f"gz{GZIP}-", lambda data: gzip.compress(data, GZIP, mtime=0)),
)
"""The better first."""
_BROTLI_OF_ASSETS = replace(
    CODINGS[0], mark=f"br{BROTLI_OF_ASSETS}-", compress=partial(_brotli, quality=BROTLI_OF_ASSETS)
)


def codings_of(path: str) -> tuple[Coding, ...]:
    """How a file is compressed: stylesheet and scripts as small as can be, all else quickly."""
    return (_BROTLI_OF_ASSETS, *CODINGS[1:]) if path.startswith(ASSETS) else CODINGS


def choose_coding(accepted: str, available: Iterable[Coding]) -> Coding | None:
    """What to send to a browser with this Accept-Encoding; None: the text itself."""
    weights = _weights(accepted)
    plain = weights.get("identity", 0.0)
    best, chosen = plain, None
    for coding in available:
        weight = weights.get(coding.name, weights.get("*", 0.0))
        if weight > best or (chosen is None and 0 < weight == best):
            best, chosen = weight, coding
    return chosen


def _weights(accepted: str) -> dict[str, float]:
    """Each coding's quality value; what is malformed counts as refused."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        key, _, value = parameters.replace(" ", "").partition("=")
        try:
            weights[name.strip()] = float(value) if key == "q" else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    return weights
