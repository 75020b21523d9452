"""What feeds and calendars are made from, and nothing else: typed inputs that the plan makes, without a clock in them."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from frontend.inputs import Frame, Switch
from site_content.documents.base import Card, Digested, Document
from site_content.documents.event import EventDates, RegistrationDeadline, Venue
from site_content.documents.office import OfficeCard
from site_content.documents.values import Moment


class CalendarEntry(Digested, frozen=True, kw_only=True):
    """An event, or a deadline of a call or a programme, as a calendar shows it."""

    key: str
    locale: str
    part: str
    """Which of the page's entries: `event`, `deadline`, or `deadline/` and the id of the side that has it."""
    path: str
    """The page it is from."""
    file: str
    """Its own iCalendar file, beside the page."""
    title: str
    summary: str = ""
    sides: tuple[str, ...] = ()
    """Of a deadline that not everyone has: `it` or `cn`."""
    starts: Moment
    ends: Moment | None = None
    """None for a deadline, which is one moment."""
    status: str = "scheduled"
    """`scheduled`, `postponed` or `cancelled`; a revoked call's deadline is cancelled."""
    previous: EventDates | None = None
    venues: tuple[Venue, ...] = ()
    mode: str = ""
    register_by: tuple[RegistrationDeadline, ...] = ()
    action_url: str = ""
    """Where to register or apply."""
    topics: tuple[str, ...] = ()
    """Names."""
    office: OfficeCard | None = None
    published_at: datetime | None = None
    changed_at: datetime | None = None
    """When what it shows was last published: the translation, or the source whose facts it has."""


class CalendarInput(Struct, frozen=True, kw_only=True):
    """An iCalendar file: one to add beside a page, or a feed to subscribe to."""

    locale: str
    public_url: str
    path: str
    site_name: str
    kind: str = ""
    """Of a feed, `events` or `deadlines`; empty for the file of one page."""
    topic: str = ""
    """Name of the topic that it keeps to."""
    page: str
    """The page to which it belongs."""
    entries: tuple[CalendarEntry, ...]


class FeedItem(Struct, frozen=True, kw_only=True):
    """One entry of a feed: its document, and when what it shows was last published."""

    document: Document
    changed_at: datetime | None = None


class FeedInput(Struct, frozen=True, kw_only=True):
    """A feed, in one of two formats: of all that a language publishes, of one type, or of one topic."""

    format: str
    """`atom` or `json`."""
    locale: str
    public_url: str
    path: str
    site_name: str
    name: str = ""
    """Title of its type's section or of its topic; empty for the whole language."""
    summary: str = ""
    page: str
    """The page that lists the same."""
    others: dict[str, str] = {}
    """Path of the same feed in each other language, by locale code."""
    items: tuple[FeedItem, ...]
    """Newest first."""
    cards: dict[str, Card] = {}
    """By key: people, partners, offices and topics that the items name."""
    changed_at: datetime | None = None
    """When something of it last changed; None where nothing says so."""


class FeedLinks(Struct, frozen=True):
    """The feeds of one type or topic, for the page that lists them."""

    name: str
    """Title of its section or its own; empty where a type has no section."""
    locale: str
    """Of the name."""
    folder: str
    """Address without its ending: `/it/feeds/news`."""
    type: str = ""
    """Empty for a topic."""


class FeedsPageInput(Struct, frozen=True, kw_only=True, tag_field="input", tag="feeds"):
    """The page that lists every feed and calendar of a language."""

    frame: Frame
    switches: tuple[Switch, ...]
    types: tuple[FeedLinks, ...]
    topics: tuple[FeedLinks, ...]


class SecurityInput(Struct, frozen=True, kw_only=True):
    """security.txt (RFC 9116)."""

    contacts: tuple[str, ...]
    """Addresses: `mailto:…` or `https://…`."""
    expires_at: datetime
    languages: tuple[str, ...]
    canonical: tuple[str, ...]
