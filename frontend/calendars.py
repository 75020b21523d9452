"""iCalendar (RFC 5545, 7986): the input of a calendar becomes its bytes. No clock: every stamp is a stored publication.

A UID is made from the translation key, the language and the part of the page: the same in each file and feed of a language,
so that what was added once is updated; another in the other language, so that one calendar can keep both.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, Component, Event, vCalAddress, vUri

from frontend.calendar_words import CalendarWords, words_of
from frontend.calendar_zones import make_zone, zones_of
from frontend.feed_inputs import CalendarEntry, CalendarInput
from frontend.identifiers import identify, identify_address
from frontend.plain_text import drop_controls
from site_content.languages import LANGUAGES

REFRESH = timedelta(hours=6)
KEPT = 2048
LONGEST_SEQUENCE = 2**31 - 1
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Of what was never published, which only a test sees."""


def make_calendar(given: CalendarInput) -> bytes:
    """The whole file: lines folded at 75 octets and never inside a character, ended by CRLF."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//Ponte//iCalendar//{LANGUAGES[given.locale].tag.upper()}")
    calendar.add("calscale", "GREGORIAN")
    if given.kind:
        _describe_feed(calendar, given)
    for zone in zones_of(given.entries):
        calendar.add_component(make_zone(zone, given.entries))
    before, end, after = calendar.to_ical().rpartition(b"END:VCALENDAR")
    events = (_encode_event(entry, given.public_url) for entry in given.entries)
    return b"".join((before, *events, end, after))


def sequence_of(entry: CalendarEntry) -> int:
    """How many seconds after its first publication an entry was last published: it only grows."""
    if entry.published_at is None or entry.changed_at is None:
        return 0
    seconds = int((entry.changed_at - entry.published_at).total_seconds())
    return min(max(seconds, 0), LONGEST_SEQUENCE)


def _describe_feed(calendar: Calendar, given: CalendarInput) -> None:
    name = drop_controls(words_of(given.locale).name_feed(given.kind, given.topic, given.site_name))
    language = {"LANGUAGE": LANGUAGES[given.locale].tag}
    calendar.add("uid", identify_address(given.path))
    calendar.add("name", name, parameters=language)
    calendar.add("x-wr-calname", name)  # what read calendars before RFC 7986 gave them a name
    calendar.add("url", vUri(given.public_url + given.page))
    calendar.add("source", vUri(given.public_url + given.path), parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    changed = [entry.changed_at for entry in given.entries if entry.changed_at]
    if changed:
        calendar.add("last-modified", max(changed))


@lru_cache(maxsize=KEPT)
def _encode_event(entry: CalendarEntry, public_url: str) -> bytes:
    """An entry's own lines; kept, since it stands in a file and in several feeds."""
    return bytes(_make_event(entry, public_url).to_ical())


def _make_event(entry: CalendarEntry, public_url: str) -> Component:
    words = words_of(entry.locale)
    language = {"LANGUAGE": LANGUAGES[entry.locale].tag}
    stamp = entry.changed_at or entry.published_at or NEVER
    event = Event()
    event.add("uid", identify(entry.key, entry.locale, entry.part))
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    if entry.published_at:
        event.add("created", entry.published_at)
    event.add("sequence", sequence_of(entry))
    event.add("dtstart", entry.starts.local())
    if entry.ends:
        event.add("dtend", entry.ends.local())
    event.add("summary", drop_controls(words.title(entry)), parameters=language)
    event.add("description", drop_controls(words.describe(entry)), parameters=language)
    event.add("url", vUri(public_url + entry.path))
    event.add("status", _status_of(entry))
    event.add("transp", "OPAQUE" if entry.ends else "TRANSPARENT")  # a deadline leaves the day free
    if entry.topics:
        event.add("categories", [drop_controls(topic) for topic in entry.topics])
    for name, value, parameters in _details(entry, words):
        event.add(name, value, parameters=parameters)
    return event


def _status_of(entry: CalendarEntry) -> str:
    """A postponed event whose new dates are known takes place; one still at its old dates may or may not."""
    if entry.status == "cancelled":
        return "CANCELLED"
    has_new_dates = entry.previous is not None and entry.previous.starts != entry.starts
    return "TENTATIVE" if entry.status == "postponed" and not has_new_dates else "CONFIRMED"


def _details(
    entry: CalendarEntry, words: CalendarWords
) -> Iterator[tuple[str, str | vCalAddress, dict[str, str]]]:
    """Where it is, and the office that answers for it."""
    if place := words.place(entry):
        yield "location", drop_controls(place), {}
    office = entry.office
    if office is None:
        return
    contact = ", ".join(filter(None, (office.title, office.mail, *office.phones)))
    yield "contact", drop_controls(contact), {"LANGUAGE": LANGUAGES[office.locale].tag}
    if office.mail:
        yield "organizer", vCalAddress(f"mailto:{office.mail}"), {"CN": drop_controls(office.title)}
