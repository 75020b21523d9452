"""The values of facets are those that editors can choose, each with a word in both languages."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from frontend.messages import read_catalogue
from site_content.choices import MODES
from site_content.documents import CARDS
from site_content.languages import LANGUAGES
from site_content.models.call import AUDIENCE, CallPage
from site_content.models.event import EventPage
from site_content.models.news import NewsPage
from site_content.models.programme import ProgrammePage
from site_content.models.section import LISTED
from site_content.models.technology import TechnologyPage
from static_build.facets.kinds import OF_TYPE, facets_of, kind_of
from static_build.groups import groups_of, is_grouped


def codes_of(choices: Iterable[tuple[str, object]]) -> list[str]:
    return [code for code, _ in choices]


@pytest.mark.parametrize(
    ("type", "name", "choices"),
    [
        ("call", "kind", CallPage._meta.get_field("kind").choices),
        ("call", "audience", AUDIENCE),
        ("event", "mode", EventPage._meta.get_field("mode").choices),
        ("programme", "level", ProgrammePage._meta.get_field("level").choices),
        ("programme", "mode", MODES),
        ("technology", "kind", TechnologyPage._meta.get_field("profile").choices),
    ],
)
def test_a_closed_vocabulary_is_the_models_own_in_its_order(
    type: str, name: str, choices: list[tuple[str, object]]
) -> None:
    assert list(kind_of(type, name).codes) == codes_of(choices)


def test_news_are_narrowed_to_all_kinds_but_the_plain_one() -> None:
    kinds = codes_of(NewsPage._meta.get_field("kind").choices)
    assert ["news", *kind_of("news", "kind").codes] == kinds


def test_every_type_that_a_section_can_list_says_by_what() -> None:
    assert set(OF_TYPE) == set(codes_of(LISTED))


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("type", OF_TYPE)
def test_every_facet_and_value_has_its_word(type: str, locale: str) -> None:
    catalogue = read_catalogue(LANGUAGES[locale].babel)
    for kind in facets_of(type):
        assert catalogue.plain("facet", kind.name)
        for code in kind.codes:
            assert catalogue.plain(kind.words, code)


@pytest.mark.parametrize("type", [type for type in OF_TYPE if is_grouped(type)])
def test_every_state_stands_in_one_group(type: str) -> None:
    for state in CARDS[type].STATES:
        assert [state in states for _, states, _ in groups_of(type)].count(True) == 1, state
