"""What stands in a page's `<head>`: title, description, addresses in every language, Open Graph (https://ogp.me).

In: an input of a page. Out: a Head. Must not know templates.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from frontend.document_addresses import DESCRIPTION, DESCRIPTION_TYPE, address_of
from frontend.feed_addresses import CALENDAR_OF, FEED_NAMES, MEDIA_TYPES, dates_of, feed_folder
from frontend.inputs import Frame, Switch
from frontend.items import type_of
from frontend.messages import read_catalogue
from frontend.sharing.words import HEIGHT, WIDTH, Share, digest_of, path_of, share_page, share_site
from site_content.documents.base import Document
from site_content.languages import DEFAULT_LOCALE, LANGUAGES


class HeadLink(Struct, frozen=True):
    """An address of the same page for a language tag."""

    tag: str
    url: str


class FeedLink(Struct, frozen=True):
    """A feed or a calendar that tells of the page, or of what is listed on it; or the page itself as data."""

    type: str
    url: str
    title: str
    rel: str = "alternate"


class SharePicture(Struct, frozen=True):
    """The picture that other services show of a page. It is drawn after the page is live."""

    url: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


class Head(Struct, frozen=True, kw_only=True):
    """What a head template prints. `alternates` has every language, this one and `x-default` included."""

    title: str
    description: str
    canonical: str
    alternates: tuple[HeadLink, ...]
    kind: str = "website"
    share_title: str
    """The title without the site's name, which stands beside it."""
    share_locales: tuple[str, ...] = ()
    """Those of the same page in other languages, as Open Graph writes them: `zh_CN`."""
    image: SharePicture | None = None
    published_at: str = ""
    updated_at: str = ""
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
    paths = {one.locale: one.path for one in switches if one.same and one.filled}
    is_article = bool(document.published_at) and not title
    return Head(
        title=_whole_title(name, frame),
        description=document.seo_description or document.summary,
        canonical=frame.canonical_url + path,
        alternates=list_alternates(frame.canonical_url, paths),
        kind="article" if is_article else "website",
        share_title=name,
        share_locales=tuple(share_locale(code) for code in paths if code != frame.locale),
        image=_page_picture(frame, document),
        published_at=_iso(document.published_at) if is_article else "",
        updated_at=_iso(document.updated_at) if is_article else "",
        feeds=(*list_feeds(frame, document), *(() if title else list_data(document))),
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
        share_title=title,
        image=_site_picture(frame) if indexed else None,
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


def list_data(document: Document) -> Iterator[FeedLink]:
    """The page as JSON; on a home page the description of all of it too (RFC 8631)."""
    yield FeedLink("application/json", address_of(document), document.title)
    if type_of(document) == "home":
        yield FeedLink(DESCRIPTION_TYPE, f"/{DESCRIPTION}", "OpenAPI", "service-desc")


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


def share_locale(code: str) -> str:
    """A language with the country where most read it, as Open Graph writes it: `it_IT`, `zh_CN`."""
    return read_catalogue(LANGUAGES[code].babel).plain("pattern", "og:locale")


def _page_picture(frame: Frame, document: Document) -> SharePicture:
    share = share_page(document, frame.site_name, frame.other_names)
    return _picture(frame, share, f"{document.key}@{document.locale}")


def _site_picture(frame: Frame) -> SharePicture:
    return _picture(frame, share_site(frame.locale, frame.site_name, frame.other_names), "")


def _picture(frame: Frame, share: Share, token: str) -> SharePicture:
    """The picture on the edition's own host, by an address that is known before the picture is drawn."""
    alt = " · ".join(dict.fromkeys(filter(None, (share.kind, share.title, share.site_name))))
    return SharePicture(f"{frame.public_url}/{path_of(token, digest_of(share))}", alt)


def _iso(moment: datetime | None) -> str:
    """To the second: a draft keeps fewer digits than the page that was published."""
    return moment.replace(microsecond=0).isoformat() if moment else ""
