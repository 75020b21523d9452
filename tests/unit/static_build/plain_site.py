"""A site of documents in memory, without a database: what the plan makes of them, and its bytes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from frontend.assets import assets
from site_content.documents import Document
from site_content.documents.home import HomeDocument
from site_content.documents.office import OfficeDocument
from site_content.documents.section import SectionDocument
from site_content.documents.topic import TopicDocument
from site_content.documents.values import Alternate
from static_build.outputs import Plan
from static_build.outputs.output import Output
from static_build.render import render
from static_build.site import Content, Site

ORIGIN = "https://ponte.example"
LOCALES = ("it", "zh-hans")
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PUBLISHED = datetime(2026, 11, 1, 8, tzinfo=UTC)


def surroundings() -> list[Document]:
    """A home page and the sections of events, calls and news in each language, an office, a topic and its sector."""
    return [each for locale in LOCALES for each in _surroundings(locale)]


def _surroundings(locale: str) -> Iterable[Document]:
    shared: dict[str, Any] = {"locale": locale, "source_locale": "it", "published_at": PUBLISHED}
    yield HomeDocument(key="home", path=f"/{locale}/", title="Centro", **shared)
    for lists, slug in (("event", "events"), ("call", "calls"), ("news", "news")):
        path = f"/{locale}/{slug}/"
        yield SectionDocument(
            key=f"section-{slug}", path=path, title=slug, lists=lists, parent="home", **shared
        )
    yield OfficeDocument(
        key="office", title="Sede di Napoli", mail="napoli@ponte.example", phones=("+39 081 0",), **shared
    )
    yield TopicDocument(key="sector", title="Scienze", slug="science", **shared)
    yield TopicDocument(key="topic", title="Robotica", slug="robotics", sector="sector", **shared)


def paired_section(lists: str, slug: str) -> list[SectionDocument]:
    """A section that exists in both languages and says so, in the place of the plain one of the same name."""
    alternates = tuple(Alternate(locale, f"/{locale}/{slug}/") for locale in LOCALES)
    return [
        SectionDocument(
            key=f"section-{slug}",
            locale=locale,
            source_locale="it",
            path=f"/{locale}/{slug}/",
            title=slug,
            lists=lists,
            parent="home",
            alternates=alternates,
            published_at=PUBLISHED,
        )
        for locale in LOCALES
    ]


def make_site(*documents: Document, now: datetime = NOW) -> Site:
    """The site of these documents and of what surrounds them."""
    every = {(each.key, each.locale): each for each in (*surroundings(), *documents)}
    return Site(
        Content(
            now=now,
            documents=every,
            order={place: f"{number:06}" for number, place in enumerate(every)},
            allowed=frozenset(f"{key}@{locale}" for key, locale in every),
            pictures={},
            files={},
            media_folder="",
            public_url=ORIGIN,
            assets={name: asset.path for name, asset in assets().items()},
        )
    )


def outputs_of(*documents: Document, now: datetime = NOW) -> dict[str, Output]:
    """Every output by path."""
    return Plan(make_site(*documents, now=now), "code").outputs


def files_of(*documents: Document, now: datetime = NOW) -> dict[str, bytes]:
    """The bytes of every feed and calendar, by path."""
    outputs = outputs_of(*documents, now=now)
    return {
        path: render(output)
        for path, output in outputs.items()
        if Path(path).suffix in (".ics", ".atom") or "/feeds/" in path
    }


def translated(document: Any, **more: Any) -> Any:
    """The document's translation into Chinese: the same facts, its own words and publication."""
    path = document.path.replace("/it/", "/zh-hans/")
    return replace(document, **({"locale": "zh-hans", "path": path} | more))
