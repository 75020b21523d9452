"""NewsPage to NewsDocument."""

from __future__ import annotations

from typing import Any

from site_content.documents.news import NewsDocument
from site_content.documents.values import Link

from .base import Place, page_fields
from .context import Context


def convert(page: Any, source: Any, context: Context, place: Place) -> NewsDocument:
    """A news item."""
    fields = page_fields(page, source, context, place)
    named = page.source_label or source.source_url
    return NewsDocument(
        **fields,
        kind=source.kind,
        date=source.date,
        source=Link(named, source.source_url) if named else None,
        related=context.related_pages("related"),
        people=context.related_snippets("people", "person"),
        refs=context.refs,
    )
