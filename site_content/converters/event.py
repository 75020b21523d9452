"""EventPage to EventDocument."""

from __future__ import annotations

from typing import Any

from site_content.documents.event import AgendaItem, EventDates, EventDocument, RegistrationDeadline, Venue

from .base import Place, page_fields
from .context import Context, stored
from .files import files, money


def convert(page: Any, source: Any, context: Context, place: Place) -> EventDocument:
    """An event. Raises OldShape where it has no start or end."""
    fields = page_fields(page, source, context, place)
    starts, ends = context.moment(source.starts), context.moment(source.ends)
    if starts is None or ends is None:
        raise context.fail("starts", "an event needs a start and an end")
    return EventDocument(
        **fields,
        edition=page.edition,
        series=context.page(source.series_id),
        theme=page.theme,
        starts=starts,
        ends=ends,
        venues=_venues(page, source, context),
        mode=source.mode,
        status=source.status,
        previous=_previous(source, context),
        organisers=context.related_snippets("organisers", "partner"),
        sponsors=context.related_snippets("sponsors", "partner"),
        speakers=context.related_snippets("speakers", "person"),
        agenda=_agenda(page, source, context),
        languages=tuple(source.languages or ()),
        registration_url=source.registration_url,
        registration_deadlines=_deadlines(page, source, context),
        capacity=source.capacity,
        price=money(source.price_amount, source.price_currency),
        files=files(source.files, context),
        refs=context.refs,
    )


def _venues(page: Any, source: Any, context: Context) -> tuple[Venue, ...]:
    return tuple(
        Venue(
            id=id,
            name=text.get("name") or "",
            city=text.get("city") or "",
            country=facts.get("country") or "",
            address=text.get("address") or "",
            lang=lang,
        )
        for id, facts, text, lang in context.pairs("venues", page.venues, source.venues)
    )


def _previous(source: Any, context: Context) -> tuple[EventDates, ...]:
    found = (
        (context.moment(item["starts"]), context.moment(item["ends"]))
        for _id, item in context.items("previous", stored(source.previous))
    )
    return tuple(EventDates(starts, ends) for starts, ends in found if starts and ends)


def _agenda(page: Any, source: Any, context: Context) -> tuple[AgendaItem, ...]:
    items = []
    for id, facts, text, lang in context.pairs("agenda", page.agenda, source.agenda):
        starts = context.moment(facts["starts"])
        if starts is None:
            raise context.fail("agenda", "an item has no start")
        speakers = [each for _id, each in context.items("agenda", facts.get("speakers"))]
        items.append(
            AgendaItem(
                id=id,
                starts=starts,
                ends=context.moment(facts.get("ends")),
                title=text["title"],
                html=context.html(text.get("text")),
                room=text.get("room") or "",
                speakers=context.snippets("person", speakers),
                lang=lang,
            )
        )
    return tuple(sorted(items, key=lambda item: item.starts.at))


def _deadlines(page: Any, source: Any, context: Context) -> tuple[RegistrationDeadline, ...]:
    found = (
        (id, text["label"], context.moment(facts["at"]), lang)
        for id, facts, text, lang in context.pairs(
            "registration_deadlines", page.registration_deadlines, source.registration_deadlines
        )
    )
    return tuple(
        RegistrationDeadline(id=id, label=label, at=at, lang=lang) for id, label, at, lang in found if at
    )
