"""TechnologyPage to TechnologyDocument."""

from __future__ import annotations

from typing import Any

from site_content.documents.technology import TechnologyDocument

from .base import Place, page_fields
from .context import Context
from .files import files


def convert(page: Any, source: Any, context: Context, place: Place) -> TechnologyDocument:
    """A technology or business offer or request."""
    return TechnologyDocument(
        **page_fields(page, source, context, place),
        profile=source.profile,
        reference=source.reference,
        country=source.country,
        region=page.region,
        holder=page.holder,
        advantages=context.html(page.advantages),
        stage=source.stage,
        trl=source.trl,
        ipr=source.ipr,
        patent_number=source.patent_number,
        confirmed_on=source.confirmed_on,
        partner_type=page.partner_type,
        partner_role=context.html(page.partner_role),
        cooperation=tuple(source.cooperation or ()),
        target_countries=tuple(source.target_countries or ()),
        valid_from=source.valid_from,
        valid_to=source.valid_to,
        contact=context.snippet("office", source.contact_id),
        files=files(source.files, context),
        refs=context.refs,
    )
