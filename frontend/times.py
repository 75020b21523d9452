"""`<time>` elements of one language: the machine's value beside the reader's words.

In: dates and moments. Out: Markup. A deadline at midnight reads 24:00; `datetime` has the next day.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from frontend.formats import Formats
from site_content.documents.values import Moment, start_of
from site_content.languages import ZONES


class Times:
    """Makes the `<time>` elements of one language; results are kept."""

    def __init__(self, formats: Formats) -> None:
        self.formats = formats
        self.day = lru_cache(maxsize=4096)(self._make_day)

    def _make_day(self, day: date, pattern: str = "day") -> Markup:
        """A day by one of the catalogue's patterns."""
        return _element(day.isoformat(), self.formats.format_day(day, pattern))

    def stamp(self, at: datetime) -> Markup:
        """The day of a moment that has no zone of its own, such as a publication."""
        return self.day(self.formats.local_day(at))

    def partial(self, day: date, precision: str) -> Markup:
        """As much of a day as is known: `year`, `month` or `day`."""
        known = {"year": 4, "month": 7}.get(precision, 10)
        return _element(day.isoformat()[:known], self.formats.format_day(day, precision))

    def days(self, first: date, last: date, *, short: bool = False) -> Markup:
        """A range of days as one phrase; its `datetime` is the first day."""
        words = escape(self.formats.day_range(first, last, short=short))
        # Where a narrow column breaks Chinese, it does so before “to”.
        return _element(first.isoformat(), words.replace("至", Markup("<wbr>至")) if short else words)

    def event_days(self, starts: Moment, ends: Moment, *, short: bool = False) -> Markup:
        """The days of something that goes from one moment to another, in the zone it was set in."""
        return self.days(starts.local().date(), max(starts.local().date(), ends.day()), short=short)

    def moment(self, moment: Moment, zone: str, *, until: bool = False) -> Markup:
        """Weekday, day, hour and zone as one phrase."""
        return _element(iso(moment, zone), self.formats.moment(moment, zone, until=until))

    def large(self, moment: Moment, zone: str, *, until: bool = False) -> Markup:
        """The same phrase with its day, and what punctuation follows it, in `<strong>`: to be set large."""
        phrase = self.formats.moment(moment, zone, until=until)
        day = self.formats.format_day(self.formats.clock(moment, zone, until=until)[0], "day")
        before, found, after = phrase.partition(day)
        mark = "," if after.startswith(",") else ""
        words = Markup("{}<strong>{}</strong>{}").format(before, found + mark, after.removeprefix(mark))
        return Markup(f'<time datetime="{iso(moment, zone)}">{words}</time>')

    def clocks(self, moment: Moment, *, until: bool = False) -> list[tuple[str, list[Markup]]]:
        """The moment on the clock of every zone, the reader's first: what the clock is called, and day and hour."""
        zones = self.zones(moment)
        year = self.formats.clock(moment, zones[0], until=until)[0].year
        return [
            (self.formats.zone_time(zone), [self._on_clock(moment, zone, year, until=until)])
            for zone in zones
        ]

    def event_clocks(self, starts: Moment, ends: Moment) -> list[tuple[str, list[Markup]]]:
        """From when to when on every clock, that of the place first: one line, or two where it is not one day."""
        return [
            (self.formats.zone_time(zone), self._event_lines(starts, ends, zone))
            for zone in self.agenda_zones(starts)
        ]

    def _event_lines(self, starts: Moment, ends: Moment, zone: str) -> list[Markup]:
        if self.formats.clock(starts, zone)[0] == self.formats.clock(ends, zone, until=True)[0]:
            return [_element(iso(starts, zone), self.formats.span_time(starts, ends, zone))]
        year = starts.local().year
        return [self._on_clock(starts, zone, year), self._on_clock(ends, zone, year, until=True)]

    def _on_clock(self, moment: Moment, zone: str, year: int, *, until: bool = False) -> Markup:
        """Weekday, day and hour; the year too where it is not `year`, which stands above."""
        day, hour = self.formats.clock(moment, zone, until=until)
        pattern = "clock_day" if day.year == year else "weekday_day"
        return _element(iso(moment, zone), self.formats.day_and_hour(day, hour, pattern))

    def brief(self, moment: Moment, *, until: bool = False) -> list[Markup]:
        """The moment in every zone in few words, the reader's first; the day again where it differs."""
        zones = self.zones(moment)
        days = [self.formats.clock(moment, zone, until=until)[0] for zone in zones]
        return [
            _element(
                iso(moment, zone),
                self.formats.brief_moment(moment, zone, until=until, with_day=not place or day != days[0]),
            )
            for place, (zone, day) in enumerate(zip(zones, days, strict=True))
        ]

    def part(self, moment: Moment, zone: str, pattern: str, *, until: bool = False) -> Markup:
        """Only the day of a moment in a zone, by one of the catalogue's patterns."""
        day, _ = self.formats.clock(moment, zone, until=until)
        return _element(iso(moment, zone), self.formats.format_day(day, pattern))

    def hour(self, moment: Moment, zone: str, *, until: bool = False) -> Markup:
        """Only the hour of a moment in a zone."""
        _, hour = self.formats.clock(moment, zone, until=until)
        return _element(iso(moment, zone), hour)

    def hour_words(self, moment: Moment, zone: str, *, until: bool = False) -> Markup:
        """The hour of a moment with the zone's name."""
        words = self.formats.brief_moment(moment, zone, until=until, with_day=False)
        return _element(iso(moment, zone), words)

    def span(self, starts: Moment, ends: Moment, zone: str) -> Markup:
        """From when to when on the clock of `zone`."""
        return _element(iso(starts, zone), self.formats.span(starts, ends, zone))

    def zones(self, moment: Moment) -> tuple[str, ...]:
        """The zones in which a moment is shown: the reader's first, then the others, its own among them."""
        return tuple(dict.fromkeys((self.formats.language.zone, *ZONES, moment.zone)))

    def agenda_zones(self, moment: Moment) -> tuple[str, ...]:
        """The zones in which an agenda is shown: that of the place first."""
        return tuple(dict.fromkeys((moment.zone, *ZONES)))


def iso(moment: Moment, zone: str) -> str:
    """The moment with the offset of `zone`, to the minute."""
    return moment.at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


def utc(moment: Moment | date) -> str:
    """The moment in UTC, as scripts compare it; a day stands for the moment at which it begins."""
    at = moment.at if isinstance(moment, Moment) else start_of(moment)
    return at.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")


def _element(value: str, words: str) -> Markup:
    return Markup(f'<time datetime="{value}">{escape(words)}</time>')
