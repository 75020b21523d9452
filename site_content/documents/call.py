"""Calls (bandi, 项目征集): funding, mobility, matchmaking. schema.org: Grant and WebPage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from site_content.documents.base import Card, Document, card_fields
from site_content.documents.blocks import Question
from site_content.documents.values import CLOSING_SOON, File, Moment, Money, start_of

OPEN_STATES = ("closing_soon", "open")


class CallSide(Struct, frozen=True, kw_only=True):
    """What one side (`it` or `cn`) offers and asks: amounts and dates from the source, words from the translation."""

    id: str
    side: str
    funder: str
    """Name as text."""
    apply_url: str = ""
    sign_in: str = ""
    """Which account is needed, for example SPID."""
    signature: str = ""
    languages: tuple[str, ...] = ()
    """BCP 47 tags accepted in the application."""
    deadline: Moment | None = None
    amount: Money | None = None
    amount_per: str = "project"
    """`project` or `person`."""
    places: int | None = None
    eligibility: str = ""
    """HTML."""
    contact: str = ""
    lang: str


class Amendment(Struct, frozen=True, kw_only=True):
    """A change to a published call. `kind`: extension, correction, clarification, reopening, revocation."""

    id: str
    kind: str
    date: date
    before: str = ""
    after: str = ""
    reason: str = ""
    file: File | None = None
    lang: str


class Results(Struct, frozen=True, kw_only=True):
    """A list of results. `kind`: provisional or final. One that names persons leaves on `remove_on`."""

    id: str
    kind: str
    remove_on: date | None = None
    date: date
    file: File | None = None
    names_persons: bool = False


def _without_names(results: tuple[Results, ...]) -> tuple[Results, ...]:
    return tuple(replace(each, file=None) if each.names_persons else each for each in results)


class CallCard(Card, frozen=True, kw_only=True, tag="call"):
    """A call in a list."""

    kind: str = "funding"
    identifier: str = ""
    opens: Moment | None = None
    deadlines: tuple[Moment, ...] = ()
    """Each side's deadline, earliest first, without doubles."""
    due: Moment | None = None
    """The deadline that counts when the card is shown; None in a card that others keep."""
    amounts: tuple[Money, ...] = ()
    amount_per: str = "project"
    audience: tuple[str, ...] = ()
    evaluated: bool = False
    results: tuple[Results, ...] = ()
    revoked: bool = False
    extended: bool = False

    STATES = (
        "forthcoming",
        "open",
        "closing_soon",
        "closed",
        "evaluation",
        "provisional_results",
        "results",
        "revoked",
    )

    def without_persons(self) -> Self:
        return replace(self, results=_without_names(self.results)) if self.results else self

    def state(self, now: datetime) -> str:
        """`revoked`, `results`, `provisional_results`, `forthcoming`, `closing_soon`, `open`, `evaluation` or `closed`."""
        if self.revoked:
            return "revoked"
        if self.opens and now < self.opens.at:
            return "forthcoming"
        if not self.deadlines:
            return "open"
        ahead = [deadline.at for deadline in self.deadlines if now < deadline.at]
        if ahead:
            return "closing_soon" if min(ahead) - now <= CLOSING_SOON else "open"
        return self._closed_state(now)

    def _closed_state(self, now: datetime) -> str:
        kinds = {results.kind for results in self.results if now >= start_of(results.date)}
        if "final" in kinds:
            return "results"
        if "provisional" in kinds:
            return "provisional_results"
        return "evaluation" if self.evaluated else "closed"

    def changes(self) -> Iterable[datetime]:
        if self.opens:
            yield self.opens.at
        for deadline in self.deadlines:
            yield deadline.at - CLOSING_SOON
            yield deadline.at
        for results in self.results:
            yield start_of(results.date)
            if results.remove_on:
                yield start_of(results.remove_on)

    def at(self, now: datetime) -> Self:
        return replace(self, due=self.next_deadline(now))

    def timeless(self) -> Self:
        return replace(self, due=None)

    def next_deadline(self, now: datetime) -> Moment | None:
        """The earliest deadline still ahead, else the last one past; None where there is none."""
        ahead = [deadline for deadline in self.deadlines if now < deadline.at]
        return ahead[0] if ahead else (self.deadlines[-1] if self.deadlines else None)


def _is_revoked(amendments: tuple[Amendment, ...]) -> bool:
    """Whether the last word of the amendments is a revocation: a reopening takes one back."""
    kinds = [each.kind for each in sorted(amendments, key=lambda each: each.date)]
    decisive = [kind for kind in kinds if kind in ("revocation", "reopening")]
    return decisive[-1:] == ["revocation"]


class CallDocument(Document, frozen=True, kw_only=True, tag="call"):
    """A call."""

    kind: str = "funding"
    """`funding`, `mobility` or `matchmaking`."""
    identifier: str = ""
    programme: str = ""
    audience: tuple[str, ...] = ()
    """Of `researchers`, `students`, `professors`, `professionals`, `companies`, `organisations`."""
    opens: Moment | None = None
    questions_until: Moment | None = None
    authentic: str = "it"
    """Which text prevails: `it`, `cn` or `both`."""
    sides: tuple[CallSide, ...] = ()
    both_apply: bool = False
    """Whether applicants of both sides must apply."""
    partners_min: int | None = None
    partners_max: int | None = None
    duration: str = ""
    cofunding: str = ""
    criteria: str = ""
    """HTML."""
    how_to_apply: str = ""
    """HTML."""
    questions: tuple[Question, ...] = ()
    files: tuple[File, ...] = ()
    evaluated: bool = True
    """Whether applications are evaluated after the deadline."""
    results: tuple[Results, ...] = ()
    amendments: tuple[Amendment, ...] = ()

    def without_persons(self) -> Self:
        return replace(self, results=_without_names(self.results)) if self.results else self

    def common_deadline(self) -> Moment | None:
        """The one deadline of all sides, or None where they differ or there is none."""
        deadlines = {side.deadline for side in self.sides}
        return next(iter(deadlines)) if len(deadlines) == 1 else None

    def card(self) -> CallCard:
        deadlines = {side.deadline.at: side.deadline for side in self.sides if side.deadline}
        kinds = {amendment.kind for amendment in self.amendments}
        return CallCard(
            **card_fields(self),
            listed_on=self.opens.local().date() if self.opens else None,
            kind=self.kind,
            identifier=self.identifier,
            opens=self.opens,
            deadlines=tuple(deadlines[at] for at in sorted(deadlines)),
            amounts=tuple(dict.fromkeys(side.amount for side in self.sides if side.amount)),
            amount_per=self.sides[0].amount_per if self.sides else "project",
            audience=self.audience,
            evaluated=self.evaluated,
            results=self.results,
            revoked=_is_revoked(self.amendments),
            extended="extension" in kinds,
        )

    def changes(self) -> Iterable[datetime]:
        yield from self.card().changes()
        if self.questions_until:
            yield self.questions_until.at

    def identifiers(self) -> tuple[str, ...]:
        return (self.identifier,) if self.identifier else ()

    def codes(self) -> tuple[str, ...]:
        return (self.kind, *self.audience)

    def span(self) -> tuple[datetime | None, datetime | None]:
        deadlines = self.card().deadlines
        return self.opens.at if self.opens else None, deadlines[-1].at if deadlines else None
