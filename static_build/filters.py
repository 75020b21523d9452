"""What a browser needs to narrow a list by several facets at once: of each item its values and its moments, no words.

The state of an item is told as the moments at which its group becomes another, so that the browser knows it at any time and
nothing here depends on `now`. Rows are not in it: they stand on the section's page and in its archive.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from site_content.documents import Card, Document
from site_content.documents.base import Digested
from static_build.facets.kinds import STATUS, YEAR, facets_of
from static_build.groups import UNLISTED, group_of, groups_of
from static_build.site import Site, answers, tag

MOST_ITEMS = 2000
"""Of each section the newest so many can be narrowed in the browser; older ones are in the archive."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Entry(Struct, frozen=True, array_like=True):
    """One item. Values are places in the lists of the file; moments are seconds since 1970."""

    path: str
    """Below the section where it is there, else from the root."""
    page: int
    """The page that has its row, by its place among `pages`."""
    groups: tuple[int, ...]
    """By turns a group and the moment at which the next one begins: `0, 1767225600, 3`."""
    moments: tuple[int, ...]
    """By which it is sorted inside a group that has something ahead: opening and deadlines, or the start."""
    values: tuple[tuple[int, ...], ...]
    """For each facet but the status."""


class FilterIndex(Digested, frozen=True, kw_only=True, omit_defaults=True):
    """The whole file of a section."""

    total: int
    """How many items the section has; more than `items` where it is cut."""
    pages: tuple[str, ...]
    """Where rows stand, below the section; the first is the section itself."""
    groups: tuple[str, ...]
    """Names of the groups in their order."""
    ahead: tuple[int, ...]
    """Groups that are sorted by what comes next; others are newest first, as the items stand here."""
    unlisted: tuple[int, ...] = ()
    """Groups that only who chooses them is shown."""
    facets: tuple[tuple[str, tuple[str, ...]], ...]
    """Name and values of each facet but the status, as addresses have them."""
    items: tuple[Entry, ...]
    elsewhere: dict[str, tuple[Entry, ...]] = {}
    """Items that exist in another language alone, by its locale code; their paths are left out."""


class Facts(Struct, frozen=True):
    """What the index says of one item, before its values are counted through."""

    path: str
    listed_on: str
    groups: tuple[int, ...]
    moments: tuple[int, ...]
    values: dict[str, tuple[str, ...]]


@answers("filter_facts")
def _filter_facts(site: Site, key: str, locale: str) -> Facts | None:
    """What narrows and sorts an item; a new title or body does not change it."""
    document: Document | None = site.ask("document", key, locale)
    if document is None:
        return None
    card: Any = document.card()
    values = dict(site.ask("facet_values", key, locale))
    if card.listed_on:
        values[YEAR] = (str(card.listed_on.year),)
    return Facts(document.path, str(card.listed_on or ""), _groups_over_time(card), _moments(card), values)


def _groups_over_time(card: Card) -> tuple[int, ...]:
    """The group of each time, as places among the groups of its type, with the moments between them."""
    type = tag(card)
    names = [name for name, *_ in groups_of(type)]
    found: list[int] = []
    for moment in (_EPOCH, *sorted(set(card.changes()))):
        group = names.index(group_of(type, card.state(moment)))
        if not found:
            found.append(group)
        elif group != found[-1]:
            found += [_seconds(moment), group]
    return tuple(found)


def _moments(card: Any) -> tuple[int, ...]:
    """Opening and deadlines of what can be applied for, the start of an event; in order."""
    if tag(card) == "event":
        return (_seconds(card.starts.at),)
    deadlines = getattr(card, "deadlines", None) or filter(None, [getattr(card, "deadline", None)])
    opens = filter(None, [getattr(card, "opens", None)])
    return tuple(sorted({_seconds(each.at) for each in (*opens, *deadlines)}))


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


@answers("newest_items")
def _newest_items(site: Site, type: str, locale: str) -> tuple[tuple[str, Facts], ...]:
    """Key and facts of the newest of a type; first those without a day, as in the groups last of all, then by day."""
    found = [(key, site.ask("filter_facts", key, locale)) for key in site.ask("places", type, locale)]
    dated = [each for each in found if each[1].listed_on]
    dated.sort(key=lambda each: each[0])
    dated.sort(key=lambda each: each[1].listed_on, reverse=True)
    undated = [each for each in found if not each[1].listed_on]
    return tuple([*dated[: MOST_ITEMS - len(undated)], *undated][:MOST_ITEMS])


@answers("filter_index")
def _filter_index(site: Site, key: str, locale: str) -> FilterIndex | None:
    """The file of one section."""
    section = site.ask("document", key, locale)
    facets = _facets(site, section)
    items = site.ask("newest_items", section.lists, locale)
    rows = _rows(site, section.lists, locale)
    pages = tuple(dict.fromkeys(["", *rows.values()]))
    places = {page: place for place, page in enumerate(pages)}
    names = [name for name, *_ in groups_of(section.lists)]
    return FilterIndex(
        total=len(site.ask("places", section.lists, locale)),
        pages=pages,
        groups=tuple(names),
        ahead=tuple(
            place
            for place, (*_, order) in enumerate(groups_of(section.lists))
            if order not in ("newest", "tree")
        ),
        unlisted=tuple(place for place, name in enumerate(names) if (section.lists, name) in UNLISTED),
        facets=tuple((name, tuple(codes.values())) for name, codes in facets.items()),
        items=tuple(
            _entry(facts, facets, facts.path.removeprefix(section.path), places[rows.get(key, "")])
            for key, facts in items
        ),
        elsewhere=_elsewhere(site, section, facets),
    )


def _facets(site: Site, section: Any) -> dict[str, dict[str, str]]:
    """Code by key of each facet but the status; years as they come."""
    found = {
        kind.name: site.ask("facet_keys", section.lists, kind.name)
        for kind in facets_of(section.lists)
        if kind.name != STATUS
    }
    locales = [each.locale for each in section.alternates] or [section.locale]
    years = {str(year) for locale in locales for year, *_ in site.ask("year_pages", section.lists, locale)}
    return found | {YEAR: {year: year for year in sorted(years, reverse=True)}}


def _rows(site: Site, type: str, locale: str) -> dict[str, str]:
    """The page of the archive that has each dated item, by its key."""
    pages = site.ask("archive_keys", type, locale)
    return {key: f"{year}/{number}/" for (year, number), keys in pages.items() for key in keys}


@answers("archive_keys")
def _archive_keys(site: Site, type: str, locale: str) -> dict[tuple[int, int], tuple[str, ...]]:
    """The keys on each page of a type's archive."""
    pages = site.ask("years", type, locale)
    return {place: tuple(card.key for card in cards) for place, cards in pages.items()}


def _entry(facts: Facts, facets: dict[str, dict[str, str]], path: str, page: int) -> Entry:
    values = tuple(
        tuple(place for place, key in enumerate(codes) if key in facts.values.get(name, ()))
        for name, codes in facets.items()
    )
    return Entry(path, page, facts.groups, facts.moments, values)


def _elsewhere(site: Site, section: Any, facets: dict[str, dict[str, str]]) -> dict[str, tuple[Entry, ...]]:
    own = set(site.ask("places", section.lists, section.locale))
    found = {
        each.locale: tuple(
            _entry(facts, facets, "", 0)
            for key, facts in site.ask("newest_items", section.lists, each.locale)
            if key not in own
        )
        for each in section.alternates
        if each.locale != section.locale
    }
    return {locale: entries for locale, entries in found.items() if entries}
