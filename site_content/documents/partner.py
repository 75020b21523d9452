"""Promoters, partners and counterparts. schema.org: Organization."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from site_content.documents.base import Card, Document, card_fields
from site_content.documents.values import Picture


class FormerName(Struct, frozen=True):
    """A name an organisation had, and until when."""

    name: str
    lang: str
    until: date | None = None


class PartnerCard(Card, frozen=True, kw_only=True, tag="partner"):
    """A partner's logo and name."""

    acronym: str = ""
    country: str = ""
    role: str = "partner"
    website: str = ""
    logo: Picture | None = None


class PartnerDocument(Document, frozen=True, kw_only=True, tag="partner"):
    """An organisation. `title` is its name in the document's language."""

    names: dict[str, str] = {}
    """Official names by BCP 47 tag: `it`, `zh-Hans`, `en`."""
    former_names: tuple[FormerName, ...] = ()
    acronym: str = ""
    kind: str = ""
    """`ministry`, `university`, `agency`, `network`, `museum`, `company`."""
    country: str = ""
    logo: Picture | None = None
    role: str = "partner"
    """`promoter`, `partner` or `counterpart`."""
    since: date | None = None
    website: str = ""
    ror: str = ""

    NAMED_AS = "organisation"

    def card(self) -> PartnerCard:
        return PartnerCard(
            **card_fields(self),
            acronym=self.acronym,
            country=self.country,
            role=self.role,
            website=self.website,
            logo=self.logo,
        )

    def forms_of_name(self) -> tuple[str, ...]:
        former = (each.name for each in self.former_names)
        forms = (self.title, self.acronym, *self.names.values(), *former)
        return tuple(dict.fromkeys(each for each in forms if each))
