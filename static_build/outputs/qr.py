"""A QR code for each page that readers act on or print: a file of its own, which only the page's address changes."""

from __future__ import annotations

from collections.abc import Iterator, Set

from frontend.qr import CodeInput, qr_path
from static_build.frames import frames_of
from static_build.outputs.output import Output
from static_build.site import Place, Site, tag

SVG = "image/svg+xml"
TYPES = frozenset({"call", "event", "programme", "technology", "service", "publication"})


def subjects(site: Site) -> Set[Place]:
    """Every document."""
    return site.documents.keys()


def plan(site: Site, key: str, locale: str) -> Iterator[Output]:
    """The code of the page's canonical address."""
    document = site.ask("document", key, locale)
    if document is None or tag(document) not in TYPES or locale not in frames_of(site):
        return
    url = site.ask("frame", locale).canonical_url + document.path
    yield Output(
        path=qr_path(url).lstrip("/"), type=SVG, input=CodeInput(url=url), sources=(f"{key}@{locale}",)
    )
