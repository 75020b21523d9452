"""A page for each value by which a list can be narrowed: its address, its items, their number, bounded like every list."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from frontend.inputs import ArchiveInput, FacetInput, ListInput
from site_content.documents.event import Venue
from site_content.documents.topic import TopicDocument
from static_build.facets.kinds import OF_TYPE, facets_of
from static_build.groups import NEWEST, groups_of
from static_build.lists import PAGE
from static_build.outputs.output import Output
from static_build.render import render
from tests.unit.static_build.dated import call, event, moment, news, profile
from tests.unit.static_build.plain_site import LOCALES, NOW, make_site, outputs_of, paired_section, translated

AHEAD, PAST = moment("2026-12-15T12:00"), moment("2026-10-01T12:00")


def value_page(outputs: dict[str, Output], path: str) -> FacetInput:
    """The input of a value's page, by its public path."""
    made = outputs[f"{path.lstrip('/')}index.html"].input
    assert isinstance(made, FacetInput)
    return made


def list_page(outputs: dict[str, Output], path: str) -> ListInput:
    made = outputs[f"{path.lstrip('/')}index.html"].input
    assert isinstance(made, ListInput)
    return made


def keys_on(page: Any) -> list[str]:
    return [card.key for group in page.groups for card in group.cards]


def every_value_page(outputs: dict[str, Output]) -> dict[str, FacetInput]:
    return {path: each.input for path, each in outputs.items() if isinstance(each.input, FacetInput)}


def test_every_value_of_a_closed_vocabulary_has_its_page_with_or_without_items() -> None:
    outputs = outputs_of(*paired_section("call", "calls"))
    for locale in LOCALES:
        for kind in facets_of("call"):
            for code in kind.codes:
                page = value_page(outputs, f"/{locale}/calls/{kind.name}--{code.replace('_', '-')}/")
                assert keys_on(page) == []
                assert page.facet.values[0].count == 0


def test_addresses_hold_no_capitals_and_no_underscores_and_are_the_same_in_both_languages() -> None:
    outputs = outputs_of(
        *paired_section("technology", "technology"), profile("arm", "technology_request", country="DE")
    )
    paths = {locale: set() for locale in LOCALES}
    for path in every_value_page(outputs):
        locale, _, rest = path.partition("/")
        paths[locale].add(rest)
        assert path == path.lower()
        assert "_" not in path
    assert paths["it"] == paths["zh-hans"]
    assert {"technology/kind--technology-request/index.html", "technology/country--de/index.html"} <= paths[
        "it"
    ]


def test_a_value_shows_the_items_that_have_it_and_counts_them() -> None:
    outputs = outputs_of(
        *paired_section("call", "calls"),
        call("open", AHEAD, kind="mobility", audience=("students", "researchers")),
        call("over", PAST, kind="mobility", audience=("students",)),
        call("other", AHEAD, kind="funding"),
    )
    mobility = value_page(outputs, "/it/calls/kind--mobility/")
    assert [(group.name, [card.key for card in group.cards]) for group in mobility.groups] == [
        ("open", ["calls-open"]),
        ("evaluation", ["calls-over"]),
    ]
    assert mobility.facet.values[0].count == 2
    assert keys_on(value_page(outputs, "/it/calls/audience--researchers/")) == ["calls-open"]
    assert keys_on(value_page(outputs, "/it/calls/status--open/")) == ["calls-open", "calls-other"]


def test_a_call_is_listed_for_the_country_of_each_of_its_sides() -> None:
    outputs = outputs_of(*paired_section("call", "calls"), call("both", AHEAD, AHEAD), call("one", AHEAD))
    assert set(keys_on(value_page(outputs, "/it/calls/country--it/"))) == {"calls-both", "calls-one"}
    assert keys_on(value_page(outputs, "/it/calls/country--cn/")) == ["calls-both"]


