"""Topic to TopicDocument."""

from __future__ import annotations

from typing import Any

from site_content.documents.topic import TopicDocument

from .base import Place, snippet_fields
from .context import Context


def convert(snippet: Any, source: Any, context: Context, place: Place) -> TopicDocument:
    """A topic."""
    return TopicDocument(
        **snippet_fields(snippet, context, place),
        slug=source.slug,
        sector=context.snippet("topic", source.sector_id),
        refs=context.refs,
    )
