"""Event, or EventSeries where others are part of it. schema.org has no second zone: Schedules tell both clocks."""

from __future__ import annotations

from typing import Any

from frontend.inputs import PageInput
from frontend.items import pick_cards
from frontend.structured.nodes import (
    Node,
    at,
    describe_partner,
    describe_person,
    describe_place,
    describe_price,
    refer_to_centre,
    schedules,
)

_MODES = {
    "on_site": "https://schema.org/OfflineEventAttendanceMode",
    "online": "https://schema.org/OnlineEventAttendanceMode",
    "mixed": "https://schema.org/MixedEventAttendanceMode",
}
MOST_PARTS = 50


def entity(given: PageInput) -> Node:
    """What the page's event is."""
    event: Any = given.document
    cards, frame = given.cards, given.frame
    organisers = [describe_partner(card) for card in pick_cards(event.organisers, cards)]
    locations = _locations(given)
    return {
        "@type": "EventSeries" if given.parts else "Event",
        "startDate": at(event.starts),
        "endDate": at(event.ends),
        "eventSchedule": schedules(event.starts, event.ends),
        "eventStatus": f"https://schema.org/{_status(event)}",
        "previousStartDate": [at(dates.starts) for dates in event.previous],
        "eventAttendanceMode": _MODES.get(event.mode),
        "location": locations,
        "organizer": organisers or [refer_to_centre(frame)],
        "sponsor": [describe_partner(card) for card in pick_cards(event.sponsors, cards)],
        "performer": [describe_person(card, cards) for card in pick_cards(event.speakers, cards)],
        "inLanguage": list(event.languages),
        "maximumAttendeeCapacity": event.capacity,
        "isAccessibleForFree": event.price.amount == 0 if event.price else None,
        "offers": _offer(event),
        "superEvent": [_refer(given, card, "EventSeries") for card in pick_cards([event.series], cards)],
        "subEvent": [_refer(given, card, "Event") for card in given.parts] + _agenda(event, locations),
    }


def _status(event: Any) -> str:
    """A postponed event whose new dates are known is rescheduled, as schema.org calls it."""
    if event.status == "cancelled":
        return "EventCancelled"
    if event.status == "postponed":
        moved = event.previous and event.previous[-1].starts != event.starts
        return "EventRescheduled" if moved else "EventPostponed"
    return "EventScheduled"


def _locations(given: PageInput) -> list[Node]:
    event: Any = given.document
    places = [describe_place(venue.name, venue.address, venue.city, venue.country) for venue in event.venues]
    if event.mode in ("online", "mixed"):
        url = event.registration_url or given.frame.canonical_url + event.path
        places.append({"@type": "VirtualLocation", "url": url})
    return places


def _offer(event: Any) -> Node | None:
    if event.price is None:
        return None
    last = max((deadline.at.at for deadline in event.registration_deadlines), default=None)
    return describe_price(event.price, url=event.registration_url, validThrough=last)


def _agenda(event: Any, locations: list[Node]) -> list[Node]:
    """Its sessions, each in its room: search engines take no event that is nowhere."""
    return [
        {
            "@type": "Event",
            "name": item.title,
            "startDate": at(item.starts),
            "endDate": at(item.ends),
            "location": [_room(place, item.room) for place in locations[:1]],
        }
        for item in event.agenda[:MOST_PARTS]
    ]


def _room(place: Node, room: str) -> Node:
    return place | {"name": room} if room and place["@type"] == "Place" else place


def _refer(given: PageInput, card: Any, type: str) -> Node:
    url = given.frame.canonical_url + card.path
    return {
        "@type": type,
        "@id": f"{url}#main",
        "url": url,
        "name": card.title,
        "startDate": at(card.starts),
        "endDate": at(card.ends),
    }