def test_a_sector_lists_what_its_topics_list() -> None:
    outputs = outputs_of(*paired_section("call", "calls"), call("arm", AHEAD, topics=("topic",)))
    assert keys_on(value_page(outputs, "/it/calls/topic--robotics/")) == ["calls-arm"]
    assert keys_on(value_page(outputs, "/it/calls/topic--science/")) == ["calls-arm"]


def test_a_topic_takes_its_new_address_and_leaves_the_old_one() -> None:
    renamed = [
        TopicDocument(
            key="topic", locale=locale, source_locale="it", title="R", slug="robots", sector="sector"
        )
        for locale in LOCALES
    ]
    before = outputs_of(*paired_section("call", "calls"))
    after = outputs_of(*paired_section("call", "calls"), *renamed)
    assert "it/calls/topic--robotics/index.html" in before
    assert "it/calls/topic--robots/index.html" in after
    assert not [path for path in after if "topic--robotics/" in path]


def test_a_country_leaves_with_its_last_item_and_both_sides_never_do() -> None:
    section = paired_section("technology", "technology")
    with_third = outputs_of(*section, profile("arm", country="DE"))
    without = outputs_of(*section, profile("arm", country="IT"))
    assert "it/technology/country--de/index.html" in with_third
    assert "it/technology/country--de/index.html" not in without
    assert {"it/technology/country--it/index.html", "it/technology/country--cn/index.html"} <= set(without)


def test_an_event_has_the_countries_of_all_its_venues() -> None:
    venues = tuple(
        Venue(id=country, name="Sala", city="Città", country=country, lang="it") for country in ("IT", "CN")
    )
    outputs = outputs_of(*paired_section("event", "events"), event("forum", venues=venues))
    for code in ("it", "cn"):
        assert keys_on(value_page(outputs, f"/it/events/country--{code}/")) == ["events-forum"]


def test_a_value_that_has_nothing_is_kept_from_search_engines_and_one_that_has_something_is_not() -> None:
    outputs = outputs_of(*paired_section("call", "calls"), call("open", AHEAD, kind="mobility"))
    empty = render(outputs["it/calls/kind--funding/index.html"]).decode()
    full = render(outputs["it/calls/kind--mobility/index.html"]).decode()
    assert 'content="noindex"' in empty
    assert 'rel="canonical"' not in empty
    assert 'content="noindex"' not in full
    assert '<link rel="canonical" href="https://ponte.example/it/calls/kind--mobility/">' in full


def test_hreflang_joins_only_the_languages_whose_list_has_something() -> None:
    alone, both = call("alone", AHEAD, kind="mobility"), call("both", AHEAD, kind="funding")
    outputs = outputs_of(*paired_section("call", "calls"), alone, both, translated(both))
    named = {
        place: set(
            re.findall(r'hreflang="([^"]+)" href="https:', render(outputs[f"{place}/index.html"]).decode())
        )
        for place in (
            f"{locale}/calls/kind--{kind}" for locale in LOCALES for kind in ("mobility", "funding")
        )
    }
    assert named == {
        "it/calls/kind--mobility": {"it", "x-default"},
        "zh-hans/calls/kind--mobility": set(),
        "it/calls/kind--funding": {"it", "zh-Hans", "x-default"},
        "zh-hans/calls/kind--funding": {"it", "zh-Hans", "x-default"},
    }
    empty = render(outputs["zh-hans/calls/kind--mobility/index.html"]).decode()
    assert 'href="/it/calls/kind--mobility/" hreflang="it"' in empty


def test_each_value_leads_to_the_same_value_in_the_other_language() -> None:
    outputs = outputs_of(*paired_section("call", "calls"), call("open", AHEAD, kind="mobility"))
    page = value_page(outputs, "/it/calls/kind--mobility/")
    assert {switch.locale: switch.path for switch in page.switches} == {
        locale: f"/{locale}/calls/kind--mobility/" for locale in LOCALES
    }
    for switch in page.switches:
        value_page(outputs, switch.path)


