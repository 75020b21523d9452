"""Events and calls with the dates that tests are about, as plain documents."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from site_content.documents.call import CallDocument, CallSide
from site_content.documents.event import EventDocument
from site_content.documents.news import NewsDocument
from site_content.documents.technology import TechnologyDocument
from site_content.documents.values import Alternate, Moment
from tests.unit.static_build.plain_site import PUBLISHED

ROME, BEIJING = "Europe/Rome", "Asia/Shanghai"


def moment(text: str, zone: str = ROME) -> Moment:
    """A moment given as local time."""
    return Moment(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), zone)


def _base(section: str, slug: str) -> dict[str, Any]:
    path = f"{section}/{slug}/"
    return {
        "key": f"{section}-{slug}",
        "locale": "it",
        "path": f"/it/{path}",
        "title": slug,
        "source_locale": "it",
        "alternates": tuple(Alternate(locale, f"/{locale}/{path}") for locale in ("it", "zh-hans")),
        "published_at": PUBLISHED,
        "updated_at": PUBLISHED,
        "office": "office",
        "topics": ("topic",),
        "refs": ("office", "topic"),
    }


def event(slug: str = "forum", **more: Any) -> EventDocument:
    """An event of one day in Rome."""
    fields = {"starts": moment("2026-12-01T09:30"), "ends": moment("2026-12-01T17:00")}
    return EventDocument(**(_base("events", slug) | fields | more))


def side(id: str, name: str, deadline: Moment | None) -> CallSide:
    """One side of a call."""
    return CallSide(id=id, side=name, funder="Ministero", deadline=deadline, lang="it")


def call(slug: str = "mobility", *deadlines: Moment | None, **more: Any) -> CallDocument:
    """A call whose sides have these deadlines, Italy's first."""
    names = ("it", "cn")
    sides = tuple(side(f"side-{names[n]}", names[n], each) for n, each in enumerate(deadlines))
    return CallDocument(**(_base("calls", slug) | {"sides": sides} | more))


def news(slug: str = "visit", **more: Any) -> NewsDocument:
    """A news item."""
    return NewsDocument(**(_base("news", slug) | {"date": PUBLISHED.date()} | more))


def profile(slug: str, kind: str = "technology_offer", **more: Any) -> TechnologyDocument:
    """An Italian technology offer, or what `kind` says."""
    return TechnologyDocument(**(_base("technology", slug) | {"profile": kind, "country": "IT"} | more))
