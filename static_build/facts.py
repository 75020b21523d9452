"""Facts of a page that the check needs, read from its bytes: title, language, links, anchors, alternates, what it loads."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from sys import intern

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

_LOADS = ("src", "poster", "data", "action", "formaction", "ping", "background")
"""Attributes whose address the browser asks by itself, or sends to what a reader typed."""
_SETS = ("srcset", "imagesrcset")
_LEADING_RELS = frozenset(
    {
        "alternate",
        "canonical",
        "license",
        "author",
        "help",
        "search",
        "service-desc",
        "describedby",
        "prev",
        "next",
        "me",
    }
)
"""What a `<link>` leads to and no browser fetches; of every other kind it may."""
_DRAWN = frozenset({"use", "image", "feimage"})
"""Elements of SVG that fetch what `href` says."""
_ALWAYS = "[href],[src],[srcset],[imagesrcset],[id],[poster],[data]"
_HINTED = {
    b"action=": "[action],[formaction]",
    b"ping=": "[ping]",
    b"background=": "[background]",
    b"style=": "[style]",
    b"<style": "style",
    b"<base": "base",
    b"<script": "script",
    b"refresh": "meta[http-equiv]",
}
"""What is looked for only where these bytes stand: each thing more that every element is asked costs a tenth."""
_SHARE = re.compile(rb'<meta property="og:image" content="([^"]*)"')
_HANDLER = re.compile(rb"on[a-z]+\s*=")
_BEFORE_ATTRIBUTE = frozenset(b" \t\n\r\f\"'/")
_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]?\s*(?:url\s*=)?\s*['\"]?([^'\"]*)", re.IGNORECASE)
_ABSOLUTE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


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
    share: str = ""
    """Address of the share picture."""
    refreshes: tuple[str, ...] = ()
    """Where it sends the browser by itself."""
    inline: tuple[tuple[int, str], ...] = ()
    """Line and name of each script, style and handler that stands in the page itself."""
    lines: tuple[tuple[str, int], ...] = ()
    """The line of each address among `loads` that names a host."""


class _Reading:
    """What has been found so far, each once and in order."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.links: dict[str, None] = {}
        self.loads: dict[str, None] = {}
        self.ids: dict[str, None] = {}
        self.alternates: list[tuple[str, str]] = []
        self.refreshes: list[str] = []
        self.inline: list[tuple[int, str]] = []

    def line(self, sought: bytes) -> int:
        """The first line that has it; 1 where it is written otherwise."""
        return self.data.count(b"\n", 0, max(self.data.find(sought), 0)) + 1


def extract_facts(data: bytes) -> Facts:
    """The facts of an HTML document."""
    tree = LexborHTMLParser(data)
    found = _Reading(data)
    low = data.lower()
    hinted = (selector for hint, selector in _HINTED.items() if hint in low)
    for node in tree.css(",".join((_ALWAYS, *hinted))):
        _read_node(found, node)
    if _may_have_handlers(low):
        for node in tree.css("*"):
            names = [name for name in node.attributes if name.startswith("on")]
            found.inline += [(found.line(name.encode()), f"{name} on <{node.tag}>") for name in names]
    root = tree.root
    title = tree.css_first("title")
    return Facts(
        title=title.text().strip() if title else "",
        lang=(root.attributes.get("lang") or "") if root else "",
        # Most of it stands on every page: one string serves them all.
        links=tuple(map(intern, found.links)),
        loads=tuple(map(intern, found.loads)),
        ids=tuple(map(intern, found.ids)),
        alternates=tuple(found.alternates),
        share=_read_share(data),
        refreshes=tuple(found.refreshes),
        inline=tuple(found.inline),
        lines=tuple((each, found.line(each.encode())) for each in found.loads if _ABSOLUTE.match(each)),
    )


def _read_node(found: _Reading, node: LexborNode) -> None:
    attributes, tag = node.attributes, node.tag or ""
    if tag in _SPECIAL:
        _SPECIAL[tag](found, attributes)
    elif href := attributes.get("href"):
        (found.loads if tag in _DRAWN else found.links)[href] = None
    for name, value in attributes.items():
        if name in _READERS and (value or name == "style"):
            _READERS[name](found, value or "", tag)


def _read_id(found: _Reading, value: str, tag: str) -> None:
    found.ids[value] = None


def _read_load(found: _Reading, value: str, tag: str) -> None:
    found.loads[value] = None


def _read_set(found: _Reading, value: str, tag: str) -> None:
    for candidate in value.split(","):
        if candidate.strip():
            found.loads[candidate.split()[0]] = None


def _read_own_style(found: _Reading, value: str, tag: str) -> None:
    found.inline.append((found.line(b"style="), f"style= on <{tag}>"))


_READERS: dict[str, Callable[[_Reading, str, str], None]] = {
    "id": _read_id,
    "style": _read_own_style,
    **dict.fromkeys(_LOADS, _read_load),
    **dict.fromkeys(_SETS, _read_set),
}


Attributes = dict[str, str | None]


def _read_link(found: _Reading, attributes: Attributes) -> None:
    rels = set((attributes.get("rel") or "").lower().split())
    href = attributes.get("href") or ""
    if "alternate" in rels and attributes.get("hreflang"):
        found.alternates.append((attributes["hreflang"] or "", href))
    if href and ("stylesheet" in rels or not rels <= _LEADING_RELS):
        found.loads[href] = None


def _read_meta(found: _Reading, attributes: Attributes) -> None:
    content = attributes.get("content") or ""
    if (attributes.get("http-equiv") or "").lower() == "refresh" and (address := _REFRESH.match(content)):
        found.refreshes.append(address[1].strip())


def _read_script(found: _Reading, attributes: Attributes) -> None:
    """A script that runs and is written into the page; data that no browser runs is not meant."""
    type = (attributes.get("type") or "").lower()
    if "src" not in attributes and "json" not in type:
        found.inline.append((found.line(b"<script" if not type else type.encode()), "<script>"))


def _read_style(found: _Reading, attributes: Attributes) -> None:
    found.inline.append((found.line(b"<style"), "<style>"))


def _read_base(found: _Reading, attributes: Attributes) -> None:
    found.inline.append((found.line(b"<base"), "<base>"))


_SPECIAL = {
    "link": _read_link,
    "meta": _read_meta,
    "script": _read_script,
    "style": _read_style,
    "base": _read_base,
}


def _read_share(data: bytes) -> str:
    share = _SHARE.search(data)
    return unescape(share[1].decode(errors="replace")) if share else ""


def _may_have_handlers(low: bytes) -> bool:
    """Whether anything in these bytes, in small letters, looks like a handler: then every element is asked."""
    return any(
        low[found.start() - 1] in _BEFORE_ATTRIBUTE for found in _HANDLER.finditer(low) if found.start()
    )
