"""The style page shows every component in both languages and themes, and opens from a disk; a new one cannot be forgotten."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from tests.style_page.marks import MarkingLoader, _mark, cut_components, is_component, strip_marks

ROOT = Path(__file__).parents[3]
FORGETFUL = """
import sys
from pathlib import Path
from jinja2 import ChoiceLoader, DictLoader
from frontend.environment import environment_of
from tests.style_page.write import main
environment = environment_of("it")
environment.loader = ChoiceLoader([environment.loader, DictLoader({"parts/new.html": "<p>New</p>"})])
sys.exit(main([sys.argv[1]]))
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A process of its own: marks stay in the templates of the one that sets them."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("style") / "page"
    done = run("-m", "tests.style_page.write", str(path))
    assert done.returncode == 0, done.stderr
    return path


def templates() -> set[str]:
    base = ROOT / "frontend" / "templates"
    return {path.relative_to(base).as_posix() for path in base.rglob("*.html")}


@pytest.mark.parametrize("name", ["it-light", "it-dark", "zh-hans-light", "zh-hans-dark"])
def test_every_component_is_shown_in_each_language_and_theme(folder: Path, name: str) -> None:
    page = (folder / f"{name}.html").read_text()
    shown = set(re.findall(r'<section class="style-component" id="([^"]+)">', page))
    components = {template for template in templates() if is_component(template)}
    assert components - shown == set()
    assert len(components) > 80
    assert f"static/site-{name.rpartition('-')[2]}.css" in page


def test_states_and_odd_contents_are_among_them(folder: Path) -> None:
    page = (folder / "it-light.html").read_text()
    found = set(re.findall(r'data-state="(\w+)"', page))
    assert {"open", "closing_soon", "forthcoming", "closed", "evaluation", "revoked", "cancelled"} <= found
    for words in ("Un titolo che non finisce mai", "Traduzione da aggiornare", "京ICP备", "Solo in cinese"):
        assert words in page, words


def test_it_opens_from_a_disk_and_every_file_is_there(folder: Path) -> None:
    for path in folder.rglob("*.html"):
        page = path.read_text()
        assert "<!--component" not in page
        assert "Content-Security-Policy" not in page
        for link in re.findall(r'(?:src|href)="([^"#:]+)"', page):
            assert (path.parent / link).exists(), f"{path}: {link}"


def test_the_themes_differ(folder: Path) -> None:
    light, dark = ((folder / "static" / f"site-{theme}.css").read_text() for theme in ("light", "dark"))
    assert "prefers-color-scheme" not in light + dark
    assert "@media not all{:root{--paper: #10171e" in light
    assert "@media all{:root{--paper: #10171e" in dark


def test_a_component_that_nothing_shows_is_named(tmp_path: Path) -> None:
    done = run("-c", FORGETFUL, str(tmp_path / "page"))
    assert done.returncode == 1
    assert "frontend/templates/parts/new.html: nothing shows it (it)" in done.stderr


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("dear")
    done = run("-m", "tests.style_page.write", str(tmp_path))
    assert done.returncode == 1
    assert (tmp_path / "thesis.txt").exists()
    assert run("-m", "tests.style_page.write").returncode == 2


def test_marks_change_nothing_else() -> None:
    sources = {
        "parts/a.html": '<p>{% include "parts/b.html" %}{% include "parts/empty.html" %}</p>',
        "parts/b.html": "<b>{{ word }}</b>",
        "parts/empty.html": "{% if false %}x{% endif %}",
        "parts/m.html": "{% macro m(x) %}{% if x %}<i>{{ x }}</i>{% endif %}{% endmacro %}",
        "pages/p.html": '{% import "parts/m.html" as ms %}{% include "parts/a.html" %}'
        '{{ ms.m("1") }}{% if ms.m("") %}no{% endif %}',
    }
    plain = Environment(loader=DictLoader(sources), autoescape=True)
    marked = Environment(loader=MarkingLoader(DictLoader(sources)), autoescape=True)
    marked.filters["mark_component"] = _mark
    expected = plain.get_template("pages/p.html").render(word="<w>")
    page = marked.get_template("pages/p.html").render(word="<w>")
    assert re.sub(r"\s", "", strip_marks(page)) == re.sub(r"\s", "", expected)
    cut = dict(cut_components(page))
    assert cut.keys() == {"parts/a.html", "parts/b.html", "parts/m.html"}
    assert cut["parts/b.html"] == "<b>&lt;w&gt;</b>"
