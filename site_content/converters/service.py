"""ServicePage to ServiceDocument."""

from __future__ import annotations

from typing import Any

from site_content.documents.service import ServiceDocument

from .base import Place, page_fields
from .context import Context


def convert(page: Any, source: Any, context: Context, place: Place) -> ServiceDocument:
    """A service."""
    return ServiceDocument(
        **page_fields(page, source, context, place),
        audience=context.html(page.audience),
        benefits=context.html(page.benefits),
        how_it_works=context.html(page.how_it_works),
        requirements=context.html(page.requirements),
        times=context.text(page.times),
        costs=context.text(page.costs),
        contact=source.contact,
        refs=context.refs,
    )
