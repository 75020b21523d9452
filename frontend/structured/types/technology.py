"""Offer or Demand, by the profile: what is offered or sought, from when to when, for which countries."""

from __future__ import annotations

from typing import Any

from frontend.inputs import PageInput
from frontend.messages import read_catalogue
from frontend.structured.nodes import Node, describe_office, refer_to_centre
from site_content.documents.office import OfficeCard
from site_content.languages import LANGUAGES

_OFFERS = frozenset({"technology_offer", "business_offer"})


def entity(given: PageInput) -> Node:
    """What the page's profile is."""
    profile: Any = given.document
    catalogue = read_catalogue(LANGUAGES[profile.locale].babel)
    is_offer = profile.profile in _OFFERS
    contact = given.cards.get(profile.contact)
    return {
        "@type": "Offer" if is_offer else "Demand",
        "url": given.frame.canonical_url + profile.path,
        "identifier": profile.reference,
        "validFrom": profile.valid_from,
        "validThrough": profile.valid_to,
        "eligibleRegion": [{"@type": "Country", "name": code} for code in profile.target_countries],
        "areaServed": {"@type": "Country", "name": profile.country} if profile.country else None,
        "seller": {"@type": "Organization", "name": profile.holder} if profile.holder and is_offer else None,
        "itemOffered": {
            "@type": "Service",
            "name": profile.title,
            "category": catalogue.plain("profile", profile.profile),
            "description": profile.summary,
            "provider": describe_office(contact)
            if isinstance(contact, OfficeCard)
            else refer_to_centre(given.frame),
        },
        # A Demand has no such property at schema.org.
        "additionalProperty": _properties(profile) if is_offer else [],
    }


def _properties(profile: Any) -> list[Node]:
    facts = {"TRL": profile.trl, "patent": profile.patent_number}
    return [
        {"@type": "PropertyValue", "propertyID": name, "name": name, "value": value}
        for name, value in facts.items()
        if value
    ]
