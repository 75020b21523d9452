"""A free page, which may have children. schema.org: WebPage, AboutPage."""

from __future__ import annotations

from site_content.documents.base import Card, Document, card_fields


class PageCard(Card, frozen=True, kw_only=True, tag="page"):
    """A link to a free page."""


class PageDocument(Document, frozen=True, kw_only=True, tag="page"):
    """A free page."""

    kind: str = ""
    """`about` for a page about the centre, `privacy`, `accessibility`; else empty."""

    def card(self) -> PageCard:
        return PageCard(**card_fields(self))
