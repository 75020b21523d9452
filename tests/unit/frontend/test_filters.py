"""What a list shows of its filters: a link for each value, what a script needs to combine them, and their words."""

from __future__ import annotations

import zlib

import pytest
from msgspec.structs import replace

from frontend.assets import assets
from frontend.facets import name_value
from frontend.inputs import Facet, FacetInput, FacetValue, Group, ListInput
from frontend.render import render
from tests.unit.frontend.dated import call
from tests.unit.frontend.lists import calls, section, section_list, states
from tests.unit.frontend.markup import Page
from tests.unit.frontend.pieces import LOCALES, frame, switches

TITLE = ("Bandi", "项目征集")
SCRIPT_BYTES = 15_000


def values(locale: str, *, counted: bool = True) -> tuple[Facet, ...]:
    """A facet of a vocabulary, of countries, of topics and of years."""

    def value(name: str, code: str, key: str, **more: str) -> FacetValue:
        path = f"/{locale}/calls/2026/1/" if name == "year" else f"/{locale}/calls/{name}--{code}/"
        return FacetValue(code, key, path, count=1234 if counted else None, **more)

    return (
        Facet("status", "group", (value("status", "open", "open"), value("status", "closed", "closed"))),
        Facet("topic", "", (value("topic", "robotics", "topic", label="Robotica", locale="it"),)),
        Facet("audience", "audience", (value("audience", "students", "students"),)),
        Facet("country", "", (value("country", "cn", "CN"),)),
        Facet("year", "", (value("year", "2026", "2026"),)),
    )


def list_of(locale: str) -> ListInput:
    made = section_list(locale, "calls", "call", TITLE, {"open": calls(locale)[:2]})
    return replace(made, facets=values(locale))


def value_page(locale: str) -> FacetInput:
    facets = values(locale, counted=False)
    return FacetInput(
        frame=frame(locale),
        document=section(locale, "calls", "call", TITLE),
        facet=replace(values(locale)[0], values=values(locale)[0].values[:1]),
        facets=facets,
        groups=(Group("open", (call(locale).card(),)),),
        cards={},
        states=states((call(locale).card(),)),
        switches=switches("calls/status--open/"),
        elsewhere={next(each for each in LOCALES if each != locale): 3},
    )


@pytest.mark.parametrize(
    ("locale", "names"),
    [
        ("it", ["Aperti", "Robotica", "Studenti", "Cina", "2026"]),
        ("zh-hans", ["开放申请", "Robotica", "学生", "中国", "2026"]),
    ],
)
def test_values_are_named_in_the_readers_language(locale: str, names: list[str]) -> None:
    found = [name_value(locale, facet, facet.values[0]) for facet in values(locale)]
    assert [name.casefold() for name in found] == [name.casefold() for name in names]


@pytest.mark.parametrize("locale", LOCALES)
def test_each_value_is_a_link_with_its_count(locale: str) -> None:
    content = render(list_of(locale))
    page = Page(content)
    assert page.problems == []
    for facet in values(locale):
        for value in facet.values:
            assert value.path in page.links
    number = "1.234" if locale == "it" else "1,234"
    assert content.decode().count(f"data-count>{number}<") == sum(len(each.values) for each in values(locale))


def test_a_topic_named_in_another_language_says_so() -> None:
    assert (
        '<span class="narrow-word" lang="it" data-word>Robotica</span>' in render(list_of("zh-hans")).decode()
    )
    assert '<span class="narrow-word" data-word>Robotica</span>' in render(list_of("it")).decode()


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_found_is_announced_and_hidden_until_then(locale: str) -> None:
    content = render(list_of(locale)).decode()
    assert '<section class="found" data-found hidden' in content
    assert 'role="status" data-found-count' in content
    for name in ("one", "many", "without", "remove", "cut", "failed"):
        assert f'data-{name}="' in content, name


def test_a_list_loads_what_combines_and_no_other_page_does() -> None:
    script = assets()["filters/page.js"].path
    assert f'<script type="module" src="{script}">' in render(list_of("it")).decode()
    assert script not in render(value_page("it")).decode()
    assert script not in render(section_list("it", "calls", "call", TITLE, {})).decode()


def test_scripts_of_a_list_are_small() -> None:
    names = ("site.js", "filters/page.js")
    assert sum(len(zlib.compress(assets()[name].content, 9)) for name in names) < SCRIPT_BYTES


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_of_a_value_marks_itself_and_has_no_room_for_a_script(locale: str) -> None:
    content = render(value_page(locale)).decode()
    assert Page(content.encode()).problems == []
    assert content.count('aria-current="page"><span class="narrow-word"') == 1
    assert "data-found" not in content
    assert "data-count>" not in content.split('class="narrow"')[1].split("</details>")[0]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_of_a_value_says_how_many_more_the_other_language_has(locale: str) -> None:
    other = next(each for each in LOCALES if each != locale)
    content = render(value_page(locale)).decode()
    assert f'href="/{other}/calls/status--open/"' in content.split("data-elsewhere>")[1].split("</p>")[0]
    assert "3 " in content.split("data-elsewhere>")[1] or "3项" in content.split("data-elsewhere>")[1]


def test_where_nothing_divides_there_are_no_filters() -> None:
    assert "data-filters" not in render(section_list("it", "calls", "call", TITLE, {})).decode()
