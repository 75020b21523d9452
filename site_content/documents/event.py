"""Events. schema.org: Event, with subEvent and EventSeries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from site_content.documents.base import Card, Document, card_fields
from site_content.documents.values import File, Moment, Money


class Venue(Struct, frozen=True, kw_only=True):
    """Where an event takes place. `country` is ISO 3166-1 alpha-2."""

    id: str
    name: str
    city: str
    country: str
    address: str = ""
    lang: str


class AgendaItem(Struct, frozen=True, kw_only=True):
    """One item of the agenda: times from the source, words from the translation."""

    id: str
    starts: Moment
    ends: Moment | None = None
    title: str
    html: str = ""
    room: str = ""
    speakers: tuple[str, ...] = ()
    """Keys of persons."""
    lang: str


class RegistrationDeadline(Struct, frozen=True, kw_only=True):
    """Until when something can be done."""

    id: str
    label: str
    at: Moment
    lang: str


class EventDates(Struct, frozen=True):
    """The dates that a postponed event had before."""

    starts: Moment
    ends: Moment


class EventCard(Card, frozen=True, kw_only=True, tag="event"):
    """An event in a list."""

    starts: Moment
    ends: Moment
    mode: str = "on_site"
    status: str = "scheduled"
    city: str = ""
    country: str = ""
    previous: EventDates | None = None

    STATES = ("upcoming", "postponed", "under_way", "past", "cancelled")

    def state(self, now: datetime) -> str:
        """`cancelled`, `past`, `under_way`, `postponed` (to a new date ahead) or `upcoming`."""
        if self.status == "cancelled":
            return "cancelled"
        if now >= self.ends.at:
            return "past"
        if now >= self.starts.at:
            return "under_way"
        return "postponed" if self.status == "postponed" else "upcoming"

    def changes(self) -> Iterable[datetime]:
        return (self.starts.at, self.ends.at)


class EventDocument(Document, frozen=True, kw_only=True, tag="event"):
    """An event."""

    edition: str = ""
    series: str = ""
    """Key of the event that is the series it belongs to."""
    theme: str = ""
    starts: Moment
    ends: Moment
    venues: tuple[Venue, ...] = ()
    mode: str = "on_site"
    """`on_site`, `online` or `mixed`."""
    status: str = "scheduled"
    """`scheduled`, `postponed` or `cancelled`."""
    previous: tuple[EventDates, ...] = ()
    organisers: tuple[str, ...] = ()
    """Keys of partners."""
    sponsors: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    """Keys of persons."""
    agenda: tuple[AgendaItem, ...] = ()
    languages: tuple[str, ...] = ()
    """BCP 47 tags."""
    registration_url: str = ""
    registration_deadlines: tuple[RegistrationDeadline, ...] = ()
    capacity: int | None = None
    price: Money | None = None
    """An amount of 0 means free of charge; None means not said."""
    files: tuple[File, ...] = ()

    def card(self) -> EventCard:
        venue = self.venues[0] if self.venues else None
        return EventCard(
            **card_fields(self),
            listed_on=self.starts.local().date(),
            starts=self.starts,
            ends=self.ends,
            mode=self.mode,
            status=self.status,
            city=venue.city if venue else "",
            country=venue.country if venue else "",
            previous=self.previous[-1] if self.previous else None,
        )

    def changes(self) -> Iterable[datetime]:
        return (self.starts.at, self.ends.at, *(deadline.at.at for deadline in self.registration_deadlines))

    def codes(self) -> tuple[str, ...]:
        return (self.mode,)

    def span(self) -> tuple[datetime | None, datetime | None]:
        return self.starts.at, self.ends.at
