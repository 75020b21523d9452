"""Person to PersonDocument."""

from __future__ import annotations

from typing import Any

import msgspec

from site_content.documents.person import PersonDocument

from .base import Place, snippet_fields
from .context import Context


def convert(snippet: Any, source: Any, context: Context, place: Place) -> PersonDocument:
    """A person."""
    document = PersonDocument(
        **snippet_fields(snippet, context, place),
        name_latin=source.name_latin,
        name_han=source.name_han,
        role=snippet.role,
        organisation=context.snippet("partner", source.organisation_id),
        biography=context.html(snippet.biography),
        languages=tuple(source.languages or ()),
        refs=context.refs,
    )
    return msgspec.structs.replace(document, picture=context.picture(source.picture_id))
