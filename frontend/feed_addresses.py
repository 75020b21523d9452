"""Where feeds and calendar files lie: a pure naming, the same for the plan, the pages that link to them and the tests."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from site_content.documents.base import Document
from site_content.documents.call import CallDocument, CallSide
from site_content.documents.event import EventDocument
from site_content.documents.programme import ProgrammeDocument
from site_content.documents.values import Moment

FEED_NAMES = {
    "news": "news",
    "event": "events",
    "call": "calls",
    "programme": "training",
    "technology": "technology",
    "publication": "publications",
}
"""The types that are told of in feeds, and what their files are called."""
CALENDARS = ("events", "deadlines")
"""The two kinds of calendar feed."""
CALENDAR_OF = {"event": "events", "call": "deadlines", "programme": "deadlines"}
"""The calendar feed in which entries of a type stand."""
EVERYTHING = "all"
MEDIA_TYPES = {
    "atom": "application/atom+xml",
    "json": "application/feed+json",
    "ics": "text/calendar",
}


class Dated(Struct, frozen=True):
    """A moment of a page that a calendar can keep, and the file beside the page that has it."""

    file: str
    part: str
    starts: Moment
    ends: Moment | None = None
    sides: tuple[str, ...] = ()
    """Sides of a call that have this deadline, where not all have."""


def feed_folder(locale: str, name: str = EVERYTHING, *, topic: str = "") -> str:
    """The address of a feed without its ending: `/it/feeds/news`, `/it/feeds/topics/robotics/all`."""
    return f"/{locale}/feeds/topics/{topic}/{name}" if topic else f"/{locale}/feeds/{name}"


def dates_of(document: Document) -> tuple[Dated, ...]:
    """The moments of a page that a calendar can keep: an event's own, else each deadline of a call or a programme."""
    if isinstance(document, EventDocument):
        return (Dated(f"{document.path}event.ics", "event", document.starts, document.ends),)
    if isinstance(document, ProgrammeDocument) and document.deadline:
        return (Dated(f"{document.path}deadline.ics", "deadline", document.deadline),)
    return tuple(_deadlines(document)) if isinstance(document, CallDocument) else ()


def _deadlines(call: CallDocument) -> Iterator[Dated]:
    """One for each moment; it keeps its part, the first side's id, when the other side's deadline moves away from it."""
    by_moment: dict[Moment, list[CallSide]] = {}
    for side in call.sides:
        if side.deadline:
            by_moment.setdefault(side.deadline, []).append(side)
    for deadline, sides in by_moment.items():
        part = f"deadline/{sides[0].id}"
        if call.common_deadline():
            yield Dated(f"{call.path}deadline.ics", part, deadline)
        else:
            names = tuple(side.side for side in sides)
            yield Dated(f"{call.path}deadline-{'-'.join(names)}.ics", part, deadline, sides=names)
