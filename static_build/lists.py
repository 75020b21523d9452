"""What lists hold: a section's archive, the home page's sections, children, related pages. Each is bounded.

Newest 30 first; all items stand in the archive by year, in pages of 50 numbered from the oldest, so that a full page never
changes again when something is added. Each is the answer to a question about the site. Groups are in groups.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from frontend.inputs import ArchivePage, Group
from site_content.documents import Card, Document
from static_build.groups import NEWEST
from static_build.site import Site, answers

PAGE = 50
RELATED = 3

YearPage = tuple[int, int, int]
"""Year, number of the page in it, how many items it has."""


def sort_listed(cards: Iterable[Any]) -> tuple[Any, ...]:
    """Those that have a day by which they are listed, oldest first."""
    return tuple(
        sorted((card for card in cards if card.listed_on), key=lambda card: (card.listed_on, card.key))
    )


def cut_by_year(oldest_first: Iterable[Any]) -> dict[tuple[int, int], tuple[Any, ...]]:
    """Pages by (year, number), their cards oldest first; newest year first, in it numbered from the oldest."""
    by_year: dict[int, list[Any]] = defaultdict(list)
    for card in oldest_first:
        by_year[card.listed_on.year].append(card)
    return {
        (year, number): tuple(by_year[year][start : start + PAGE])
        for year in sorted(by_year, reverse=True)
        for number, start in enumerate(range(0, len(by_year[year]), PAGE), start=1)
    }


@answers("oldest_first")
def _oldest_first(site: Site, type: str, locale: str) -> tuple[Card, ...]:
    """All cards of a type in the order of the day by which they are listed."""
    return sort_listed(site.cards(type, locale))


@answers("years")
def _years(site: Site, type: str, locale: str) -> dict[tuple[int, int], tuple[Card, ...]]:
    """Cards of every archive page of a type."""
    return cut_by_year(site.ask("oldest_first", type, locale))


@answers("year_pages")
def _year_pages(site: Site, type: str, locale: str) -> tuple[YearPage, ...]:
    """Every archive page of a type, newest year first, in it by number."""
    pages = site.ask("years", type, locale).items()
    return tuple((year, number, len(cards)) for (year, number), cards in pages)


@answers("year_page")
def _year_page(site: Site, type: str, locale: str, year: int, number: int) -> tuple[Card, ...]:
    """The cards of one archive page, oldest first."""
    cards: tuple[Card, ...] = site.ask("years", type, locale).get((year, number), ())
    return cards


def archive_pages(site: Site, section: Any) -> tuple[ArchivePage, ...]:
    """The numbered pages of a section's archive, newest year first."""
    return tuple(
        ArchivePage(f"{section.path}{year}/{number}/", year, number, count)
        for year, number, count in site.ask("year_pages", section.lists, section.locale)
    )


@answers("elsewhere")
def _elsewhere(site: Site, type: str, locale: str, other: str) -> int:
    """How many items of a type exist in another language and not in this one."""
    own = set(site.ask("places", type, locale))
    return sum(key not in own for key in site.ask("places", type, other))


def count_elsewhere(site: Site, section: Any) -> dict[str, int]:
    """How many items exist in another language alone, by its locale code."""
    counts = {
        alternate.locale: site.ask("elsewhere", section.lists, section.locale, alternate.locale)
        for alternate in section.alternates
        if alternate.locale != section.locale
    }
    return {code: count for code, count in counts.items() if count}


@answers("only_elsewhere")
def _only_elsewhere(site: Site, type: str, locale: str, other: str) -> tuple[Card, ...]:
    """The newest items of a type that exist in another language and not in this one."""
    own = set(site.ask("places", type, locale))
    keys = [key for key in site.ask("places", type, other) if key not in own]
    found = [site.ask("card", key, other) for key in keys]
    return tuple(sorted(found, key=lambda card: (str(card.listed_on or ""), card.key), reverse=True)[:NEWEST])


def show_elsewhere(site: Site, section: Any) -> tuple[Group, ...]:
    """A group for each other language that alone has items of the section."""
    found = (
        (other, site.ask("only_elsewhere", section.lists, section.locale, other.locale))
        for other in section.alternates
        if other.locale != section.locale
    )
    return tuple(Group(other.locale, cards, other.path) for other, cards in found if cards)


