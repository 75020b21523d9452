"""Writes the style page: a folder of files that opens in a browser as it is, without a server.

In: a folder. Out: `index.html`, a page of components for each language and theme, and whole pages below `pages/`.
Run it by `scripts/style_page FOLDER`: it marks the templates of its process, which is of no use afterwards.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from msgspec import Struct

from frontend.assets import FRONTEND, assets
from frontend.environment import environment_of
from frontend.qr import draw_code, qr_path
from frontend.render import render
from site_content.languages import LANGUAGES
from tests.style_page.marks import cut_components, is_component, mark_components, strip_marks
from tests.style_page.specimens import specimens
from tests.unit.frontend.pieces import ORIGIN
from tests.unit.frontend.write_samples import PICTURE, write_picture

THEMES = ("light", "dark")
OWN_STYLE = "static/style-page.css"
MOST = 12
"""Of what looks different in each place, such as a button's words, this many are enough."""
DARK_ONLY = re.compile(r"@media ?\(prefers-color-scheme: ?dark\)")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
OTHER_SIZES = re.compile(r'<source[^>]*>\n?| srcset="[^"]*"| sizes="[^"]*"|<link rel="preload"[^>]*>\n?')
OWN_FILES = re.compile(r'((?:src|poster)=")/(static|media)/|(href=")/(static)/')
OWN_LINKS = re.compile(r'(href|action)="/[^"]*"')
FIRST_TAG = re.compile(r"<(\w+)")


class Component(Struct, frozen=True):
    """A component of a language: its files, and each look of it with the names of the specimens that have it."""

    template: str
    files: tuple[str, ...]
    looks: tuple[tuple[str, str], ...]


def write_style_page(folder: Path) -> dict[str, list[str]]:
    """Writes all files below `folder`, replacing it; returns by locale the components of which nothing was shown."""
    shutil.rmtree(folder, ignore_errors=True)
    missing: dict[str, list[str]] = {}
    names: list[str] = []
    for locale in LANGUAGES:
        mark_components(locale)
        pages = {name: render(given).decode() for name, given in specimens(locale).items()}
        shown = _collect(pages)
        missing[locale] = [name for name in _components(locale) if name not in shown]
        names = sorted(pages)
        for theme in THEMES:
            _write_components(folder, locale, theme, shown)
            for name, page in pages.items():
                _write(folder / "pages" / locale / f"{name}-{theme}.html", _localise(page, "../../", theme))
        _write_media(folder, "".join(pages.values()))
    _write_assets(folder)
    _write(folder / "index.html", _fill("index.html", names=names, locales=LANGUAGES, themes=THEMES))
    return missing


def _components(locale: str) -> list[str]:
    return [name for name in environment_of(locale).list_templates() if is_component(name)]


def _collect(pages: dict[str, str]) -> dict[str, Component]:
    """Each component by its template, with its different looks in the order in which pages show them."""
    looks: dict[str, dict[str, list[str]]] = {}
    for name, page in pages.items():
        for template, fragment in cut_components(page):
            places = looks.setdefault(template, {}).setdefault(fragment, [])
            if name not in places:
                places.append(name)
    return {
        template: Component(template, _files_of(template), tuple(_name_looks(found)))
        for template, found in sorted(looks.items())
    }


def _name_looks(found: dict[str, list[str]]) -> list[tuple[str, str]]:
    named = [(", ".join(places[:3]), fragment) for fragment, places in found.items()]
    return named if len(named) <= MOST else [*named[: MOST - 2], *named[-2:]]


def _files_of(template: str) -> tuple[str, ...]:
    """The template, and the stylesheet and script of its stem or of its folder's where there are some."""
    stems = dict.fromkeys((Path(template).stem, Path(template).parent.name.removesuffix("s")))
    paths = [f"{kind}/{stem}.{kind_ending}" for stem in stems for kind, kind_ending in _KINDS]
    return (f"templates/{template}", *(path for path in paths if (FRONTEND / path).exists()))


_KINDS = (("styles", "css"), ("scripts", "js"))


