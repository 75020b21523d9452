"""The documentation and the code agree: settings, commands, options, scripts and links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from cms.__main__ import _WITHOUT_DATABASE
from cms.environment import CLONE, read

OPERATORS = CLONE / "docs" / "operators.md"
PAGES = sorted([CLONE / "README.md", *(CLONE / "docs").glob("*.md")])
EVERYTHING = sorted({*PAGES, CLONE / "scripts" / "README.md", *CLONE.glob("*.md")})
OURS = ("cms", "static_build")
"""The apps whose commands are Ponte's own."""

FENCED = re.compile(r"^(?:    [^\n]*|```.*?^```)$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?:^|[\s/=])ponte ([a-z][\w-]*)")
SCRIPT = re.compile(r"(?<![\w./-])(?:\./)?scripts/([\w.-]+)")
SETTING = re.compile(r"\bPONTE_[A-Z_]+\b")


class Noting(Mapping[str, str]):
    """An environment in which nothing is set but the data folder; notes what is asked for."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        if name == "PONTE_HOME":
            return str(self.home)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def read_code(page: Path) -> str:
    """What stands in code on a page, in spans and in blocks."""
    text = page.read_text("utf-8")
    blocks = FENCED.findall(text)
    return "\n".join([*blocks, *SPAN.findall(FENCED.sub("", text))])


def list_anchors(page: Path) -> set[str]:
    """The anchors that a page's headings give, as its hosts make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {make_anchor(heading) for heading in headings}


def make_anchor(heading: str) -> str:
    kept = [each for each in heading.lower() if each in " -_" or unicodedata.category(each)[0] in "LN"]
    return "".join(kept).replace(" ", "-")


def own_commands() -> dict[str, BaseCommand]:
    """Ponte's own commands by the name that is typed."""
    found = {name: app for name, app in get_commands().items() if app in OURS}
    return {name.replace("_", "-"): load_command_class(app, name) for name, app in found.items()}


def own_options(name: str, command: BaseCommand) -> set[str]:
    """The options of a command that Django does not give to each."""
    plain = BaseCommand().create_parser("ponte", "x")._option_string_actions
    return set(command.create_parser("ponte", name)._option_string_actions) - set(plain)


@pytest.fixture
def settings_read(tmp_path: Path) -> set[str]:
    """Every name that the reader of the environment asks for."""
    environ = Noting(tmp_path)
    read(environ)
    return environ.names


def test_every_setting_is_documented_with_its_check(settings_read: set[str]) -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", OPERATORS.read_text("utf-8"), re.MULTILINE))
    assert rows == settings_read


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_name_no_setting_that_is_not_read(page: Path, settings_read: set[str]) -> None:
    assert set(SETTING.findall(page.read_text("utf-8"))) - settings_read == set()


def test_every_id_of_a_settings_check_is_documented(tmp_path: Path, settings_read: set[str]) -> None:
    wrong = {**dict.fromkeys(settings_read, "wrong"), "PONTE_HOME": str(tmp_path)}
    problems = [
        *read(wrong).problems,
        *read({"PONTE_HOME": str(tmp_path), "PONTE_ENV": "production"}).problems,
    ]
    documented = set(re.findall(r"`(ponte\.E\d+)`", OPERATORS.read_text("utf-8")))
    assert documented == {problem.id for problem in problems}


@pytest.mark.parametrize("page", EVERYTHING, ids=lambda page: str(page.relative_to(CLONE)))
def test_every_command_that_is_named_exists(page: Path) -> None:
    known = {*_WITHOUT_DATABASE, *own_commands(), *get_commands(), "help"}
    assert set(COMMAND.findall(read_code(page))) - known == set()


def test_every_own_command_is_documented_with_its_options() -> None:
    headings = re.findall(r"^### `ponte ([\w-]+)(.*)`$", OPERATORS.read_text("utf-8"), re.MULTILINE)
    documented = {name: set(re.findall(r"--[\w-]+", options)) for name, options in headings}
    for name, command in own_commands().items():
        assert documented[name] == own_options(name, command), name
    assert documented.keys() == {*own_commands(), *_WITHOUT_DATABASE}


@pytest.mark.parametrize("page", EVERYTHING, ids=lambda page: str(page.relative_to(CLONE)))
def test_every_script_that_is_named_exists(page: Path) -> None:
    named = {name.rstrip(".") for name in SCRIPT.findall(page.read_text("utf-8"))}
    assert {name for name in named if not (CLONE / "scripts" / name).exists()} == set()


@pytest.mark.parametrize("page", EVERYTHING, ids=lambda page: str(page.relative_to(CLONE)))
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text("utf-8")):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in list_anchors(target), link


def test_every_page_is_reached_from_the_index_and_the_readme() -> None:
    for start in (CLONE / "README.md", CLONE / "docs" / "index.md"):
        links = {
            (start.parent / link.partition("#")[0]).resolve()
            for link in LINK.findall(start.read_text("utf-8"))
        }
        wanted = {page for page in PAGES if page.parent.name == "docs" and page.name != "index.md"}
        assert wanted <= links


def test_the_readme_names_the_two_commands() -> None:
    code = read_code(CLONE / "README.md")
    assert "scripts/demo" in code
    assert "scripts/test" in code


def test_the_files_of_a_page_type_are_where_the_page_for_developers_says() -> None:
    row = re.compile(r"^\| `([\w/]+)/lab\.(py|html)` \|", re.MULTILINE)
    places = row.findall((CLONE / "docs" / "developers.md").read_text("utf-8"))
    assert len(places) == 5
    assert [place for place, ending in places if not (CLONE / place / f"news.{ending}").is_file()] == []


def test_the_content_policy_in_the_snippet_is_the_one_that_is_served() -> None:
    from static_build.headers import site_headers

    snippet = OPERATORS.read_text("utf-8")
    for name, value in site_headers().items():
        assert re.search(rf'add_header {name} "?{re.escape(value)}"? always;', snippet), name
