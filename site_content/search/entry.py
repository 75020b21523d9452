"""An entry: one page as search knows it, made from its released document and those that it names. Plain values."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct


class StateFrom(Struct, frozen=True):
    """The state that begins at a moment."""

    at: datetime
    state: str


class SearchEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page in one language. Texts are plain: no markup, entities resolved, white space single."""

    key: str
    """Translation key: the entry's id in its language's index."""
    locale: str
    type: str
    path: str
    """Public path, for example `/it/calls/x/`."""
    title: str
    summary: str = ""
    headings: str = ""
    body: str = ""
    names: tuple[str, ...] = ()
    """People and organisations that it names, each in every form that is known."""
    people: tuple[tuple[str, ...], ...] = ()
    """The people among them: the forms of each, first as this language writes it."""
    organisations: tuple[tuple[str, ...], ...] = ()
    topics: tuple[str, ...] = ()
    """Keys of its topics."""
    topic_names: tuple[str, ...] = ()
    """In the order of `topics`."""
    identifiers: tuple[str, ...] = ()
    """What it is cited by: number of the call, CUP, reference, patent."""
    codes: tuple[str, ...] = ()
    """Audience, kind, mode, profile: what a query says in words of its own."""
    state: str = ""
    """At the moment of the release; empty for what has none."""
    states: tuple[StateFrom, ...] = ()
    """What it will be later, earliest first."""
    date: date | None = None
    """The day it is listed by."""
    begins_at: datetime | None = None
    """A call opens, an event or a course begins."""
    ends_at: datetime | None = None
    """The last deadline, the end of an event."""

    def state_at(self, now: datetime) -> str:
        """Its state at a moment not before the release's."""
        return state_at(self.state, self.states, now)


def state_at(state: str, later: tuple[StateFrom, ...], now: datetime) -> str:
    """The state at a moment, of what was in `state` first and changes as `later` says."""
    passed = [each.state for each in later if each.at <= now]
    return passed[-1] if passed else state
