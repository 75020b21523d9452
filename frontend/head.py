"""What stands in a page's `<head>`: title, description, addresses in every language, share picture.

In: an input of a page. Out: a Head. Must not know templates.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from frontend.feed_addresses import CALENDAR_OF, FEED_NAMES, MEDIA_TYPES, dates_of, feed_folder
from frontend.inputs import Frame, Switch
from frontend.items import type_of
from frontend.messages import read_catalogue
from frontend.pictures import find_sources
from site_content.documents.base import Document
from site_content.languages import DEFAULT_LOCALE, LANGUAGES


class HeadLink(Struct, frozen=True):
    """An address of the same page for a language tag."""

    tag: str
    url: str


class FeedLink(Struct, frozen=True):
    """A feed or a calendar that tells of the page, or of what is listed on it."""

    type: str
    url: str
    title: str


class Head(Struct, frozen=True, kw_only=True):
    """What a head template prints. `alternates` has every language, this one and `x-default` included."""

    title: str
    description: str
    canonical: str
    alternates: tuple[HeadLink, ...]
    kind: str = "website"
    image: str = ""
    indexed: bool = True
    feeds: tuple[FeedLink, ...] = ()
    data: str = ""
    """JSON-LD, ready to stand inside `<script>`; empty where the page is about nothing."""
    runs_wasm: bool = False
    """Whether the page searches in the static index."""


def describe_page(
    frame: Frame,
    document: Document,
    switches: tuple[Switch, ...],
    path: str,
    title: str = "",
    data: str = "",
) -> Head:
    """The head of a page at `path`; `title` replaces the document's own, for example on a year's archive."""
    name = title or document.seo_title or document.title
    return Head(
        title=_whole_title(name, frame),
        description=document.seo_description or document.summary,
        canonical=frame.canonical_url + path,
        alternates=list_alternates(
            frame.canonical_url, {one.locale: one.path for one in switches if one.same}
        ),
        kind="article" if document.published_at and not title else "website",
        image=_share_picture(frame, document),
        feeds=tuple(list_feeds(frame, document)),
        data=data,
    )


def describe_plain(
    frame: Frame, title: str, description: str, path: str, *, indexed: bool, runs_wasm: bool = False
) -> Head:
    """The head of a page that has no document."""
    return Head(
        title=title,
        description=description,
        canonical=frame.canonical_url + path,
        alternates=(),
        indexed=indexed,
        runs_wasm=runs_wasm,
    )


def list_feeds(frame: Frame, document: Document) -> Iterator[FeedLink]:
    """The feed of everything, that of the page's type, and calendars: of the page's own dates, or of what it lists."""
    type = type_of(document)
    listed = getattr(document, "lists", "") or type
    if listed in FEED_NAMES:
        yield _feed_link(frame, FEED_NAMES[listed], "atom")
        yield _feed_link(frame, FEED_NAMES[listed], "json")
    if listed != type and listed in CALENDAR_OF:
        yield _feed_link(frame, CALENDAR_OF[listed], "ics")
    for dated in dates_of(document):
        yield FeedLink(MEDIA_TYPES["ics"], dated.file, document.title)
    yield _feed_link(frame, "all", "atom")


def _feed_link(frame: Frame, name: str, ending: str) -> FeedLink:
    catalogue = read_catalogue(LANGUAGES[frame.locale].babel)
    context = "calendar" if ending == "ics" else "feed"
    title = f"{catalogue.plain(context, name)} · {frame.site_name}"
    return FeedLink(MEDIA_TYPES[ending], f"{feed_folder(frame.locale, name)}.{ending}", title)


def list_alternates(origin: str, paths: dict[str, str]) -> tuple[HeadLink, ...]:
    """Every language of a page and `x-default`: the default language where it has that, else its first."""
    if not paths:
        return ()
    links = [
        HeadLink(LANGUAGES[locale].tag, origin + paths[locale]) for locale in LANGUAGES if locale in paths
    ]
    fallback = paths.get(DEFAULT_LOCALE) or next(paths[locale] for locale in LANGUAGES if locale in paths)
    return (*links, HeadLink("x-default", origin + fallback))


def _whole_title(name: str, frame: Frame) -> str:
    return frame.site_name if name == frame.site_name else f"{name} · {frame.site_name}"


def _share_picture(frame: Frame, document: Document) -> str:
    sources = find_sources(document.picture) if document.picture else None
    return frame.canonical_url + sources.largest.url if sources else ""
