"""Small values that documents and blocks are made of: moments, money, pictures, files, links."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from msgspec import Struct

CLOSING_SOON = timedelta(days=14)
"""How long before its deadline something counts as closing soon."""


class Moment(Struct, frozen=True):
    """A moment in time and the zone it was set in."""

    at: datetime
    """UTC, aware."""
    zone: str
    """IANA name, for example `Asia/Shanghai`."""

    def local(self) -> datetime:
        """The same moment on the clock of its own zone."""
        return self.at.astimezone(ZoneInfo(self.zone))

    def day(self) -> date:
        """The day in its own zone; a midnight belongs to the day before, as people write it: 24:00."""
        local = self.local()
        midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
        return local.date() - timedelta(days=1) if midnight else local.date()


class Money(Struct, frozen=True):
    """An amount and its ISO 4217 currency."""

    amount: Decimal
    currency: str


class Rendition(Struct, frozen=True):
    """One encoded size of a picture."""

    url: str
    """Root-relative, for example `/media/3f0c-960.webp`."""
    width: int
    height: int
    type: str
    """Media type: `image/avif`, `image/webp` or `image/jpeg`."""


class Picture(Struct, frozen=True):
    """A picture and its renditions, each media type from narrow to wide; AVIF first, JPEG last."""

    id: str
    alt: str
    """Empty for a decoration."""
    lang: str
    """Locale code in which `alt` is written."""
    width: int
    height: int
    renditions: tuple[Rendition, ...]
    caption: str = ""
    credit: str = ""


class File(Struct, frozen=True):
    """A file that readers can download."""

    id: str
    title: str
    url: str
    size_bytes: int
    format: str
    """Upper-case ending: `PDF`, `ODT`, `MP4`."""
    language: str = ""
    """Locale code of its text; empty where it has none."""
    superseded: bool = False


class Link(Struct, frozen=True):
    """A labelled link; `url` is root-relative inside the site, absolute outside."""

    label: str
    url: str


class Crumb(Struct, frozen=True):
    """An ancestor of a page, from the home page down."""

    title: str
    path: str
    lang: str


class Alternate(Struct, frozen=True):
    """The same page in one language, itself included."""

    locale: str
    path: str


class Staleness(Struct, frozen=True):
    """Says that a translation is behind its source."""

    source_locale: str
    source_changed_at: datetime
    translated_at: datetime
    """When this translation was last published."""


def start_of(day: date) -> datetime:
    """The moment at which `day` begins in Rome, in UTC: results are published by the Italian office."""
    return datetime.combine(day, time(), ZoneInfo("Europe/Rome")).astimezone(ZoneInfo("UTC"))
