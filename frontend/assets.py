"""The site's own files under `/static/`: stylesheet, scripts, mark, icons; and the digest of the code.

In: the files of this package. Out: Assets named by the hash of their bytes. Reads files; must not write any.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from frontend.bundling import join_modules

FRONTEND = Path(__file__).parent
FIRST_STYLES = ("tokens", "base")
LAST_STYLES = ("print",)
ENTRIES = ("search/static.js", "search/page.js", "search/box.js", "filters/page.js")
"""Modules that pages load which need them, each published as one file with what it imports at once; one that another loads
later stands before it."""
HASH_LENGTH = 12
IMPORTED_LATER = re.compile(r'(?<=import\(")\./([\w-]+\.js)(?="\))')
"""A module of the same folder, as `import()` names it."""


class Asset(Struct, frozen=True):
    """A file and where it is published."""

    path: str
    """Root-relative, with the hash of the bytes."""
    content: bytes
    type: str


@cache
def assets() -> dict[str, Asset]:
    """Every asset by its plain name: `site.css`, `site.js`, the files of `marks/`, and ENTRIES."""
    return {
        "site.css": _name("site", "css", _join_styles(), "text/css"),
        "site.js": _name("site", "js", _join_scripts(), "text/javascript"),
        "mark.svg": _name("mark", "svg", _read_mark("mark.svg"), "image/svg+xml"),
        "public-security.svg": _name(
            "public-security", "svg", _read_mark("public-security.svg"), "image/svg+xml"
        ),
        "favicon.svg": _name("favicon", "svg", _read_mark("favicon.svg"), "image/svg+xml"),
        "touch-icon.png": _name("touch-icon", "png", _read_mark("touch-icon.png"), "image/png"),
    } | _name_modules(ENTRIES)


def _name(stem: str, suffix: str, content: bytes, type_: str) -> Asset:
    digest = sha256(content).hexdigest()[:HASH_LENGTH]
    return Asset(f"/static/{stem}-{digest}.{suffix}", content, type_)


def _read_mark(name: str) -> bytes:
    return (FRONTEND / "marks" / name).read_bytes()


def _join_styles() -> bytes:
    """Tokens, base, then each component's sheet by name, print last: the order is the cascade."""
    found = {path.stem: path for path in (FRONTEND / "styles").glob("*.css")}
    components = sorted(found.keys() - set(FIRST_STYLES) - set(LAST_STYLES))
    sheets = [found[stem].read_text("utf-8") for stem in (*FIRST_STYLES, *components, *LAST_STYLES)]
    return _strip_styles("\n".join(sheets)).encode()


def _strip_styles(text: str) -> str:
    """Without comments, indentation and line ends; no sheet has a brace in a string."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([{};,]) ?", r"\1", text).replace(";}", "}").strip()


def _join_scripts() -> bytes:
    """Each script in a block of its own, so that none sees another's names; lines of comment are left out."""
    paths = sorted((FRONTEND / "scripts").glob("*.js"))
    scripts = (_strip_script(path.read_text("utf-8")) for path in paths)
    return "\n".join(f"{{\n{script}\n}}" for script in scripts).encode()


def _name_modules(entries: tuple[str, ...]) -> dict[str, Asset]:
    """Each with all that it needs; what it loads later is named by its hash, so that a page never mixes two versions."""
    named: dict[str, Asset] = {}
    for entry in entries:
        folder, _, file = entry.rpartition("/")
        sources = {path.name: path.read_text("utf-8") for path in sorted((FRONTEND / folder).glob("*.js"))}
        text = _name_later(join_modules(file, sources, _strip_script), folder, named)
        stem = entry.removesuffix(".js").replace("/", "-")
        named[entry] = _name(stem, "js", text.encode(), "text/javascript")
    return named


def _name_later(text: str, folder: str, named: dict[str, Asset]) -> str:
    def replaced(found: re.Match[str]) -> str:
        return f"./{named[f'{folder}/{found[1]}'].path.rpartition('/')[2]}"

    return IMPORTED_LATER.sub(replaced, text)


def _strip_script(text: str) -> str:
    """Without indentation and lines of comment; no script has a text that goes over several lines."""
    return re.sub(r"(?m)^\s*(//.*)?\n|^\s+", "", text).strip()
