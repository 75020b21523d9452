"""A section: the page that lists one type of document. schema.org: CollectionPage."""

from __future__ import annotations

from site_content.documents.base import Card, Document, card_fields


class SectionCard(Card, frozen=True, kw_only=True, tag="section"):
    """A link to a section."""


class SectionDocument(Document, frozen=True, kw_only=True, tag="section"):
    """A section; what it lists is worked out by the plan."""

    lists: str = ""
    """The type that it lists, for example `news`."""

    def card(self) -> SectionCard:
        return SectionCard(**card_fields(self))