def test_a_list_says_how_many_more_have_the_value_in_the_other_language_alone() -> None:
    alone = translated(call("alone", AHEAD, kind="mobility"))
    both = call("both", AHEAD, kind="mobility")
    outputs = outputs_of(*paired_section("call", "calls"), both, translated(both), alone)
    assert value_page(outputs, "/it/calls/kind--mobility/").elsewhere == {"zh-hans": 1}
    assert value_page(outputs, "/zh-hans/calls/kind--mobility/").elsewhere == {}
    assert value_page(outputs, "/it/calls/kind--funding/").elsewhere == {}
    words = render(outputs["it/calls/kind--mobility/index.html"]).decode()
    assert 'href="/zh-hans/calls/kind--mobility/" hreflang="zh-Hans">1 ' in words


def many_calls(count: int) -> list[Any]:
    """Calls that are over, some days apart."""
    return [
        call(
            f"c{place:03}",
            moment("2026-09-01T12:00"),
            kind="mobility",
            opens=moment(f"20{20 + place % 6}-0{1 + place % 9}-01T09:00"),
        )
        for place in range(count)
    ]


def test_a_value_is_bounded_like_every_list_and_has_an_archive_of_all_it_has() -> None:
    outputs = outputs_of(*paired_section("call", "calls"), *many_calls(3 * NEWEST))
    page = value_page(outputs, "/it/calls/kind--mobility/")
    assert [len(group.cards) for group in page.groups] == [NEWEST]
    assert page.facet.values[0].count == 3 * NEWEST
    pages = [outputs[f"{each.path.lstrip('/')}index.html"].input for each in page.archive]
    assert all(isinstance(each, ArchiveInput) and len(each.items) <= PAGE for each in pages)
    assert sum(len(each.items) for each in pages) == 3 * NEWEST
    assert {each.page.count for each in pages} == {len(each.items) for each in pages}


def test_a_value_whose_list_shows_all_has_no_archive() -> None:
    outputs = outputs_of(*paired_section("call", "calls"), *many_calls(NEWEST))
    assert value_page(outputs, "/it/calls/kind--mobility/").archive == ()


def test_a_full_page_of_a_values_archive_stays_as_it_is_when_something_is_added() -> None:
    calls = [replace(each, opens=moment("2025-03-01T09:00")) for each in many_calls(PAGE + 5)]
    before = outputs_of(*paired_section("call", "calls"), *calls)
    newer = call("newer", moment("2026-09-01T12:00"), kind="mobility", opens=moment("2025-04-01T09:00"))
    after = outputs_of(*paired_section("call", "calls"), *calls, newer)
    path = "it/calls/kind--mobility/2025/1/index.html"
    assert len(before[path].input.items) == PAGE
    assert render(before[path]) == render(after[path])


def test_lists_lead_to_values_that_divide_and_count_what_leads_there() -> None:
    outputs = outputs_of(
        *paired_section("call", "calls"),
        call("one", AHEAD, kind="mobility"),
        call("two", AHEAD, kind="mobility"),
        call("three", PAST, kind="funding", topics=()),
    )
    facets = {facet.name: facet for facet in list_page(outputs, "/it/calls/").facets}
    assert [(value.code, value.count) for value in facets["kind"].values] == [("funding", 1), ("mobility", 2)]
    assert "country" not in facets  # all of them have the same
    assert [value.code for value in facets["status"].values] == [name for name, *_ in groups_of("call")]
    for facet in facets.values():
        for value in facet.values:
            page = outputs[f"{value.path.lstrip('/')}index.html"].input
            if isinstance(page, FacetInput):
                assert len(keys_on(page)) == value.count


def test_an_empty_list_has_no_filters() -> None:
    assert list_page(outputs_of(*paired_section("call", "calls")), "/it/calls/").facets == ()


