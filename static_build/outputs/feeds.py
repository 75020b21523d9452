"""Feeds: Atom and JSON Feed of all that a language publishes, of each type and each topic: the newest 50 in full.

Newest by first publication, which never changes, so that an edit rewrites only the feeds in which the page stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct

from frontend.feed_addresses import EVERYTHING, FEED_NAMES, MEDIA_TYPES, feed_folder
from frontend.feed_inputs import FeedInput, FeedItem, FeedLinks, FeedsPageInput
from frontend.inputs import Switch
from site_content.documents import Card, Document
from site_content.languages import LANGUAGES
from static_build.frames import frames_of
from static_build.outputs.output import HTML, Output, html_path
from static_build.outputs.pages import cards_of
from static_build.site import Site, answers, tag, tokens

NEWEST = 50
FORMATS = ("atom", "json")
NAMED = frozenset({"person", "partner", "office", "topic"})
"""Types whose cards an entry's content shows."""
ANY_TOPIC = ""


class Place(Struct, frozen=True, order=True):
    """Where a page stands among the others of its language: the newest first publication is the greatest."""

    published: str
    key: str
    topics: tuple[str, ...] = ()
    """Its topics, and the sectors above them."""


def subjects(site: Site) -> Iterator[tuple[str, ...]]:
    """In each language the page that lists all feeds, the feed of everything, one a type and one a topic."""
    for locale in frames_of(site):
        yield "page", locale
        yield "feed", locale, EVERYTHING, ANY_TOPIC
        for type in FEED_NAMES:
            yield "feed", locale, type, ANY_TOPIC
        for topic in site.ask("topic_folders"):
            yield "feed", locale, EVERYTHING, topic


def plan(site: Site, kind: str, locale: str, *rest: str) -> Iterator[Output]:
    """A feed in both formats, or the page that lists them."""
    if kind == "page":
        yield _page(site, locale)
    else:
        yield from _feed(site, locale, *rest)


def _feed(site: Site, locale: str, type: str, topic: str) -> Iterator[Output]:
    items = tuple(
        FeedItem(
            document=site.ask("document", key, locale).without_persons(),
            changed_at=site.ask("changed_at", key, locale),
        )
        for key in site.ask("feed", type, topic, locale)
    )
    cards = _cards(site, items)
    about = _about(site, locale, type, topic)
    folder = _folder(site, locale, type, topic)
    frame = site.ask("frame", locale)
    shown: list[Document | Card] = [
        *(item.document for item in items),
        *cards.values(),
        *([about] if about else []),
    ]
    for format in FORMATS:
        made = FeedInput(
            format=format,
            locale=locale,
            public_url=site.public_url,
            path=f"{folder}.{format}",
            site_name=frame.site_name,
            name=about.title if about else "",
            summary=about.summary if about else frame.tagline,
            page=about.path if about and about.path else f"/{locale}/",
            others={
                code: f"{_folder(site, code, type, topic)}.{format}"
                for code in frames_of(site)
                if code != locale
            },
            items=items,
            cards=cards,
            changed_at=_about_changed_at(site, about, locale),
        )
        media_type = f"{MEDIA_TYPES[format]}; charset=utf-8"
        yield Output(path=made.path.lstrip("/"), type=media_type, input=made, sources=tokens(shown))


def _cards(site: Site, items: tuple[FeedItem, ...]) -> dict[str, Card]:
    found: dict[str, Card] = {}
    for item in items:
        found |= {key: card for key, card in cards_of(site, item.document).items() if tag(card) in NAMED}
    return dict(sorted(found.items()))


def _about(site: Site, locale: str, type: str, topic: str) -> Card | None:
    """What a feed is of: its topic, the section of its type; the home page for all of a language."""
    if topic:
        return site.card(topic, locale)
    if type != EVERYTHING:
        key = site.ask("section_of", type, locale)
        return site.card(key, locale) if key else None
    return None


def _about_changed_at(site: Site, about: Card | None, locale: str) -> datetime | None:
    key, code = (about.key, about.locale) if about else (site.ask("places", "home", locale)[0], locale)
    changed_at: datetime | None = site.ask("changed_at", key, code)
    return changed_at


