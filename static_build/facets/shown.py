"""What pages show of facets: values with names, addresses and counts, their groups and their archive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from frontend.inputs import ArchivePage, Facet, FacetValue, Group
from site_content.documents import Card
from static_build.facets.kinds import STATUS, TOPIC, YEAR, facets_of, folder_of
from static_build.groups import cut_groups
from static_build.site import Site


def make_value(site: Site, section: Any, name: str, key: str, *, counted: bool) -> FacetValue:
    """One value of a facet as a section shows it."""
    code = site.ask("facet_keys", section.lists, name)[key]
    topic = site.card(key, section.locale) if name == TOPIC else None
    return FacetValue(
        code=code,
        key=key,
        path=section.path + folder_of(name, code),
        label=topic.title if topic else "",
        locale=topic.locale if topic else "",
        count=site.ask("facet_count", section.lists, section.locale, name, key) if counted else None,
    )


def make_facets(site: Site, section: Any, *, counted: bool) -> tuple[Facet, ...]:
    """By what a section can be narrowed; last by year, whose values lead to its archive."""
    words = {kind.name: kind.words for kind in facets_of(section.lists)}
    shown = site.ask("facet_shown", section.lists, section.locale)
    facets = [
        Facet(name, words[name], tuple(make_value(site, section, name, key, counted=counted) for key in keys))
        for name, keys in shown.items()
    ]
    years = _make_years(site, section, counted=counted)
    return (*facets, Facet(YEAR, "", years)) if len(years) > 1 else tuple(facets)


def _make_years(site: Site, section: Any, *, counted: bool) -> tuple[FacetValue, ...]:
    """Each year of the archive, with the newest of its pages."""
    found: dict[int, tuple[int, int]] = {}
    for year, number, count in site.ask("year_pages", section.lists, section.locale):
        found[year] = number, found.get(year, (0, 0))[1] + count
    return tuple(
        FacetValue(str(year), str(year), f"{section.path}{year}/{number}/", count=count if counted else None)
        for year, (number, count) in found.items()
    )


def facet_archive(site: Site, section: Any, name: str, key: str) -> tuple[ArchivePage, ...]:
    """The numbered pages of one value's archive, newest year first."""
    folder = section.path + folder_of(name, site.ask("facet_keys", section.lists, name)[key])
    years = site.ask("facet_years", section.lists, section.locale, name, key)
    return tuple(
        ArchivePage(f"{folder}{year}/{number}/", year, number, len(cards))
        for (year, number), cards in years.items()
    )


def facet_groups(site: Site, section: Any, name: str, key: str) -> tuple[Group, ...]:
    """The groups of one value's page."""
    divided = site.ask("facet_divided", section.lists, section.locale, name, key)
    return cut_groups("" if name == STATUS else section.lists, divided)


def shown_topics(site: Site, section: Any, facets: Iterable[Facet]) -> list[Card]:
    """The cards of the topics whose names these facets show."""
    keys = [value.key for facet in facets if facet.name == TOPIC for value in facet.values]
    found = [site.card(key, section.locale) for key in keys]
    return [card for card in found if card is not None]
