"""FreePage to PageDocument."""

from __future__ import annotations

from typing import Any

from site_content.documents.page import PageDocument

from .base import Place, page_fields
from .context import Context


def convert(page: Any, source: Any, context: Context, place: Place) -> PageDocument:
    """A free page."""
    return PageDocument(**page_fields(page, source, context, place), kind=source.kind, refs=context.refs)
