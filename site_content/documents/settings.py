"""The site's settings in one language: name, navigation, footer."""

from __future__ import annotations

from msgspec import Struct

from site_content.documents.base import Card, Document, card_fields
from site_content.documents.values import Picture


class MenuEntry(Struct, frozen=True):
    """An entry of the navigation: its label and the key of its page."""

    label: str
    page: str


class Channel(Struct, frozen=True):
    """A channel in the footer; WeChat has a picture and no URL."""

    label: str
    url: str = ""
    picture: Picture | None = None


class SettingsCard(Card, frozen=True, kw_only=True, tag="settings"):
    """The site's name."""


class SettingsDocument(Document, frozen=True, kw_only=True, tag="settings"):
    """The site's settings; `title` is its name, `summary` its tagline."""

    menu: tuple[MenuEntry, ...] = ()
    footer_text: str = ""
    social: tuple[Channel, ...] = ()
    privacy: str = ""
    """Key of the page."""
    accessibility: str = ""
    declaration_url: str = ""
    icp: str = ""
    public_security: str = ""
    organiser: str = ""

    def card(self) -> SettingsCard:
        return SettingsCard(**card_fields(self))
