"""Moments as text: RFC 9557 text and wall-clock times go in, moments come out, and back; no Django, no clock.

The stored form is UTC with the zone it was set in: `2026-11-30T16:00:00Z[Asia/Shanghai]`; empty is none.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from site_content.documents.values import Moment

STORED = re.compile(r"^(?P<at>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?)Z\[(?P<zone>[A-Za-z0-9_+/-]+)\]$")
CLOCK = re.compile(r"^(?P<hour>\d{1,2})[:.](?P<minute>\d{2})$")
END_OF_DAY = "24:00"


class MomentError(ValueError):
    """A text or a wall-clock time is no moment; `part` names which part is wrong: date, time or zone."""

    def __init__(self, code: str, part: str, value: str) -> None:
        super().__init__(f"{part} {value!r}: {code}")
        self.code = code
        self.part = part
        self.value = value


@cache
def zone_names() -> frozenset[str]:
    """Every IANA zone that this installation knows."""
    return frozenset(available_timezones())


def find_zone(name: str) -> ZoneInfo:
    """The zone of that IANA name; raises `MomentError` where there is none."""
    if name not in zone_names():
        raise MomentError("unknown_zone", "zone", name)
    return ZoneInfo(name)


def to_moment(text: str) -> Moment | None:
    """The moment that `text` stores, None for an empty text; raises `MomentError` for anything else."""
    if not text:
        return None
    match = STORED.match(text)
    if not match:
        raise MomentError("malformed", "date", text)
    try:
        at = datetime.fromisoformat(match["at"]).replace(tzinfo=UTC)
    except ValueError:
        raise MomentError("malformed", "date", text) from None
    find_zone(match["zone"])
    return Moment(at=at, zone=match["zone"])


def from_moment(moment: Moment | None) -> str:
    """The stored form of `moment`; the empty text for None."""
    if moment is None:
        return ""
    return f"{moment.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z[{moment.zone}]"


def read_clock(text: str) -> tuple[time, bool]:
    """The time of day that an editor typed, and whether it is 24:00, the end of the day."""
    match = CLOCK.match(text.strip())
    if not match:
        raise MomentError("bad_time", "time", text)
    if (match["hour"], match["minute"]) == ("24", "00"):
        return time(), True
    try:
        return time(int(match["hour"]), int(match["minute"])), False
    except ValueError:
        raise MomentError("bad_time", "time", text) from None


def from_wall(day: date, clock: str, zone_name: str) -> Moment:
    """The moment at which clocks in the zone show `clock` on `day`; 24:00 is the next day's 00:00.

    Raises `MomentError` for an unknown zone, and for a time that clocks skip or show twice there on that day.
    """
    zone = find_zone(zone_name)
    clock_time, ends_day = read_clock(clock)
    wall = datetime.combine(day + timedelta(days=1) if ends_day else day, clock_time)
    early, late = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    at = early.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != wall:
        raise MomentError("skipped_time", "time", clock)
    if early.utcoffset() != late.utcoffset():
        raise MomentError("doubled_time", "time", clock)
    return Moment(at=at, zone=zone_name)


def to_wall(moment: Moment, *, end: bool = False) -> tuple[date, str, str]:
    """Day, time of day and zone as an editor reads them; with `end` a midnight is 24:00 of the day before."""
    local = moment.local()
    if end and local.time() == time():
        return local.date() - timedelta(days=1), END_OF_DAY, moment.zone
    return local.date(), f"{local:%H:%M}", moment.zone
