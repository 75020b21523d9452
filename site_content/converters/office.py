"""Office to OfficeDocument."""

from __future__ import annotations

from typing import Any

from site_content.documents.office import OfficeDocument

from .base import Place, snippet_fields
from .context import Context


def convert(snippet: Any, source: Any, context: Context, place: Place) -> OfficeDocument:
    """An office."""
    return OfficeDocument(
        **snippet_fields(snippet, context, place),
        competences=context.html(snippet.competences),
        city=snippet.city,
        country=source.country,
        address=snippet.address,
        address_local=source.address_local,
        local_lang=source.local_language,
        latitude=_number(source.latitude),
        longitude=_number(source.longitude),
        map=context.picture(source.map_id),
        hours=snippet.hours,
        zone=source.zone,
        phones=tuple(source.phones or ()),
        mail=source.mail,
        wechat=context.picture(source.wechat_id),
        order=source.order,
        refs=context.refs,
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