def _write_components(folder: Path, locale: str, theme: str, shown: dict[str, Component]) -> None:
    page = _fill(
        "components.html",
        components=[(each, [(words, _wrap(each.template, html)) for words, html in each.looks]) for each in shown.values()],
        language=LANGUAGES[locale],
        theme=theme,
        locales=LANGUAGES,
        themes=THEMES,
        tokens=_read_tokens(),
    )  # fmt: skip
    _write(folder / f"{locale}-{theme}.html", _localise(page, "", theme))


def _wrap(template: str, fragment: str) -> str:
    """A fragment in what it may stand in: an item in a list, a row in a table, a term in a list of facts."""
    first = FIRST_TAG.search(fragment)
    tag = first[1] if first else ""
    if tag == "li":
        folder = template.partition("/")[0]
        return f'<ul class="{folder if folder == "rows" else "cards"}">{fragment}</ul>'
    if tag == "tr":
        return f"<table><tbody>{fragment}</tbody></table>"
    if fragment.startswith(("<div><dt", "<div class")) and "<dt" in fragment[:60]:
        return f'<dl class="facts">{fragment}</dl>'
    return fragment


def _read_tokens() -> list[tuple[str, str]]:
    """Colours by name and value, as the light theme has them."""
    text = (FRONTEND / "styles" / "tokens.css").read_text("utf-8").split("@media", maxsplit=1)[0]
    return re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", text)


def _localise(page: str, root: str, theme: str) -> str:
    """The page as it opens from a disk: one size of each picture, files by their way from here, links that lead nowhere."""
    page = OTHER_SIZES.sub("", POLICY.sub("", strip_marks(page)))
    page = page.replace(assets()["site.css"].path, f"/static/site-{theme}.css")
    page = page.replace('<script type="module"', "<script defer")
    page = OWN_FILES.sub(lambda found: f"{found[1] or found[3]}{root}{found[2] or found[4]}/", page)
    return OWN_LINKS.sub(r'\1="#"', page)


def _write_assets(folder: Path) -> None:
    for asset in assets().values():
        _write(folder / asset.path.lstrip("/"), asset.content)
    style = assets()["site.css"].content.decode()
    for theme in THEMES:
        fixed = DARK_ONLY.sub("@media all" if theme == "dark" else "@media not all", style)
        fixed = fixed.replace("color-scheme: light dark", f"color-scheme: {theme}")
        _write(folder / "static" / f"site-{theme}.css", fixed)
    own = Path(__file__).parent / "style_page.css"
    _write(folder / OWN_STYLE, own.read_text("utf-8"))


def _write_media(folder: Path, text: str) -> None:
    """Pictures and codes that the pages show, each in the one size that `_localise` leaves."""
    shown = OTHER_SIZES.sub("", text).encode()
    for match in sorted(set(PICTURE.findall(shown))):
        write_picture(folder, *(part.decode() for part in match))
    for url in set(re.findall(rf'data-copy="({ORIGIN}/[^"]+)"', text)):
        _write(folder / qr_path(url).lstrip("/"), draw_code(url))


def _fill(template: str, **values: object) -> str:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True
    )
    return environment.get_template(template).render(values)


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def main(arguments: list[str]) -> int:
    """Exit code: 0 all components are shown, 1 some are not, 2 wrong usage."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write("Usage: scripts/style_page FOLDER: a folder that is replaced.\n")
        return 2
    folder = Path(arguments[0])
    if folder.exists() and any(folder.iterdir()) and not (folder / OWN_STYLE).exists():
        sys.stderr.write(f"{folder} holds something else: give a new or an empty folder.\n")
        return 1
    missing = write_style_page(folder)
    for locale, templates in missing.items():
        for template in templates:
            sys.stderr.write(
                f"frontend/templates/{template}: nothing shows it ({locale}): "
                "add an input to tests/style_page/specimens.py.\n"
            )
    sys.stderr.write(f"Open {folder / 'index.html'} in a browser.\n")
    return int(any(missing.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
