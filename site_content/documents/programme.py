"""Training programmes. schema.org: EducationalOccupationalProgram, Course."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from site_content.documents.base import Card, Document, card_fields
from site_content.documents.values import CLOSING_SOON, File, Moment, Money, start_of


class Module(Struct, frozen=True, kw_only=True):
    """A module: hours from the source, words from the translation."""

    id: str
    title: str
    html: str = ""
    hours: Decimal | None = None
    lang: str


class ProgrammeCard(Card, frozen=True, kw_only=True, tag="programme"):
    """A programme in a list."""

    level: str = ""
    mode: str = "on_site"
    opens: Moment | None = None
    deadline: Moment | None = None
    starts: date | None = None
    ends: date | None = None
    hours: Decimal | None = None

    STATES = ("forthcoming", "open", "closing_soon", "closed")

    def state(self, now: datetime) -> str:
        """`forthcoming`, `open`, `closing_soon` or `closed` for applications."""
        if self.opens and now < self.opens.at:
            return "forthcoming"
        if self.deadline is None:
            return "open"
        if now >= self.deadline.at:
            return "closed"
        return "closing_soon" if self.deadline.at - now <= CLOSING_SOON else "open"

    def changes(self) -> Iterable[datetime]:
        if self.opens:
            yield self.opens.at
        if self.deadline:
            yield self.deadline.at - CLOSING_SOON
            yield self.deadline.at


class ProgrammeDocument(Document, frozen=True, kw_only=True, tag="programme"):
    """A training programme."""

    level: str = ""
    """`introductory`, `advanced`, `master`, `doctoral` or `professional`."""
    mode: str = "on_site"
    """`on_site`, `online` or `mixed`."""
    opens: Moment | None = None
    deadline: Moment | None = None
    starts: date | None = None
    ends: date | None = None
    hours: Decimal | None = None
    credits: Decimal | None = None
    certificate: str = ""
    prerequisites: str = ""
    """HTML."""
    places: int | None = None
    fee: Money | None = None
    grants: str = ""
    """HTML."""
    languages: tuple[str, ...] = ()
    apply_url: str = ""
    modules: tuple[Module, ...] = ()
    teachers: tuple[str, ...] = ()
    """Keys of persons."""
    venue_name: str = ""
    venue_city: str = ""
    venue_country: str = ""
    files: tuple[File, ...] = ()

    def card(self) -> ProgrammeCard:
        return ProgrammeCard(
            **card_fields(self),
            listed_on=self.starts,
            level=self.level,
            mode=self.mode,
            opens=self.opens,
            deadline=self.deadline,
            starts=self.starts,
            ends=self.ends,
            hours=self.hours,
        )

    def codes(self) -> tuple[str, ...]:
        return (self.level, self.mode)

    def span(self) -> tuple[datetime | None, datetime | None]:
        return start_of(self.starts) if self.starts else None, self.deadline.at if self.deadline else None
