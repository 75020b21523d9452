"""PublicationPage to PublicationDocument."""

from __future__ import annotations

from typing import Any

from site_content.documents.publication import PublicationDocument

from .base import Place, page_fields
from .context import Context
from .files import files


def convert(page: Any, source: Any, context: Context, place: Place) -> PublicationDocument:
    """A publication."""
    return PublicationDocument(
        **page_fields(page, source, context, place),
        identifier=source.identifier,
        date=source.date,
        authors=tuple(source.authors or ()),
        licence=source.licence,
        files=files(source.files, context),
        refs=context.refs,
    )
