"""iCalendar: a file beside each event, call and programme, and feeds of events and of deadlines, of a language and by topic.

A feed holds what is ahead, nearest first, and fills up with the newest of what is over: 50 in all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from frontend.feed_addresses import CALENDAR_OF, CALENDARS, MEDIA_TYPES, Dated, dates_of, feed_folder
from frontend.feed_inputs import CalendarEntry, CalendarInput
from site_content.documents import Card, Document
from site_content.documents.call import CallDocument
from site_content.documents.event import EventDocument
from site_content.documents.office import OfficeCard
from static_build.frames import frames_of
from static_build.outputs.output import Output
from static_build.site import Site, answers

LONGEST = 50
ANY_TOPIC = ""
Subject = tuple[str, ...]


def subjects(site: Site) -> Iterator[Subject]:
    """Each page that has a date, and each feed."""
    for locale in frames_of(site):
        for type in CALENDAR_OF:
            for key in site.ask("places", type, locale):
                yield "page", key, locale
        for kind in CALENDARS:
            yield "feed", kind, ANY_TOPIC, locale
            for topic in site.ask("topic_folders"):
                yield "feed", kind, topic, locale


def plan(site: Site, kind: str, *subject: str) -> Iterator[Output]:
    """The files of one page, or one feed."""
    yield from _files(site, *subject) if kind == "page" else _feed(site, *subject)


def _files(site: Site, key: str, locale: str) -> Iterator[Output]:
    for entry in site.ask("calendar_entries", key, locale):
        yield _output(site, entry.file, locale, (entry,), page=entry.path)


def _feed(site: Site, kind: str, topic: str, locale: str) -> Iterator[Output]:
    entries: tuple[CalendarEntry, ...] = site.ask("calendar", kind, topic, locale)
    about = site.card(topic, locale) if topic else None
    folder = (
        feed_folder(locale, kind, topic=site.ask("topic_folders")[topic])
        if topic
        else feed_folder(locale, kind)
    )
    made = _output(
        site, f"{folder}.ics", locale, entries, page=feed_folder(locale, ""), about=about, kind=kind
    )
    yield replace(made, changes_at=_changes_at(site, entries))


def _changes_at(site: Site, entries: tuple[CalendarEntry, ...]) -> datetime | None:
    """When a full feed may change by itself: only where all of it is ahead does the end of one let another in."""
    if len(entries) < LONGEST:
        return None
    first = min(map(_end_of, entries))
    return first if first > site.ask("now") else None


def _output(
    site: Site,
    path: str,
    locale: str,
    entries: tuple[CalendarEntry, ...],
    *,
    page: str,
    about: Card | None = None,
    kind: str = "",
) -> Output:
    made = CalendarInput(
        locale=locale,
        public_url=site.public_url,
        path=path,
        site_name=site.ask("frame", locale).site_name,
        kind=kind,
        topic=about.title if about else "",
        page=page,
        entries=entries,
    )
    sources = {token for entry in entries for token in site.ask("calendar_sources", entry.key, entry.locale)}
    if about:
        sources.add(f"{about.key}@{about.locale}")
    media_type = f"{MEDIA_TYPES['ics']}; charset=utf-8"
    return Output(path=path.lstrip("/"), type=media_type, input=made, sources=tuple(sorted(sources)))


@answers("calendar_entries")
def _entries(site: Site, key: str, locale: str) -> tuple[CalendarEntry, ...]:
    """What calendars show of a page."""
    document: Document | None = site.ask("document", key, locale)
    if document is None or not document.path:
        return ()
    return tuple(_entry(site, document, dated) for dated in dates_of(document))


@answers("calendar_sources")
def _sources(site: Site, key: str, locale: str) -> tuple[str, ...]:
    """Tokens of what an entry shows: its document, its topics' names, its office. No pictures."""
    document: Document = site.ask("document", key, locale)
    named = [site.card(each, locale) for each in (*document.topics, document.office) if each]
    return (f"{key}@{locale}", *(f"{card.key}@{card.locale}" for card in named if card is not None))


def _entry(site: Site, document: Any, dated: Dated) -> CalendarEntry:
    topics = (site.card(topic, document.locale) for topic in document.topics)
    office = site.card(document.office, document.locale) if document.office else None
    return CalendarEntry(
        key=document.key,
        locale=document.locale,
        part=dated.part,
        path=document.path,
        file=dated.file,
        title=document.title,
        summary=document.summary,
        sides=dated.sides,
        starts=dated.starts,
        ends=dated.ends,
        topics=tuple(topic.title for topic in topics if topic),
        office=replace(office, picture=None, map=None) if isinstance(office, OfficeCard) else None,
        published_at=document.published_at,
        changed_at=site.ask("changed_at", document.key, document.locale),
        **_facts(document, dated),
    )


def _facts(document: Any, dated: Dated) -> dict[str, Any]:
    """What only one type has."""
    if isinstance(document, EventDocument):
        return {
            "status": document.status,
            "previous": document.previous[-1] if document.previous else None,
            "venues": document.venues,
            "mode": document.mode,
            "register_by": document.registration_deadlines,
            "action_url": document.registration_url,
        }
    if isinstance(document, CallDocument):
        sides = [side for side in document.sides if not dated.sides or side.side in dated.sides]
        urls = {side.apply_url for side in sides if side.apply_url}
        status = "cancelled" if document.card().revoked else "scheduled"
        return {"status": status, "action_url": urls.pop() if len(urls) == 1 else ""}
    return {"action_url": document.apply_url}


def _end_of(entry: CalendarEntry) -> datetime:
    return (entry.ends or entry.starts).at


@answers("calendar_by_topic")
def _by_topic(site: Site, kind: str, locale: str) -> dict[str, tuple[CalendarEntry, ...]]:
    """All entries of a kind on each topic and, under the empty name, on any."""
    found: dict[str, list[CalendarEntry]] = defaultdict(list)
    for type in (type for type in CALENDAR_OF if CALENDAR_OF[type] == kind):
        for key in site.ask("places", type, locale):
            place = site.ask("feed_place", key, locale)
            for topic in (ANY_TOPIC, *place.topics) if place else ():
                found[topic] += site.ask("calendar_entries", key, locale)
    return {topic: tuple(entries) for topic, entries in found.items()}


@answers("calendar")
def _calendar(site: Site, kind: str, topic: str, locale: str) -> tuple[CalendarEntry, ...]:
    """The entries of a feed, by time."""
    entries = site.ask("calendar_by_topic", kind, locale).get(topic, ())
    if len(entries) > LONGEST:
        now = site.ask("now")
        ahead = sorted((entry for entry in entries if _end_of(entry) > now), key=_by_time)[:LONGEST]
        over = sorted((entry for entry in entries if _end_of(entry) <= now), key=_by_time, reverse=True)
        entries = (*ahead, *over[: LONGEST - len(ahead)])
    return tuple(sorted(entries, key=_by_time))


def _by_time(entry: CalendarEntry) -> tuple[datetime, str, str]:
    return entry.starts.at, entry.key, entry.part
