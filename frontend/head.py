"""What stands in a page's `<head>`: title, description, addresses in every language, share picture.

In: an input of a page. Out: a Head. Must not know templates.
"""

from __future__ import annotations

from msgspec import Struct

from frontend.inputs import Frame, Switch
from frontend.pictures import find_sources
from site_content.documents.base import Document
from site_content.languages import DEFAULT_LOCALE, LANGUAGES


class HeadLink(Struct, frozen=True):
    """An address of the same page for a language tag."""

    tag: str
    url: str


class Head(Struct, frozen=True, kw_only=True):
    """What a head template prints. `alternates` has every language, this one and `x-default` included."""

    title: str
    description: str
    canonical: str
    alternates: tuple[HeadLink, ...]
    kind: str = "website"
    image: str = ""
    indexed: bool = True


def describe_page(
    frame: Frame, document: Document, switches: tuple[Switch, ...], path: str, title: str = ""
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
    )


def describe_plain(frame: Frame, title: str, description: str, path: str, *, indexed: bool) -> Head:
    """The head of a page that has no document."""
    return Head(
        title=title,
        description=description,
        canonical=frame.canonical_url + path,
        alternates=(),
        indexed=indexed,
    )


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
