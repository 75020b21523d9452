"""Publications. schema.org: Report, DigitalDocument."""

from __future__ import annotations

from datetime import date

from site_content.documents.base import Card, Document, card_fields
from site_content.documents.values import File


class PublicationCard(Card, frozen=True, kw_only=True, tag="publication"):
    """A publication in a list."""

    languages: tuple[str, ...] = ()


class PublicationDocument(Document, frozen=True, kw_only=True, tag="publication"):
    """A publication with one file a language."""

    identifier: str = ""
    date: date
    authors: tuple[str, ...] = ()
    """Names as printed."""
    licence: str = ""
    """SPDX identifier."""
    files: tuple[File, ...] = ()

    def card(self) -> PublicationCard:
        languages = tuple(dict.fromkeys(file.language for file in self.files if file.language))
        return PublicationCard(**card_fields(self), listed_on=self.date, languages=languages)

    def identifiers(self) -> tuple[str, ...]:
        return (self.identifier,) if self.identifier else ()
