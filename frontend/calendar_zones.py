"""VTIMEZONE: both sides' zones by the rule they follow, any other as its database tells it for the years in question."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import cast

from icalendar import Timezone

from frontend.feed_inputs import CalendarEntry
from site_content.languages import ZONES

_RULES = {
    "Europe/Rome": """BEGIN:VTIMEZONE
TZID:Europe/Rome
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""",
    "Asia/Shanghai": """BEGIN:VTIMEZONE
TZID:Asia/Shanghai
BEGIN:STANDARD
DTSTART:19910915T000000
TZNAME:CST
TZOFFSETFROM:+0900
TZOFFSETTO:+0800
END:STANDARD
END:VTIMEZONE
""",
}
"""As RFC 5545 wants them: the years of no event, before 1996, are left out. A test holds them to the zones' database."""


def zones_of(entries: Iterable[CalendarEntry]) -> tuple[str, ...]:
    """The zones that a calendar names: both sides' always, then others that its entries have."""
    own = {moment.zone for entry in entries for moment in (entry.starts, entry.ends) if moment}
    return (*ZONES, *sorted(own - {*ZONES, "UTC"}))


def make_zone(zone: str, entries: Iterable[CalendarEntry]) -> Timezone:
    """The component of a zone, right for every entry."""
    if zone in _RULES:
        return _read_rule(zone)
    years = [moment.at.year for entry in entries for moment in (entry.starts, entry.ends) if moment]
    return _ask_database(zone, min(years) - 1, max(years) + 2)


@lru_cache
def _read_rule(zone: str) -> Timezone:
    return cast(Timezone, Timezone.from_ical(_RULES[zone].replace("\n", "\r\n")))


@lru_cache
def _ask_database(zone: str, first: int, last: int) -> Timezone:
    return Timezone.from_tzid(zone, first_date=date(first, 1, 1), last_date=date(last, 1, 1))
