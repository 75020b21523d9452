"""The site's own files under `/static/`: stylesheet, scripts, mark, icons; and the digest of the code.

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
IMPORTED = re.compile(r'"\./([\w-]+\.js)"')
"""A module of the same folder, as `import` names it."""
IMPORTED_AT_ONCE = re.compile(r'(?m)^import [^;]*?"\./([\w-]+\.js)";')


class Asset(Struct, frozen=True):
    """A file and where it is published."""

    path: str
    """Root-relative, with the hash of the bytes."""
    content: bytes
    type: str


@cache
def assets() -> dict[str, Asset]:
    """Every asset by its plain name: `site.css`, `site.js`, `mark.svg`, `favicon.svg`, `touch-icon.png`, and modules.

    The modules of the search are loaded by pages that need them: `search/page.js` and what it imports.
    """
    return {
        "site.css": _name("site", "css", _join_styles(), "text/css"),
        "site.js": _name("site", "js", _join_scripts(), "text/javascript"),
        "mark.svg": _name("mark", "svg", _read_mark("mark.svg"), "image/svg+xml"),
        "favicon.svg": _name("favicon", "svg", _read_mark("favicon.svg"), "image/svg+xml"),
        "touch-icon.png": _name("touch-icon", "png", _read_mark("touch-icon.png"), "image/png"),
    } | _name_modules("search")


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


def _name_modules(folder: str) -> dict[str, Asset]:
    """Each module of a folder; what it imports from there is named by its hash, so that a page never mixes two versions."""
    sources = {path.name: path.read_text("utf-8") for path in sorted((FRONTEND / folder).glob("*.js"))}
    named: dict[str, Asset] = {}

    def name(module: str) -> Asset:
        if module not in named:
            text = IMPORTED.sub(
                lambda found: f'"./{name(found[1]).path.rpartition("/")[2]}"', sources[module]
            )
            stem = f"{folder}-{module.removesuffix('.js')}"
            named[module] = _name(stem, "js", _strip_script(text).encode(), "text/javascript")
        return named[module]

    return {f"{folder}/{module}": name(module) for module in sources}


@cache
def imported_by(module: str) -> tuple[str, ...]:
    """Plain names of the modules that one needs before it can run, itself included; not those that it may load later."""
    folder, _, file = module.rpartition("/")
    found = {file: None}
    waiting = [file]
    while waiting:
        text = (FRONTEND / folder / waiting.pop()).read_text("utf-8")
        fresh = [name for name in IMPORTED_AT_ONCE.findall(text) if name not in found]
        found |= dict.fromkeys(fresh)
        waiting += fresh
    return tuple(f"{folder}/{name}" for name in found)


def _strip_script(text: str) -> str:
    """Without indentation and lines of comment; no script has a text that goes over several lines."""
    return re.sub(r"(?m)^\s*(//.*)?\n|^\s+", "", text).strip()


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
