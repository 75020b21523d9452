"""Sectors and themes that all types share. schema.org: DefinedTerm."""

from __future__ import annotations

from site_content.documents.base import Card, Document, card_fields


class TopicCard(Card, frozen=True, kw_only=True, tag="topic"):
    """A topic's name."""

    slug: str = ""
    sector: str = ""


class TopicDocument(Document, frozen=True, kw_only=True, tag="topic"):
    """A topic. `title` is its name, `summary` its description."""

    slug: str = ""
    sector: str = ""
    """Key of the sector above it; empty for a sector."""

    def card(self) -> TopicCard:
        return TopicCard(**card_fields(self), slug=self.slug, sector=self.sector)
