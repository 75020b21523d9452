"""Offices of the centre. schema.org: Organization and Place."""

from __future__ import annotations

from site_content.documents.base import Card, Document, card_fields
from site_content.documents.values import Picture


class OfficeCard(Card, frozen=True, kw_only=True, tag="office"):
    """An office in a footer or beside a page."""

    city: str = ""
    country: str = ""
    address: str = ""
    address_local: str = ""
    """In the script of the place."""
    local_lang: str = ""
    """BCP 47 tag of `address_local`."""
    mail: str = ""
    phones: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    map: Picture | None = None


class OfficeDocument(Document, frozen=True, kw_only=True, tag="office"):
    """An office. `title` is its name."""

    competences: str = ""
    """HTML."""
    city: str = ""
    country: str = ""
    address: str = ""
    """In the document's language."""
    address_local: str = ""
    """In the script of the place."""
    local_lang: str = ""
    """BCP 47 tag of `address_local`."""
    latitude: float | None = None
    longitude: float | None = None
    map: Picture | None = None
    hours: str = ""
    zone: str = ""
    phones: tuple[str, ...] = ()
    mail: str = ""
    order: int = 0
    """Place among the offices."""
    wechat: Picture | None = None

    NAMED_AS = "organisation"

    def card(self) -> OfficeCard:
        return OfficeCard(
            **card_fields(self),
            city=self.city,
            country=self.country,
            address=self.address,
            address_local=self.address_local,
            local_lang=self.local_lang,
            mail=self.mail,
            phones=self.phones,
            latitude=self.latitude,
            longitude=self.longitude,
            map=self.map,
        )
