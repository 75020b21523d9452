"""Relative dates: texts such as `-20d` and the day that counts as today in, days and moments out."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from msgspec import Struct

from site_content.demo.errors import DemoError
from site_content.languages import DEFAULT_LOCALE, LANGUAGES
from site_content.moments import MomentError, from_moment, from_wall

RELATIVE = re.compile(r"^[+-]?(\d+)d$")
FIRST_PUBLICATION = time(7)
PUBLISHING_MINUTES = 90
"""Everything dated today is out before the working day of that day begins."""
ZONE = ZoneInfo(LANGUAGES[DEFAULT_LOCALE].zone)


class Calendar(Struct, frozen=True):
    """What the dates of the content mean on one day."""

    today: date

    def day(self, value: Any, where: str) -> date:
        """A day from `-20d`, `+35d` or an ISO date. Raises DemoError."""
        if isinstance(value, date):
            return value
        text = str(value).strip()
        if RELATIVE.match(text):
            return self.today + timedelta(days=int(text[:-1]))
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise DemoError(f"{where}: {text!r} is no day. Write -20d, +35d or 2016-10-25.") from None

    def moment(self, value: Any, where: str) -> str:
        """Stored form of `{at: "+12d 24:00", zone: Asia/Shanghai}`; empty for nothing. Raises DemoError."""
        if not value:
            return ""
        try:
            day, clock = str(value["at"]).split()
            return from_moment(from_wall(self.day(day, where), clock, str(value["zone"])))
        except (KeyError, TypeError, ValueError) as error:
            problem = error if isinstance(error, MomentError) else "not a moment"
            raise DemoError(
                f'{where}: {value!r}: {problem}. Write {{at: "+12d 24:00", zone: Asia/Shanghai}}.'
            ) from None

    def published_at(self, value: Any, seed: str, where: str) -> datetime:
        """A moment early on that day; which one hangs on `seed`, so that items of a day keep an order."""
        minutes = crc32(seed.encode()) % PUBLISHING_MINUTES
        start = datetime.combine(self.day(value, where), FIRST_PUBLICATION, tzinfo=ZONE)
        return (start + timedelta(minutes=minutes)).astimezone(UTC)
