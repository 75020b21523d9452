"""Other hosts in stylesheets, scripts and drawings: bytes come in, each address that a browser could ask goes out.

Of a script every address that is written in it counts: nobody who only reads code can tell what is asked in the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from msgspec import Struct

NAMESPACES = frozenset({"www.w3.org"})
"""Hosts that stand in names of formats; nobody is asked for them."""
_IN_STYLE = re.compile(r"""(?:url\(\s*|@import\s+)(?:"([^"]*)"|'([^']*)'|([^"'\s);]+))""", re.IGNORECASE)
_WRITTEN = re.compile(
    r"""(?:https?|wss?|ftp):(?:\\?/){2}[^\s"'`<>)\\]*|["'`](//[^\s"'`<>)\\/][^\s"'`<>)\\]*)""", re.IGNORECASE
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Origin(Struct, frozen=True):
    """An address on another host, and the line where it stands."""

    line: int
    address: str


def find_in_style(text: str) -> Iterator[Origin]:
    """What a stylesheet fetches from another host, in `url()` and `@import`; data addresses too, which the policy forbids."""
    for found in _IN_STYLE.finditer(text):
        address = next(group for group in found.groups() if group is not None)
        if _SCHEME.match(address) or address.startswith("//"):
            yield _origin(text, found.start(), address)


def find_in_script(text: str) -> Iterator[Origin]:
    """Every whole address in a script or drawing, but for names of formats."""
    for found in _WRITTEN.finditer(text):
        address = (found[1] or found[0]).replace("\\/", "/")
        if urlsplit(address).hostname not in NAMESPACES:
            yield _origin(text, found.start(), address)


def _origin(text: str, place: int, address: str) -> Origin:
    return Origin(text.count("\n", 0, place) + 1, address)


FINDERS = {
    "text/css": find_in_style,
    "text/javascript": find_in_script,
    "application/javascript": find_in_script,
    "image/svg+xml": find_in_script,
}
"""By media type, without its parameters."""


def find_origins(data: bytes, type: str) -> list[Origin]:
    """Every other host in a file of this media type; none in one of a type that asks for nothing."""
    finder = FINDERS.get(type.partition(";")[0].strip())
    return list(finder(data.decode(errors="replace"))) if finder else []
