"""What a calendar says of an entry in its language: title, description and place, with every moment in both zones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from frontend.feed_inputs import CalendarEntry
from frontend.formats import Formats
from site_content.documents.values import Moment
from site_content.languages import LANGUAGES, ZONES


class CalendarWords:
    """The words of one language."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats
        self._zones = tuple(dict.fromkeys((formats.language.zone, *ZONES)))

    def name_feed(self, kind: str, topic: str, site_name: str) -> str:
        """What a calendar feed is called in a reader's list: what it holds, its topic, whose it is."""
        return " · ".join(filter(None, (self._word("calendar", kind), topic, site_name)))

    def title(self, entry: CalendarEntry) -> str:
        """The title, after what has become of it; a deadline says so, whose it is, and when it ends a day."""
        words = entry.title if entry.ends else self._deadline(entry)
        if entry.status in ("cancelled", "postponed"):
            return self._say("state and title", state=self._state(entry), title=words)
        return words

    def describe(self, entry: CalendarEntry) -> str:
        """Summary, when in both zones, what it was before, until when and where to register or apply."""
        return "\n".join(filter(None, [entry.summary, *self._lines(entry)]))

    def place(self, entry: CalendarEntry) -> str:
        """Every venue with its address; the word for online where there is none else."""
        places = [
            ", ".join(filter(None, (venue.name, venue.address, venue.city, self._country(venue.country))))
            for venue in entry.venues
        ]
        if entry.mode in ("online", "mixed") and (not places or entry.mode == "mixed"):
            places.append(self._word("event mode", "online"))
        return "; ".join(places)

    def _deadline(self, entry: CalendarEntry) -> str:
        local = entry.starts.local()
        is_midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
        sides = self._formats.listed(self._word("applicants", side) for side in entry.sides)
        named = self._say("deadline of", side=sides) if sides else self._word("calendar", "deadline")
        if is_midnight:  # it stands at 00:00 of the day after: the title keeps anyone from coming a day late
            moment = self._formats.brief_moment(entry.starts, entry.starts.zone, until=True)
            return self._say("deadline at midnight", deadline=named, moment=moment, title=entry.title)
        return self._say("deadline and title", deadline=named, title=entry.title)

    def _lines(self, entry: CalendarEntry) -> Iterator[str]:
        if entry.ends:
            yield from (
                self._formats.span(entry.starts, entry.ends, zone) for zone in self._zones_of(entry.starts)
            )
        else:
            yield from self._deadline_lines(entry.starts)
        if entry.previous:
            was = self._formats.span(entry.previous.starts, entry.previous.ends, entry.previous.starts.zone)
            day = self._formats.format_day(entry.previous.starts.local().date(), "day")
            yield self._say("before it was", day=day, time=was)
        for deadline in entry.register_by:
            yield f"{deadline.label}: {'; '.join(self._deadline_lines(deadline.at))}"
        if entry.action_url:
            key = "register" if entry.ends else "apply"
            yield self._say("action", action=self._word("calendar", key), url=entry.action_url)

    def _deadline_lines(self, moment: Moment) -> Iterator[str]:
        for zone in self._zones_of(moment):
            yield self._formats.moment(moment, zone, until=True)

    def _zones_of(self, moment: Moment) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self._zones, moment.zone)))

    def _state(self, entry: CalendarEntry) -> str:
        if entry.ends is None:
            return self._word("call state", "revoked")
        return self._word("event state", entry.status)

    def _country(self, code: str) -> str:
        return self._formats.country(code) if code else ""

    def _word(self, context: str, key: str) -> str:
        return self._formats.catalogue.plain(context, key)

    def _say(self, key: str, **values: str) -> str:
        return self._word("calendar", key).format(**values)


@cache
def words_of(locale: str) -> CalendarWords:
    """The words of a locale code."""
    return CalendarWords(Formats(LANGUAGES[locale]))
