"""Where the JSON of documents lies, and its description: a pure naming, the same for the plan and for pages."""

from __future__ import annotations

from frontend.items import type_of
from site_content.documents.base import Card, Document

ROOT = "api/documents/v1"
"""The folder below the public root."""
DESCRIPTION = f"{ROOT}/openapi.json"
DESCRIPTION_TYPE = "application/vnd.oai.openapi+json;version=3.1"


def address_of(document: Card | Document) -> str:
    """The public address of a document's JSON."""
    return f"/{ROOT}/{document.locale}/{type_of(document)}/{document.key}.json"