@answers("families")
def _families(site: Site, locale: str) -> dict[str, tuple[Card, ...]]:
    """The free pages, services and sections below each page, by its key, in menu order."""
    found: dict[str, list[tuple[str, Card]]] = defaultdict(list)
    for type in ("page", "service", "section"):
        for key in site.ask("places", type, locale):
            parent = site.ask("parent", key, locale)
            found[parent].append((site.ask("order", key, locale), site.ask("card", key, locale)))
    return {parent: tuple(card for _, card in sorted(below, key=_first)) for parent, below in found.items()}


def _first(pair: tuple[str, Card]) -> str:
    return pair[0]


@answers("parent")
def _parent(site: Site, key: str, locale: str) -> str:
    document = site.ask("document", key, locale)
    return document.parent if document is not None else ""


@answers("children")
def _children(site: Site, key: str, locale: str) -> tuple[Card, ...]:
    """The free pages, services and sections below a page, in menu order."""
    below: tuple[Card, ...] = site.ask("families", locale).get(key, ())
    return below


@answers("series")
def _series(site: Site, key: str, locale: str) -> str:
    return getattr(site.ask("document", key, locale), "series", "")


@answers("all_parts")
def _all_parts(site: Site, locale: str) -> dict[str, tuple[Card, ...]]:
    """The newest events of each series, by its key."""
    found: dict[str, list[Card]] = defaultdict(list)
    for card in reversed(site.ask("oldest_first", "event", locale)):
        if series := site.ask("series", card.key, locale):
            found[series].append(card)
    return {series: tuple(cards[:PAGE]) for series, cards in found.items()}


@answers("parts")
def _parts(site: Site, key: str, locale: str) -> tuple[Card, ...]:
    """The newest events that belong to a series; none for what is no series."""
    parts: tuple[Card, ...] = site.ask("all_parts", locale).get(key, ())
    return parts


@answers("topics")
def _topics(site: Site, type: str, locale: str) -> dict[str, tuple[Card, ...]]:
    """The newest few of a type on each topic."""
    found: dict[str, list[Card]] = defaultdict(list)
    for card in reversed(site.ask("oldest_first", type, locale)):
        for topic in card.topics:
            if len(found[topic]) <= RELATED:
                found[topic].append(card)
    return {topic: tuple(cards) for topic, cards in found.items()}


@answers("on_topic")
def _on_topic(site: Site, topic: str, type: str, locale: str) -> tuple[Card, ...]:
    newest: tuple[Card, ...] = site.ask("topics", type, locale).get(topic, ())
    return newest


def find_related(site: Site, document: Document, type: str) -> tuple[Card, ...]:
    """The newest others of the same type that share a topic, three at most."""
    found: dict[str, Card] = {}
    for topic in document.topics:
        for card in site.ask("on_topic", topic, type, document.locale):
            if card.key != document.key:
                found[card.key] = card
    newest = sorted(found.values(), key=lambda card: (str(card.listed_on), card.key), reverse=True)
    return tuple(newest[:RELATED])


# Name of the home page's section, the type it shows, the states it shows, how many.
_HOME: tuple[tuple[str, str, tuple[str, ...], int], ...] = (
    ("calls", "call", ("closing_soon", "open"), 5),
    ("events", "event", ("under_way", "upcoming", "postponed"), 4),
    ("programmes", "programme", ("closing_soon", "open"), 3),
    ("news", "news", ("",), 6),
    ("technology", "technology", ("open",), 4),
    ("partners", "partner", ("",), 24),
    ("offices", "office", ("",), 12),
)


@answers("home_groups")
def _home_groups(site: Site, locale: str) -> tuple[Group, ...]:
    """The home page's sections, those that are not empty; each leads to the whole list."""
    sections = {section.lists: section.path for section in site.of_type("section", locale)}
    groups = []
    for name, type, names, count in _HOME:
        shown = [card for group in site.ask("groups", type, locale) for card in group.cards]
        shown = [card for card in shown if site.state(card) in names][:count]
        if type == "office":
            shown = [site.card(key, locale) for key in site.ask("offices", locale)]
        if shown:
            groups.append(Group(name, tuple(shown), sections.get(type, "")))
    return tuple(groups)


@answers("offices")
def _offices(site: Site, locale: str) -> tuple[str, ...]:
    """Keys of the offices in the order that editors gave them."""
    offices = sorted(site.of_type("office", locale), key=lambda office: (office.order, office.title))
    return tuple(office.key for office in offices)
