"""Which items have which value of a facet: answers from documents and their groups, in order and counted.

`divided` and `places` are asked for, so counts follow groups; what is unlisted counts only where it is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from site_content.documents import Card, Document
from static_build.facets.kinds import OF_TYPE, STATUS, TOPIC, Values
from static_build.groups import NEWEST, UNLISTED, divide
from static_build.lists import cut_by_year, sort_listed
from static_build.site import Site, answers, tag


@answers("facet_values")
def _facet_values(site: Site, key: str, locale: str) -> dict[str, Values]:
    """What a document has of each facet but its status, as vocabularies have it, without doubles."""
    document: Document | None = site.ask("document", key, locale)
    if document is None:
        return {}
    found = {TOPIC: _topics_of(site, document)}
    for kind in OF_TYPE.get(tag(document), ()):
        known = kind.read(document) if kind.read else ()
        found[kind.name] = tuple(
            dict.fromkeys(value for value in known if value and (not kind.codes or value in kind.codes))
        )
    return found


def _topics_of(site: Site, document: Document) -> Values:
    """Its public topics, and the sectors above them."""
    folders = site.ask("topic_folders")
    sectors = (getattr(site.card(topic, document.locale), "sector", "") for topic in document.topics)
    return tuple(topic for topic in dict.fromkeys((*document.topics, *sectors)) if topic in folders)


@answers("facet_cards")
def _facet_cards(site: Site, type: str, locale: str) -> dict[tuple[str, str], tuple[Card, ...]]:
    """The cards of a type by each (facet, key) that they have, status left out; in tree order."""
    found: dict[tuple[str, str], list[Card]] = defaultdict(list)
    for card in site.cards(type, locale):
        for name, keys in site.ask("facet_values", card.key, locale).items():
            for key in keys:
                found[name, key].append(card)
    return {pair: tuple(cards) for pair, cards in found.items()}


@answers("facet_members")
def _facet_members(site: Site, type: str, locale: str, name: str, key: str) -> tuple[Card, ...]:
    """The cards of a type that have one value."""
    held = site.ask("divided", type, locale) if name == STATUS else site.ask("facet_cards", type, locale)
    cards: tuple[Card, ...] = held.get(key if name == STATUS else (name, key), ())
    return cards


@answers("facet_divided")
def _facet_divided(site: Site, type: str, locale: str, name: str, key: str) -> dict[str, tuple[Card, ...]]:
    """The cards that have one value, by group; less what is unlisted, but where that is what was asked for."""
    cards = site.ask("facet_members", type, locale, name, key)
    if name == STATUS:
        return {key: cards} if cards else {}
    divided = divide(site, type, cards)
    return {group: members for group, members in divided.items() if (type, group) not in UNLISTED}


@answers("facet_count")
def _facet_count(site: Site, type: str, locale: str, name: str, key: str) -> int:
    """How many listed items have a value."""
    return count_cards(site.ask("facet_divided", type, locale, name, key))


def count_cards(divided: Mapping[str, tuple[Card, ...]]) -> int:
    """How many cards all groups have together."""
    return sum(map(len, divided.values()))


def count_listed(site: Site, type: str, locale: str) -> int:
    """How many listed items a type has."""
    divided = site.ask("divided", type, locale)
    return count_cards({name: cards for name, cards in divided.items() if (type, name) not in UNLISTED})


@answers("facet_years")
def _facet_years(
    site: Site, type: str, locale: str, name: str, key: str
) -> dict[tuple[int, int], tuple[Card, ...]]:
    """The archive of one value; none where its list shows all, and none for a status, which items leave as time passes."""
    if name == STATUS:
        return {}
    cards = site.ask("facet_members", type, locale, name, key)
    return cut_by_year(sort_listed(cards)) if len(cards) > NEWEST else {}


@answers("facet_year_page")
def _facet_year_page(
    site: Site, type: str, locale: str, name: str, key: str, year: int, number: int
) -> tuple[Card, ...]:
    """The cards of one page of a value's archive, oldest first."""
    years = site.ask("facet_years", type, locale, name, key)
    cards: tuple[Card, ...] = years.get((year, number), ())
    return cards


@answers("facet_elsewhere")
def _facet_elsewhere(site: Site, type: str, locale: str, other: str, name: str, key: str) -> int:
    """How many items with a value exist in another language and not in this one."""
    own = set(site.ask("places", type, locale))
    divided = site.ask("facet_divided", type, other, name, key)
    return sum(card.key not in own for cards in divided.values() for card in cards)