def test_years_lead_to_the_archive() -> None:
    outputs = outputs_of(
        *paired_section("news", "news"),
        news("old", date=NOW.date() - timedelta(days=400)),
        news("new", date=NOW.date()),
    )
    years = next(facet for facet in list_page(outputs, "/it/news/").facets if facet.name == "year")
    assert [value.code for value in years.values] == ["2026", "2025"]
    for value in years.values:
        assert f"{value.path.lstrip('/')}index.html" in outputs


def test_an_offer_that_nobody_confirms_is_shown_to_who_asks_for_closed_ones_alone() -> None:
    outputs = outputs_of(
        *paired_section("technology", "technology"),
        profile("fresh", valid_to=NOW.date()),
        profile("stale", valid_to=NOW.date() - timedelta(days=1)),
    )
    assert keys_on(value_page(outputs, "/it/technology/kind--technology-offer/")) == ["technology-fresh"]
    assert value_page(outputs, "/it/technology/kind--technology-offer/").facet.values[0].count == 1
    assert keys_on(value_page(outputs, "/it/technology/status--closed/")) == ["technology-stale"]
    words = render(outputs["zh-hans/technology/status--open/index.html"]).decode()
    assert "有效" in words
    assert "开放申请" not in words


def test_a_value_page_changes_at_the_next_moment_of_an_item_that_has_it() -> None:
    soon = moment("2026-11-25T12:00")
    outputs = outputs_of(
        *paired_section("call", "calls"), call("soon", soon, kind="mobility"), call("x", kind="funding")
    )
    assert outputs["it/calls/kind--mobility/index.html"].changes_at == soon.at
    assert outputs["it/calls/kind--funding/index.html"].changes_at is None


@pytest.mark.parametrize("type", OF_TYPE)
def test_no_facet_has_a_name_twice(type: str) -> None:
    names = [kind.name for kind in facets_of(type)]
    assert len(names) == len(set(names))


def test_what_nothing_lists_has_no_facets() -> None:
    assert facets_of("office") == ()


def test_a_warm_plan_finds_the_same_as_a_fresh_one_when_an_item_loses_a_value() -> None:
    site = make_site(*paired_section("call", "calls"), call("one", AHEAD, kind="mobility"))
    assert site.ask("facet_count", "call", "it", "kind", "mobility") == 1
    changed = call("one", AHEAD, kind="funding")
    content = replace_documents(site, changed)
    site.take(content, [("calls-one", "it")])
    assert site.ask("facet_count", "call", "it", "kind", "mobility") == 0
    assert site.ask("facet_count", "call", "it", "kind", "funding") == 1


def replace_documents(site: Any, *changed: Any) -> Any:
    documents = site.content.documents | {(each.key, each.locale): each for each in changed}
    return replace(site.content, documents=documents)


def test_the_sitemap_names_each_value_that_has_something_in_the_languages_in_which_it_has() -> None:
    both = call("both", AHEAD, kind="mobility")
    alone = call("alone", AHEAD, kind="funding")
    outputs = outputs_of(*paired_section("call", "calls"), both, translated(both), alone)
    assert b"/sitemaps/facet-1.xml</loc>" in render(outputs["sitemap.xml"])
    text = render(outputs["sitemaps/facet-1.xml"]).decode()
    found = set(re.findall(r"<loc>https://ponte.example([^<]+)</loc>", text))
    pages = every_value_page(outputs)
    assert found == {f"/{path.removesuffix('index.html')}" for path, page in pages.items() if page.groups}
    assert "/it/calls/kind--funding/" in found
    assert "/zh-hans/calls/kind--funding/" not in found
    entry = next(
        part for part in text.split("<url>") if "<loc>https://ponte.example/it/calls/kind--mobility/<" in part
    )
    assert 'hreflang="zh-Hans" href="https://ponte.example/zh-hans/calls/kind--mobility/"' in entry


def test_a_site_without_items_has_no_such_sitemap() -> None:
    assert not [path for path in outputs_of() if path.startswith("sitemaps/facet-")]
