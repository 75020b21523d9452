"""HTML of every value by which a section's list can be narrowed: its newest items, and its archive where it has more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from frontend.inputs import ArchiveInput, ArchivePage, Facet, FacetInput, Switch
from static_build.facets.kinds import facets_of, folder_of, kind_of
from static_build.facets.shown import facet_archive, facet_groups, make_facets, make_value, shown_topics
from static_build.frames import frames_of
from static_build.outputs.output import Output
from static_build.outputs.pages import cards_of, page_output, states, switches
from static_build.site import Site

Subject = tuple[str, str, str, str, int, int]
"""Key and locale of a section, facet, key of the value; year and number, both 0 for the value's own page."""


def subjects(site: Site) -> Iterator[Subject]:
    """Each value of each facet of each section, and the pages of its archive."""
    for locale in frames_of(site):
        for section in site.of_type("section", locale):
            for kind in facets_of(section.lists):
                for key in site.ask("facet_keys", section.lists, kind.name):
                    yield section.key, locale, kind.name, key, 0, 0
                    for year, number in site.ask("facet_years", section.lists, locale, kind.name, key):
                        yield section.key, locale, kind.name, key, year, number


def plan(
    site: Site, section_key: str, locale: str, name: str, key: str, year: int, number: int
) -> Iterator[Output]:
    """The page of one value, or one page of its archive."""
    section = site.ask("document", section_key, locale)
    if section is None or key not in site.ask("facet_keys", section.lists, name):
        return
    if year:
        yield from _archive(site, section, name, key, (year, number))
    else:
        yield _value(site, section, name, key)


def _facet(site: Site, section: Any, name: str, key: str, *, counted: bool) -> Facet:
    """A facet with one of its values alone."""
    words = kind_of(section.lists, name).words
    return Facet(name, words, (make_value(site, section, name, key, counted=counted),))


def _value(site: Site, section: Any, name: str, key: str) -> Output:
    groups = facet_groups(site, section, name, key)
    listed = [card for group in groups for card in group.cards]
    facet = _facet(site, section, name, key, counted=True)
    made = FacetInput(
        frame=site.ask("frame", section.locale),
        document=section,
        facet=facet,
        facets=make_facets(site, section, counted=False),
        groups=groups,
        cards=cards_of(site, None, *listed) if listed else {},
        states=states(site, *listed),
        switches=tuple(
            replace(each, filled=bool(site.ask("facet_count", section.lists, each.locale, name, key)))
            for each in _switches(site, section, folder_of(name, facet.values[0].code))
        ),
        archive=facet_archive(site, section, name, key),
        elsewhere=_count_elsewhere(site, section, name, key),
    )
    topics = shown_topics(site, section, (facet, *made.facets))
    output = page_output(site, facet.values[0].path, made, section, *listed, *made.cards.values(), *topics)
    members = site.ask("facet_members", section.lists, section.locale, name, key)
    return replace(output, changes_at=site.changes_at(members))


def _archive(site: Site, section: Any, name: str, key: str, place: tuple[int, int]) -> Iterator[Output]:
    items = site.ask("facet_year_page", section.lists, section.locale, name, key, *place)[::-1]
    if not items:
        return
    year, number = place
    facet = _facet(site, section, name, key, counted=False)
    folder = facet.values[0].path
    named = cards_of(site, None, *items)
    made = ArchiveInput(
        frame=site.ask("frame", section.locale),
        document=section,
        page=ArchivePage(f"{folder}{year}/{number}/", year, number, len(items)),
        items=items,
        states=states(site, *items),
        # As in the archives: in another language the same number may hold other items.
        switches=tuple(
            replace(each, same=False) for each in _switches(site, section, folder.removeprefix(section.path))
        ),
        previous=f"{folder}{year}/{number - 1}/" if number > 1 else "",
        cards=named,
        facet=facet,
    )
    topics = shown_topics(site, section, (facet,))
    yield page_output(site, made.page.path, made, section, *items, *named.values(), *topics)


def _switches(site: Site, section: Any, folder: str) -> tuple[Switch, ...]:
    """The same value in the other language where it has the section: each value has its page in both."""
    return tuple(
        replace(each, path=each.path + folder) if each.same else each for each in switches(site, section)
    )


def _count_elsewhere(site: Site, section: Any, name: str, key: str) -> dict[str, int]:
    """How many items with the value exist in another language alone, by its locale code."""
    counts = {
        each.locale: site.ask("facet_elsewhere", section.lists, section.locale, each.locale, name, key)
        for each in section.alternates
        if each.locale != section.locale
    }
    return {code: count for code, count in counts.items() if count}
