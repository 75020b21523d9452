"""Technology and business offers and requests. schema.org: Offer, Demand. Fields as Enterprise Europe Network profiles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from site_content.documents.base import Card, Document, card_fields
from site_content.documents.values import File, start_of

LISTED_DAYS = 365
"""A profile leaves the list when it was last confirmed longer ago than this: twelve months."""


class TechnologyCard(Card, frozen=True, kw_only=True, tag="technology"):
    """A profile in a list."""

    profile: str = "technology_offer"
    reference: str = ""
    country: str = ""
    trl: int | None = None
    ends_on: date | None = None
    """The first day on which it is off the list."""

    STATES = ("open", "closed")

    def state(self, now: datetime) -> str:
        """`open` while it is on the list, else `closed`."""
        return "closed" if self.ends_on and now >= start_of(self.ends_on) else "open"

    def changes(self) -> Iterable[datetime]:
        return (start_of(self.ends_on),) if self.ends_on else ()


class TechnologyDocument(Document, frozen=True, kw_only=True, tag="technology"):
    """A technology or business offer or request."""

    profile: str = "technology_offer"
    """`technology_offer`, `technology_request`, `business_offer`, `business_request` or `research_request`."""
    reference: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2."""
    region: str = ""
    holder: str = ""
    """Empty where the holder stays anonymous."""
    advantages: str = ""
    """HTML: advantages and innovation."""
    stage: str = ""
    """`idea`, `prototype`, `tested`, `on_market`; empty where it does not apply."""
    trl: int | None = None
    """1 to 9."""
    ipr: str = ""
    """`none`, `secret`, `applied`, `granted`, `copyright`."""
    patent_number: str = ""
    confirmed_on: date | None = None
    partner_type: str = ""
    partner_role: str = ""
    """HTML: what the partner would do."""
    cooperation: tuple[str, ...] = ()
    """Of `licence`, `joint_research`, `technical_cooperation`, `manufacturing`, `joint_venture`, `service`, `sale`."""
    target_countries: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    contact: str = ""
    """Key of the office that takes expressions of interest."""
    files: tuple[File, ...] = ()

    def card(self) -> TechnologyCard:
        return TechnologyCard(
            **card_fields(self),
            listed_on=self.valid_from,
            profile=self.profile,
            reference=self.reference,
            country=self.country,
            trl=self.trl,
            ends_on=self.ends_on(),
        )

    def ends_on(self) -> date | None:
        """The first day on which it is off the list: after `valid_to`, or twelve months after it was last confirmed."""
        days = []
        if self.valid_to:
            days.append(date.fromordinal(self.valid_to.toordinal() + 1))
        if self.confirmed_on:
            days.append(date.fromordinal(self.confirmed_on.toordinal() + LISTED_DAYS))
        return min(days, default=None)

    def identifiers(self) -> tuple[str, ...]:
        return tuple(each for each in (self.reference, self.patent_number) if each)

    def codes(self) -> tuple[str, ...]:
        return (self.profile, self.stage, *self.cooperation, *(("trl",) if self.trl else ()))

    def signs(self) -> tuple[str, ...]:
        return (f"TRL {self.trl}",) if self.trl else ()

    def span(self) -> tuple[datetime | None, datetime | None]:
        ends_on = self.ends_on()
        return None, start_of(ends_on) if ends_on else None
