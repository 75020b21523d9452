"""Facts of a page that the check needs, read from its bytes: title, language, links, anchors, alternates, what it loads."""

from __future__ import annotations

from sys import intern

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

_LOADS = ("src", "poster", "data")
_LOADING_RELS = {"stylesheet", "preload", "icon", "apple-touch-icon", "modulepreload", "manifest"}


class Facts(Struct, frozen=True):
    """What one HTML file says of itself."""

    title: str
    lang: str
    links: tuple[str, ...]
    """Every href that leads somewhere, without doubles."""
    loads: tuple[str, ...]
    """Every address that the browser fetches by itself."""
    ids: tuple[str, ...]
    alternates: tuple[tuple[str, str], ...]
    """(hreflang, href)."""


def extract_facts(data: bytes) -> Facts:
    """The facts of an HTML document."""
    tree = LexborHTMLParser(data)
    links: dict[str, None] = {}
    loads: dict[str, None] = {}
    ids: dict[str, None] = {}
    alternates: list[tuple[str, str]] = []
    for node in tree.css("[href],[src],[srcset],[imagesrcset],[id],[poster],[data]"):
        attributes = node.attributes
        if attributes.get("id"):
            ids[attributes["id"] or ""] = None
        if node.tag == "link":
            _read_link(attributes, loads, alternates)
        elif href := attributes.get("href"):
            links[href] = None
        for name in _LOADS:
            if address := attributes.get(name):
                loads[address] = None
        for candidate in (attributes.get("srcset") or "").split(","):
            if candidate.strip():
                loads[candidate.split()[0]] = None
    root = tree.root
    title = tree.css_first("title")
    return Facts(
        title=title.text().strip() if title else "",
        lang=(root.attributes.get("lang") or "") if root else "",
        # Most of it stands on every page: one string serves them all.
        links=tuple(map(intern, links)),
        loads=tuple(map(intern, loads)),
        ids=tuple(map(intern, ids)),
        alternates=tuple(alternates),
    )


def _read_link(
    attributes: dict[str, str | None], loads: dict[str, None], alternates: list[tuple[str, str]]
) -> None:
    rels = set((attributes.get("rel") or "").split())
    href = attributes.get("href") or ""
    if "alternate" in rels and attributes.get("hreflang"):
        alternates.append((attributes["hreflang"] or "", href))
    if href and rels & _LOADING_RELS:
        loads[href] = None
    for candidate in (attributes.get("imagesrcset") or "").split(","):
        if candidate.strip():
            loads[candidate.split()[0]] = None
