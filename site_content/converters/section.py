"""SectionPage to SectionDocument."""

from __future__ import annotations

from typing import Any

from site_content.documents.section import SectionDocument

from .base import Place, page_fields
from .context import Context


def convert(page: Any, source: Any, context: Context, place: Place) -> SectionDocument:
    """A section."""
    return SectionDocument(**page_fields(page, source, context, place), lists=source.lists, refs=context.refs)
