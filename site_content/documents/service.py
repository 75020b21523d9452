"""What the centre does for whom. schema.org: Service."""

from __future__ import annotations

from site_content.documents.base import Card, Document, card_fields


class ServiceCard(Card, frozen=True, kw_only=True, tag="service"):
    """A service in a list."""


class ServiceDocument(Document, frozen=True, kw_only=True, tag="service"):
    """A service; the texts are HTML but for `times` and `costs`, which are one line each."""

    audience: str = ""
    benefits: str = ""
    how_it_works: str = ""
    requirements: str = ""
    times: str = ""
    costs: str = ""
    contact: str = ""
    """Mail address."""

    def card(self) -> ServiceCard:
        return ServiceCard(**card_fields(self))
