"""The groups of a list: a type's items by their state at `now`, each group in the order that serves who reads it.

Open calls by deadline, coming events by start, what is over newest first; 30 items at most each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from frontend.inputs import Group
from site_content.documents import Card
from static_build.site import Site, answers

NEWEST = 30

Key = Callable[[Any], Any]


def _newest_first(card: Any) -> Any:
    return (-(card.listed_on.toordinal() if card.listed_on else 0), card.key)


def _by_deadline(site: Site) -> Key:
    def key(card: Any) -> Any:
        has_several = hasattr(card, "next_deadline")
        deadline: Any = (
            card.next_deadline(site.ask("now")) if has_several else getattr(card, "deadline", None)
        )
        return (deadline is None, deadline.at.isoformat() if deadline else "", card.key)

    return key


def _by_start(card: Any) -> Any:
    return (card.starts.at, card.key)


def _by_opening(card: Any) -> Any:
    return (card.opens is None, card.opens.at.isoformat() if card.opens else "", card.key)


def _as_in_the_tree(card: Any) -> Any:
    return ()


# For each type: name of the group, the states in it, and the order inside it. Types without states have one group.
_Groups = tuple[tuple[str, tuple[str, ...], str], ...]
_APPLICATIONS: _Groups = (
    ("open", ("closing_soon", "open"), "deadline"),
    ("forthcoming", ("forthcoming",), "opening"),
    ("evaluation", ("evaluation", "provisional_results"), "newest"),
    ("closed", ("closed", "results", "revoked"), "newest"),
)
_GROUPS: dict[str, _Groups] = {
    "call": _APPLICATIONS,
    "programme": tuple(group for group in _APPLICATIONS if group[0] != "evaluation"),
    "event": (
        ("upcoming", ("under_way", "upcoming", "postponed"), "start"),
        ("past", ("past", "cancelled"), "newest"),
    ),
    "technology": (("open", ("open",), "newest"), ("closed", ("closed",), "newest")),
    "service": (("all", ("",), "tree"),),
}
_LATEST: _Groups = (("latest", ("",), "newest"),)
UNLISTED = frozenset({("technology", "closed")})
"""Groups that only who asks for them is shown: an offer leaves the list when nobody confirms it any more."""


def groups_of(type: str) -> _Groups:
    """The groups of a type, in their order."""
    return _GROUPS.get(type, _LATEST)


def is_grouped(type: str) -> bool:
    """Whether its items have states by which lists are divided."""
    return len(groups_of(type)) > 1


def group_of(type: str, state: str) -> str:
    """The group in which a state stands."""
    return next((name for name, states, _ in groups_of(type) if state in states), "")


def divide(site: Site, type: str, cards: Iterable[Card]) -> dict[str, tuple[Card, ...]]:
    """All of these cards by group, each group in its order; those that are not empty, unlisted ones too."""
    orders: dict[str, Key] = {
        "deadline": _by_deadline(site),
        "opening": _by_opening,
        "start": _by_start,
        "newest": _newest_first,
        "tree": _as_in_the_tree,
    }
    by_state: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        by_state[site.state(card)].append(card)
    found = {
        name: (order, [card for state in states for card in by_state.get(state, ())])
        for name, states, order in groups_of(type)
    }
    return {
        name: tuple(sorted(members, key=orders[order])) for name, (order, members) in found.items() if members
    }


@answers("divided")
def _divided(site: Site, type: str, locale: str) -> dict[str, tuple[Card, ...]]:
    """All cards of a type by group."""
    return divide(site, type, site.cards(type, locale))


def cut_groups(type: str, divided: Mapping[str, tuple[Card, ...]]) -> tuple[Group, ...]:
    """What a list shows of each of its groups: 30 items at most, nothing of what is unlisted."""
    return tuple(
        Group(name, cards[:NEWEST]) for name, cards in divided.items() if (type, name) not in UNLISTED
    )


@answers("groups")
def _groups(site: Site, type: str, locale: str) -> tuple[Group, ...]:
    """A list's groups in order, those that are not empty, 30 items at most each."""
    return cut_groups(type, site.ask("divided", type, locale))


@answers("type_changes_at")
def _type_changes_at(site: Site, type: str, locale: str) -> datetime | None:
    """When the first item of a type changes by itself: then a list has other groups, and other counts."""
    return site.changes_at(site.cards(type, locale))
