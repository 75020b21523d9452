"""News and press releases. schema.org: NewsArticle."""

from __future__ import annotations

from datetime import date

from site_content.documents.base import Card, Document, card_fields
from site_content.documents.values import Link


class NewsCard(Card, frozen=True, kw_only=True, tag="news"):
    """A news item in a list."""

    kind: str = "news"


class NewsDocument(Document, frozen=True, kw_only=True, tag="news"):
    """A news item."""

    kind: str = "news"
    """`news` or `press_release`."""
    date: date
    source: Link | None = None
    """Where it was first published; label may stand without a URL."""
    related: tuple[str, ...] = ()
    """Keys of related events and calls."""
    people: tuple[str, ...] = ()

    def card(self) -> NewsCard:
        return NewsCard(**card_fields(self), listed_on=self.date, kind=self.kind)

    def codes(self) -> tuple[str, ...]:
        return (self.kind,)
