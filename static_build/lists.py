"""What lists hold: a section's groups and archive, the home page's sections. Every list is bounded.

Newest 30 first; all items stand in the archive by year, in pages of 50 numbered from the oldest, so that a full page never
changes again when something is added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from frontend.inputs import ArchivePage, Frame, Group, ListInput, Switch
from site_content.documents import Card, Document
from static_build.site import Site

NEWEST = 30
PAGE = 50

Key = Callable[[Any], Any]


def _newest_first(card: Any) -> Any:
    return (-(card.listed_on.toordinal() if card.listed_on else 0), card.key)


def _by_deadline(site: Site) -> Key:
    def key(card: Any) -> Any:
        has_several = hasattr(card, "next_deadline")
        deadline: Any = card.next_deadline(site.now) if has_several else getattr(card, "deadline", None)
        return (deadline is None, deadline.at.isoformat() if deadline else "", card.key)

    return key


def _by_start(card: Any) -> Any:
    return (card.starts.at, card.key)


def _by_opening(card: Any) -> Any:
    return (card.opens is None, card.opens.at.isoformat() if card.opens else "", card.key)


def _as_in_the_tree(card: Any) -> Any:
    return ()


# For each type: name of the group, the states in it, and the order inside it. Types without states have one group.
_APPLICATIONS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("open", ("closing_soon", "open"), "deadline"),
    ("forthcoming", ("forthcoming",), "opening"),
    ("evaluation", ("evaluation", "provisional_results"), "newest"),
    ("closed", ("closed", "results", "revoked"), "newest"),
)
_GROUPS: dict[str, tuple[tuple[str, tuple[str, ...], str], ...]] = {
    "call": _APPLICATIONS,
    "programme": _APPLICATIONS,
    "event": (
        ("upcoming", ("under_way", "upcoming", "postponed"), "start"),
        ("past", ("past", "cancelled"), "newest"),
    ),
    "technology": (("open", ("open",), "newest"),),
    "service": (("all", ("",), "tree"),),
}
_LATEST: tuple[tuple[str, tuple[str, ...], str], ...] = (("latest", ("",), "newest"),)


def make_groups(site: Site, type: str, cards: list[Card]) -> tuple[Group, ...]:
    """A list's groups in order, those that are not empty, 30 items at most each."""
    orders: dict[str, Key] = {
        "deadline": _by_deadline(site),
        "opening": _by_opening,
        "start": _by_start,
        "newest": _newest_first,
        "tree": _as_in_the_tree,
    }
    groups = []
    for name, names, order in _GROUPS.get(type, _LATEST):
        found = [card for card in cards if card.state(site.now) in names]
        if found:
            groups.append(Group(name, tuple(sorted(found, key=orders[order])[:NEWEST])))
    return tuple(groups)


def cards_of_type(site: Site, type: str, locale: str) -> list[Card]:
    """Cards of a type in a language, in tree order."""
    found = (site.card(document.key, locale) for document in site.of_type(type, locale))
    return [card for card in found if card is not None]


def list_input(
    site: Site, document: Any, frame: Frame, switches: tuple[Switch, ...], children: tuple[Card, ...]
) -> ListInput:
    """The input of a section's page."""
    from static_build.outputs.pages import cards_of, states

    cards = cards_of_type(site, document.lists, document.locale)
    groups = make_groups(site, document.lists, cards)
    listed = [card for group in groups for card in group.cards]
    named = cards_of(site, document, *listed)
    return ListInput(
        frame=frame,
        document=document,
        groups=groups,
        cards=named,
        states=states(site, *listed),
        switches=switches,
        archive=tuple(page for page, _ in archive_pages(site, document)),
        elsewhere=_elsewhere(site, document),
        children=tuple(child for child in children if child.key not in {card.key for card in listed}),
    )


def _elsewhere(site: Site, document: Any) -> dict[str, int]:
    """How many items exist in another language alone, by its locale code."""
    own = {each.key for each in site.of_type(document.lists, document.locale)}
    counts = {
        alternate.locale: sum(each.key not in own for each in site.of_type(document.lists, alternate.locale))
        for alternate in document.alternates
        if alternate.locale != document.locale
    }
    return {code: count for code, count in counts.items() if count}


def archive_pages(site: Site, document: Any) -> Iterator[tuple[ArchivePage, list[Card]]]:
    """The numbered pages of a section's archive, newest year first, each with its cards, newest first."""
    for year, number, cards in pages_by_year(cards_of_type(site, document.lists, document.locale)):
        path = f"{document.path}{year}/{number}/"
        yield ArchivePage(path, year, number, len(cards)), cards[::-1]


def pages_by_year(cards: list[Card]) -> Iterator[tuple[int, int, list[Card]]]:
    """(year, number, cards) of every archive page: newest year first, in it numbered from the oldest, oldest card first."""
    by_year: dict[int, list[Card]] = defaultdict(list)
    for card in cards:
        if card.listed_on:
            by_year[card.listed_on.year].append(card)
    for year in sorted(by_year, reverse=True):
        oldest_first = sorted(by_year[year], key=lambda card: (str(card.listed_on), card.key))
        for number, start in enumerate(range(0, len(oldest_first), PAGE), start=1):
            yield year, number, oldest_first[start : start + PAGE]


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


def home_groups(site: Site, document: Document) -> tuple[Group, ...]:
    """The home page's sections, those that are not empty; each leads to the whole list."""
    sections = {section.lists: section.path for section in site.of_type("section", document.locale)}
    groups = []
    for name, type, names, count in _HOME:
        cards = cards_of_type(site, type, document.locale)
        shown = [card for group in make_groups(site, type, cards) for card in group.cards]
        shown = [card for card in shown if card.state(site.now) in names][:count]
        if type == "office":
            shown = sorted(cards, key=lambda card: site.documents[card.key, card.locale].order)  # type: ignore[attr-defined]
        if shown:
            groups.append(Group(name, tuple(shown), sections.get(type, "")))
    return tuple(groups)
