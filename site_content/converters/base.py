"""What every page's converter begins with: the fields that all documents share."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from site_content.documents.values import Alternate, Crumb, Staleness

from .blocks import body
from .context import Context


class Place(Struct, frozen=True, kw_only=True):
    """Where a document stands: worked out by the load from the tree, the same for every type."""

    key: str
    path: str
    alternates: tuple[Alternate, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    parent: str = ""
    stale: Staleness | None = None


def page_fields(page: Any, source: Any, context: Context, place: Place) -> dict[str, Any]:
    """The shared fields of a page's document: text of `page`, facts and relations of `source`."""
    return {
        "key": place.key,
        "locale": context.locale,
        "path": place.path,
        "title": page.title,
        "summary": context.text(page.summary),
        "body": body(page.body, source.body, context),
        "picture": context.picture(source.picture_id),
        "topics": context.related_snippets("topics", "topic"),
        "seo_title": page.seo_title,
        "seo_description": page.search_description,
        "reviewed_on": source.reviewed_on,
        "office": context.snippet("office", source.office_id),
        "source_locale": context.source_locale,
        "alternates": place.alternates,
        "crumbs": place.crumbs,
        "parent": place.parent,
        "published_at": page.first_published_at,
        "updated_at": page.last_published_at,
        "stale": place.stale,
    }


def snippet_fields(
    snippet: Any, context: Context, place: Place, *, title: str = "name", summary: str = "summary"
) -> dict[str, Any]:
    """The shared fields of a snippet's document; `title` and `summary` name the snippet's fields for them."""
    return {
        "key": place.key,
        "locale": context.locale,
        "title": getattr(snippet, title),
        "summary": context.text(getattr(snippet, summary, "")),
        "source_locale": context.source_locale,
        "alternates": place.alternates,
        "published_at": snippet.first_published_at,
        "updated_at": snippet.last_published_at,
        "stale": place.stale,
    }
