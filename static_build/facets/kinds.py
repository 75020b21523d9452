"""By what each type of item can be narrowed: its facets, their values, and how both stand in addresses.

A value's page is one segment below its section, `topic--robotics/`. No slug and no year can be that: a slug never has two
hyphens in a row (`SLUG` in site_content/slugs.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from static_build.groups import groups_of, is_grouped

Values = tuple[str, ...]


class Kind(Struct, frozen=True):
    """A facet of a type: what an item has of it, every value of a closed vocabulary, and the messages with their words."""

    name: str
    words: str = ""
    codes: Values = ()
    """Empty for topics, and for countries other than these two."""
    read: Callable[[Any], Iterable[str]] | None = None
    """Reads a document; None for what follows from its state or topics."""


MODES = ("on_site", "online", "mixed")
COUNTRIES = ("IT", "CN")
STATUS_WORDS = {"technology": "technology state"}
"""Nobody applies for an offer: it is on the list, or not any more."""
STATUS, TOPIC, COUNTRY, YEAR = "status", "topic", "country", "year"


def _mode(document: Any) -> Iterable[str]:
    return (document.mode,)


def _kind(document: Any) -> Iterable[str]:
    return (document.kind,)


OF_TYPE: dict[str, tuple[Kind, ...]] = {
    "call": (
        Kind("kind", "call kind", ("funding", "mobility", "matchmaking"), _kind),
        Kind(
            "audience",
            "audience",
            ("researchers", "students", "professors", "professionals", "companies", "organisations"),
            lambda call: call.audience,
        ),
        Kind(COUNTRY, read=lambda call: (side.side.upper() for side in call.sides)),
    ),
    "event": (
        Kind("mode", "event mode", MODES, _mode),
        Kind(COUNTRY, read=lambda event: (venue.country for venue in event.venues)),
    ),
    "programme": (
        Kind(
            "level",
            "programme level",
            ("introductory", "advanced", "master", "doctoral", "professional"),
            lambda programme: (programme.level,),
        ),
        Kind("mode", "event mode", MODES, _mode),
        Kind(COUNTRY, read=lambda programme: (programme.venue_country,)),
    ),
    "technology": (
        Kind(
            "kind",
            "profile",
            (
                "technology_offer",
                "technology_request",
                "business_offer",
                "business_request",
                "research_request",
            ),
            lambda profile: (profile.profile,),
        ),
        Kind(COUNTRY, read=lambda profile: (profile.country,)),
    ),
    # Every other item is plain news: a page of those would be the list again.
    "news": (Kind("kind", "news kind", ("press_release",), _kind),),
    "publication": (),
    "service": (),
}


def facets_of(type: str) -> tuple[Kind, ...]:
    """The facets of a type in the order in which they are shown; none where nothing lists it."""
    if type not in OF_TYPE:
        return ()
    codes = tuple(name for name, *_ in groups_of(type))
    status = (Kind(STATUS, STATUS_WORDS.get(type, "group"), codes),) if is_grouped(type) else ()
    return (*status, Kind(TOPIC), *OF_TYPE[type])


def kind_of(type: str, name: str) -> Kind:
    """One facet of a type."""
    return next(kind for kind in facets_of(type) if kind.name == name)


def code_of(key: str) -> str:
    """A vocabulary's key as it stands in addresses: `technology_offer` is `technology-offer`."""
    return key.lower().replace("_", "-")


def folder_of(name: str, code: str) -> str:
    """The segment of a value's page below its section."""
    return f"{name}--{code}/"
