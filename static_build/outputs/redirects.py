"""Redirects: a page at each old address, and the file `_redirects` for the hosts that read one, from the same table."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from frontend.inputs import RedirectInput, RedirectsFileInput
from site_content.languages import DEFAULT_LOCALE, LANGUAGES
from static_build.outputs.output import HTML, TEXT, Output, html_path
from static_build.redirects import SAFE
from static_build.site import Redirect, Site

TABLE = "_redirects"


def subjects(site: Site) -> Iterator[tuple[()]]:
    """The whole table."""
    yield ()


def plan(site: Site) -> Iterator[Output]:
    """One output for each old address and one for the table; none where nothing has moved."""
    redirects: tuple[Redirect, ...] = site.ask("redirects")
    canonical_url = site.content.canonical_url or site.public_url
    for redirect in redirects:
        goal = in_ascii(redirect.new)
        made = RedirectInput(locale=_locale_of(redirect), canonical_url=canonical_url, goal=goal)
        yield Output(path=html_path(redirect.old), type=HTML, input=made, redirect=goal)
    if redirects:
        lines = tuple(map(_line, redirects))
        yield Output(path=TABLE, type=TEXT, input=RedirectsFileInput(lines=lines))


def _locale_of(redirect: Redirect) -> str:
    """The language of the page that a reader comes to, else that of the address asked for."""
    for path in (redirect.new, redirect.old):
        locale = path.split("/", 2)[1] if path.startswith("/") else ""
        if locale in LANGUAGES:
            return locale
    return DEFAULT_LOCALE


def _line(redirect: Redirect) -> str:
    # Without the exclamation mark Netlify would answer with the page that lies at the old address.
    status = "301!" if redirect.permanent else "302!"
    return f"{in_ascii(redirect.old)} {in_ascii(redirect.new)} {status}"


def in_ascii(address: str) -> str:
    """An address as it stands in headers and files: what is not ASCII percent-encoded."""
    return address if address.isascii() else quote(address, safe=SAFE)
