"""Partner to PartnerDocument."""

from __future__ import annotations

from datetime import date
from typing import Any

from site_content.documents.partner import FormerName, PartnerDocument

from .base import Place, snippet_fields
from .context import Context, stored


def convert(snippet: Any, source: Any, context: Context, place: Place) -> PartnerDocument:
    """A partner."""
    names = {"it": source.name_it, "zh-Hans": source.name_zh, "en": source.name_en}
    former = (item for _id, item in context.items("former_names", stored(source.former_names)))
    return PartnerDocument(
        **snippet_fields(snippet, context, place),
        names={tag: name for tag, name in names.items() if name},
        former_names=tuple(
            FormerName(
                item["name"],
                item.get("language") or "it",
                date.fromisoformat(item["until"]) if item.get("until") else None,
            )
            for item in former
        ),
        acronym=source.acronym,
        kind=source.kind,
        country=source.country,
        logo=context.picture(source.logo_id),
        role=source.role,
        since=source.since,
        website=source.website,
        ror=source.ror,
        refs=context.refs,
    )
