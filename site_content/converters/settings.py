"""SiteSettings to SettingsDocument."""

from __future__ import annotations

from typing import Any

from site_content.documents.settings import Channel, MenuEntry, SettingsDocument

from .base import Place, snippet_fields
from .context import Context


def convert(snippet: Any, source: Any, context: Context, place: Place) -> SettingsDocument:
    """The site's settings in one language."""
    fields = snippet_fields(snippet, context, place, title="site_name", summary="tagline")
    menu = [
        MenuEntry(text["label"], context.page(facts["page"]))
        for _id, facts, text, _lang in context.pairs("menu", snippet.menu, source.menu)
    ]
    return SettingsDocument(
        **fields,
        menu=tuple(entry for entry in menu if entry.page),
        footer_text=context.text(snippet.footer_text),
        social=tuple(
            Channel(text["label"], facts.get("url") or "", context.picture(facts.get("picture")))
            for _id, facts, text, _lang in context.pairs("social", snippet.social, source.social)
        ),
        privacy=context.page(source.privacy_page_id),
        accessibility=context.page(source.accessibility_page_id),
        declaration_url=source.declaration_url,
        icp=source.icp,
        public_security=source.public_security,
        organiser=source.organiser,
        refs=context.refs,
    )
