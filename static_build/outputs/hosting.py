"""What hosts that take headers from a file are told: `_headers`, as Netlify and Cloudflare Pages read it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from static_build.headers import FOR_EVER, HASHED, OPEN, site_headers
from static_build.outputs.output import TEXT, Output
from static_build.site import Site


class HeadersInput(Struct, frozen=True, kw_only=True):
    """The whole text."""

    text: str


def subjects(site: Site) -> Iterator[tuple[()]]:
    """One file at the root."""
    yield ()


def plan(site: Site) -> Iterator[Output]:
    """The file, which depends on the search endpoint alone."""
    yield Output(path="_headers", type=TEXT, input=HeadersInput(text=headers_file(site.content.search_url)))


def headers_file(search_url: str = "") -> str:
    """Rules by path.

    Those hosts join what two rules say. So Cache-Control stands for hashed files alone, for the rest browsers ask again; and
    the policy is the widest that a page needs, which the `<meta>` of each page narrows.
    """
    rules = {"/*": site_headers(search_url)}
    rules |= {f"/{folder}*": {"Cache-Control": FOR_EVER} for folder in HASHED}
    rules |= {f"/{folder}*": {"Access-Control-Allow-Origin": "*"} for folder in OPEN}
    return "\n".join(
        "\n".join([path, *(f"  {name}: {value}" for name, value in headers.items()), ""])
        for path, headers in rules.items()
    )
