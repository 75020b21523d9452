"""What stands at the root: language chooser, 404 pages, robots.txt and the sitemap in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from frontend.feed_addresses import FEED_NAMES
from frontend.inputs import (
    ChooserInput,
    MissingInput,
    RobotsInput,
    SitemapEntry,
    SitemapIndexInput,
    SitemapInput,
)
from site_content.documents import TYPES
from site_content.languages import LANGUAGES
from static_build.frames import frames_of
from static_build.outputs.facet_sitemaps import facet_sitemap_path
from static_build.outputs.output import HTML, TEXT, XML, Output
from static_build.site import Site, answers, tag

SITEMAP_PART = 500


def subjects(site: Site) -> Iterator[tuple[Any, ...]]:
    """The files at the root, a 404 page for each language, and the sitemap's parts."""
    yield ("root",)
    for locale in frames_of(site):
        yield "missing", locale
    for type in TYPES:
        for number, _ in enumerate(site.ask("sitemap_parts", type), start=1):
            yield "sitemap", type, number


def plan(site: Site, kind: str, *subject: Any) -> Iterator[Output]:
    """The outputs of one subject."""
    yield from _PLANS[kind](site, *subject)


def _root(site: Site) -> Iterator[Output]:
    every = tuple(frames_of(site).values())
    canonical = site.content.canonical_url or site.public_url
    yield Output(path="index.html", type=HTML, input=ChooserInput(frames=every))
    yield Output(path="404.html", type=HTML, input=MissingInput(frames=every))
    yield Output(path="robots.txt", type=TEXT, input=RobotsInput(canonical_url=canonical))
    facets = range(1, site.ask("facet_sitemap_count") + 1)
    parts = tuple(
        (f"/sitemaps/{type}-{number}.xml", changed_at)
        for type in sorted(TYPES)
        for number, changed_at in enumerate(site.ask("sitemap_parts", type), start=1)
    )
    parts += tuple((f"/{facet_sitemap_path(number)}", None) for number in facets)
    yield Output(path="sitemap.xml", type=XML, input=SitemapIndexInput(canonical_url=canonical, parts=parts))


def _missing(site: Site, locale: str) -> Iterator[Output]:
    made = MissingInput(frames=(site.ask("frame", locale),))
    yield Output(path=f"{locale}/404.html", type=HTML, input=made)


def _sitemap(site: Site, type: str, number: int) -> Iterator[Output]:
    entries = site.ask("sitemap_part", type, number)
    if entries:
        canonical = site.content.canonical_url or site.public_url
        made = SitemapInput(canonical_url=canonical, entries=entries)
        yield Output(path=f"sitemaps/{type}-{number}.xml", type=XML, input=made)


_PLANS: dict[str, Callable[..., Iterator[Output]]] = {"root": _root, "missing": _missing, "sitemap": _sitemap}


@answers("sitemap_entry")
def _sitemap_entry(site: Site, key: str) -> tuple[str, SitemapEntry] | None:
    """When a page was first published, and its entry; None for what has no page."""
    versions = [site.ask("document", key, locale) for locale in site.ask("locales", key)]
    versions = [each for each in versions if each is not None and each.path]
    if not versions:
        return None
    first = min((str(each.published_at) for each in versions if each.published_at), default="")
    changed = {each.locale: site.ask("page_changed_at", key, each.locale) for each in versions}
    known = {locale: moment for locale, moment in changed.items() if moment}
    return first, SitemapEntry({each.locale: each.path for each in versions}, known)


@answers("page_changed_at")
def _page_changed_at(site: Site, key: str, locale: str) -> datetime | None:
    """When a page last became another: it was published, or what it lists got something new."""
    document = site.ask("document", key, locale)
    types = {"home": tuple(FEED_NAMES), "section": (getattr(document, "lists", ""),)}.get(tag(document), ())
    newest = (site.ask("feed_places", type, locale).get("", ())[:1] for type in types)
    moments = [
        datetime.fromisoformat(place.published) for places in newest for place in places if place.published
    ]
    return max(filter(None, [site.ask("changed_at", key, locale), *moments]), default=None)


@answers("sitemap_cut")
def _sitemap_cut(site: Site, type: str) -> tuple[tuple[SitemapEntry, ...], ...]:
    """Entries of a type in parts, in the order of first publication, so that a full part keeps its pages."""
    keys = {key for locale in LANGUAGES for key in site.ask("places", type, locale)}
    found = [(key, site.ask("sitemap_entry", key)) for key in keys]
    entries = sorted((made[0], key, made[1]) for key, made in found if made is not None)
    return tuple(
        tuple(entry for *_, entry in entries[start : start + SITEMAP_PART])
        for start in range(0, len(entries), SITEMAP_PART)
    )


@answers("sitemap_part")
def _sitemap_part(site: Site, type: str, number: int) -> tuple[SitemapEntry, ...]:
    parts = site.ask("sitemap_cut", type)
    return parts[number - 1] if number <= len(parts) else ()


@answers("sitemap_parts")
def _sitemap_parts(site: Site, type: str) -> tuple[datetime | None, ...]:
    """The newest change in each part of a type."""
    parts = site.ask("sitemap_cut", type)
    return tuple(
        max((moment for each in part for moment in each.changed_at.values()), default=None) for part in parts
    )
