"""The home page of a language. schema.org: WebSite, Organization."""

from __future__ import annotations

from site_content.documents.base import Card, Document, card_fields
from site_content.documents.values import Link


class HomeCard(Card, frozen=True, kw_only=True, tag="home"):
    """A link to the home page."""


class HomeDocument(Document, frozen=True, kw_only=True, tag="home"):
    """Hero and highlights; its other sections fill themselves."""

    hero_title: str = ""
    hero_text: str = ""
    actions: tuple[Link, ...] = ()
    """The hero's one or two buttons."""
    highlights: tuple[str, ...] = ()
    """Keys of pages."""

    def card(self) -> HomeCard:
        return HomeCard(**card_fields(self))