def _folder(site: Site, locale: str, type: str, topic: str) -> str:
    if topic:
        return feed_folder(locale, topic=site.ask("topic_folders")[topic])
    return feed_folder(locale, FEED_NAMES.get(type, EVERYTHING))


def _page(site: Site, locale: str) -> Output:
    """The page that lists every feed and calendar of a language."""
    frame = site.ask("frame", locale)
    types = tuple(_links_of_type(site, locale, type) for type in FEED_NAMES)
    topics = [site.card(key, locale) for key in site.ask("topic_folders")]
    named = sorted((card for card in topics if card is not None), key=lambda card: (card.title, card.key))
    made = FeedsPageInput(
        frame=frame,
        switches=tuple(Switch(code, feed_folder(code, ""), True) for code in frames_of(site)),
        types=types,
        topics=tuple(
            FeedLinks(card.title, card.locale, _folder(site, locale, "", card.key)) for card in named
        ),
    )
    path = html_path(feed_folder(locale, ""))
    return Output(path=path, type=HTML, input=made, sources=tokens(named))


def _links_of_type(site: Site, locale: str, type: str) -> FeedLinks:
    about = _about(site, locale, type, ANY_TOPIC)
    folder = feed_folder(locale, FEED_NAMES[type])
    return FeedLinks(about.title if about else "", about.locale if about else locale, folder, type)


@answers("topic_folders")
def _topic_folders(site: Site) -> dict[str, str]:
    """The name of each public topic's folder by its key: its slug, or its key where it has none or another has the same."""
    keys = sorted({key for locale in LANGUAGES for key in site.ask("places", "topic", locale)})
    folders: dict[str, str] = {}
    for key in keys:
        slug = site.ask("slug", key)
        folders[key] = slug if slug and slug not in folders.values() else key
    return folders


@answers("slug")
def _slug(site: Site, key: str) -> str:
    for locale in site.ask("locales", key):
        if slug := getattr(site.ask("document", key, locale), "slug", ""):
            return str(slug)
    return ""


@answers("section_of")
def _section_of(site: Site, type: str, locale: str) -> str:
    """The key of the section that lists a type; empty where there is none."""
    return next((section.key for section in site.of_type("section", locale) if section.lists == type), "")


@answers("changed_at")
def _changed_at(site: Site, key: str, locale: str) -> datetime | None:
    """When what a page shows was last published: the page itself, or the source whose facts it has."""
    own = site.ask("document", key, locale)
    if own is None:
        return None
    source = site.ask("document", key, own.source_locale) if own.source_locale != locale else None
    moments = [each.updated_at or each.published_at for each in (own, source) if each is not None]
    return max((moment for moment in moments if moment), default=None)


@answers("feed_place")
def _feed_place(site: Site, key: str, locale: str) -> Place | None:
    """Where a page stands in feeds; None for what has no page."""
    document: Document | None = site.ask("document", key, locale)
    if document is None or not document.path:
        return None
    published = document.published_at.isoformat() if document.published_at else ""
    sectors = (getattr(site.card(topic, locale), "sector", "") for topic in document.topics)
    return Place(published, key, tuple(dict.fromkeys((*document.topics, *filter(None, sectors)))))


@answers("feed_places")
def _feed_places(site: Site, type: str, locale: str) -> dict[str, tuple[Place, ...]]:
    """The newest of a type on each topic and, under the empty name, on any."""
    found: dict[str, list[Place]] = defaultdict(list)
    places = (site.ask("feed_place", key, locale) for key in site.ask("places", type, locale))
    for place in sorted((place for place in places if place is not None), reverse=True):
        for topic in (ANY_TOPIC, *place.topics):
            if len(found[topic]) < NEWEST:
                found[topic].append(place)
    return {topic: tuple(newest) for topic, newest in found.items()}


@answers("feed")
def _feed_keys(site: Site, type: str, topic: str, locale: str) -> tuple[str, ...]:
    """Keys of the newest of a type, or of all types, on a topic or on any."""
    types = FEED_NAMES if type == EVERYTHING else (type,)
    found: list[Any] = []
    for each in types:
        found += site.ask("feed_places", each, locale).get(topic, ())
    return tuple(place.key for place in sorted(found, reverse=True)[:NEWEST])
