"""HomePage to HomeDocument."""

from __future__ import annotations

from typing import Any

from site_content.documents.home import HomeDocument
from site_content.documents.values import Link

from .base import Place, page_fields
from .context import Context, stored


def convert(page: Any, source: Any, context: Context, place: Place) -> HomeDocument:
    """The home page of one language."""
    fields = page_fields(page, source, context, place)
    actions = [
        Link(text["label"], context.path(facts["page"]))
        for _id, facts, text, _lang in context.pairs("actions", page.actions, source.actions)
    ]
    pages = (context.page(page_id) for _id, page_id in context.items("highlights", stored(source.highlights)))
    return HomeDocument(
        **fields,
        hero_title=page.hero_title,
        hero_text=page.hero_text,
        actions=tuple(link for link in actions if link.url),
        highlights=tuple(key for key in pages if key),
        refs=context.refs,
    )
