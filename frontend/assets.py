"""The site's own files under `/static/`: stylesheet, script, mark, icons; and the digest of the code.

In: the files of this package. Out: Assets named by the hash of their bytes. Reads files; must not write any.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from msgspec import Struct

FRONTEND = Path(__file__).parent
DOCUMENTS = FRONTEND.parent / "site_content" / "documents"
LANGUAGES = FRONTEND.parent / "site_content" / "languages.py"
FIRST_STYLES = ("tokens", "base")
LAST_STYLES = ("print",)
LIBRARIES = ("jinja2", "markupsafe", "msgspec", "babel", "tzdata")
CODE_SUFFIXES = frozenset({".py", ".html", ".xml", ".txt", ".po", ".css", ".js", ".svg", ".png"})
HASH_LENGTH = 12


class Asset(Struct, frozen=True):
    """A file and where it is published."""

    path: str
    """Root-relative, with the hash of the bytes."""
    content: bytes
    type: str


@cache
def assets() -> dict[str, Asset]:
    """Every asset by its plain name: `site.css`, `site.js`, `mark.svg`, `favicon.svg`, `touch-icon.png`."""
    return {
        "site.css": _name("site", "css", _join_styles(), "text/css"),
        "site.js": _name("site", "js", _join_scripts(), "text/javascript"),
        "mark.svg": _name("mark", "svg", _read_mark("mark.svg"), "image/svg+xml"),
        "favicon.svg": _name("favicon", "svg", _read_mark("favicon.svg"), "image/svg+xml"),
        "touch-icon.png": _name("touch-icon", "png", _read_mark("touch-icon.png"), "image/png"),
    }


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
    scripts = (re.sub(r"(?m)^\s*(//.*)?\n|^\s+", "", path.read_text("utf-8")) for path in paths)
    return "\n".join(f"{{\n{script.strip()}\n}}" for script in scripts).encode()


@cache
def code_digest() -> str:
    """The digest of all that rendering depends on besides its input, versions of libraries included."""
    digest = sha256()
    for name in LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    paths = [LANGUAGES, *DOCUMENTS.rglob("*.py"), *_code_files()]
    for path in sorted(paths, key=lambda one: one.as_posix()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(FRONTEND.parent).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _code_files() -> list[Path]:
    return [path for path in FRONTEND.rglob("*") if path.suffix in CODE_SUFFIXES and path.is_file()]
