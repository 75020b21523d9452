"""What hosts that take headers from a file are told: `_headers`, as Netlify and Cloudflare Pages read it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from static_build.headers import FOR_EVER, HASHED, SECURITY
from static_build.outputs.output import TEXT, Output
from static_build.site import Site


class HeadersInput(Struct, frozen=True, kw_only=True):
    """The whole text."""

    text: str


def subjects(site: Site) -> Iterator[tuple[()]]:
    """One file at the root."""
    yield ()


def plan(site: Site) -> Iterator[Output]:
    """The file, which is the same for every site."""
    yield Output(path="_headers", type=TEXT, input=HeadersInput(text=headers_file()))


def headers_file() -> str:
    """Rules by path.

    Cache-Control stands for hashed files alone: those hosts join what two rules say, and for the rest browsers ask again.
    """
    rules = {"/*": SECURITY} | {f"/{folder}*": {"Cache-Control": FOR_EVER} for folder in HASHED}
    return "\n".join(
        "\n".join([path, *(f"  {name}: {value}" for name, value in headers.items()), ""])
        for path, headers in rules.items()
    )
