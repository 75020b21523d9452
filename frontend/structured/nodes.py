"""Pieces that several types share: the centre and its offices, organisations, persons, places, moments, money."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from frontend.inputs import Frame
from frontend.pictures import find_sources
from frontend.times import iso
from site_content.documents.base import Card
from site_content.documents.office import OfficeCard
from site_content.documents.values import File, Moment, Money, Picture
from site_content.languages import LANGUAGES, ZONES

Node = dict[str, Any]


def clean(value: Any) -> Any:
    """The same without what is empty, moments to the second; a price of zero stays."""
    if isinstance(value, datetime):
        return value.replace(microsecond=0)  # a draft keeps fewer digits than the page that was published
    if isinstance(value, dict):
        kept = {name: clean(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in (None, "", [], {})}
    return [clean(each) for each in value] if isinstance(value, list | tuple) else value


def refer_to_centre(frame: Frame) -> Node:
    """The centre in few words, wherever it publishes, organises or offers."""
    home = f"{frame.canonical_url}/{frame.locale}/"
    return {"@type": "Organization", "@id": f"{home}#organization", "name": frame.site_name, "url": home}


def describe_centre(frame: Frame) -> Node:
    """The centre with its offices and channels."""
    return refer_to_centre(frame) | {
        "alternateName": list(frame.other_names.values()),
        "slogan": frame.tagline,
        "logo": frame.canonical_url + frame.assets["touch-icon.png"],
        "sameAs": [channel.url for channel in frame.social if channel.url],
        "department": [describe_office(office) for office in frame.offices],
    }


def describe_office(office: OfficeCard) -> Node:
    """An office: an organisation with a place."""
    place: Node = {"@type": "Place", "address": _address(office.address, office.city, office.country)}
    if office.latitude is not None and office.longitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": office.latitude,
            "longitude": office.longitude,
        }
    return {
        "@type": "Organization",
        "name": office.title,
        "email": office.mail,
        "telephone": list(office.phones),
        "location": place,
    }


def describe_partner(card: Any) -> Node:
    """An organisation by its card; a key that leads to something else gives its name alone."""
    return {
        "@type": "Organization",
        "name": card.title,
        "alternateName": getattr(card, "acronym", ""),
        "url": getattr(card, "website", ""),
    }


def describe_person(card: Any, cards: dict[str, Card]) -> Node:
    """A person by the name that the page's language writes, and the other one."""
    names = (getattr(card, "name_latin", ""), getattr(card, "name_han", ""))
    employer = cards.get(getattr(card, "organisation", ""))
    return {
        "@type": "Person",
        "name": card.title,
        "alternateName": [name for name in names if name and name != card.title],
        "jobTitle": getattr(card, "role", ""),
        "affiliation": describe_partner(employer) if employer else None,
    }


def describe_place(name: str, address: str, city: str, country: str) -> Node:
    """A place with its postal address."""
    return {"@type": "Place", "name": name or city, "address": _address(address, city, country)}


def _address(street: str, city: str, country: str) -> Node:
    return {
        "@type": "PostalAddress",
        "streetAddress": street,
        "addressLocality": city,
        "addressCountry": country,
    }


def at(moment: Moment | None) -> str | None:
    """A moment on the clock of its own zone, with the offset that holds on that day."""
    return iso(moment, moment.zone) if moment else None


def schedules(starts: Moment, ends: Moment) -> list[Node]:
    """From when to when on the clock of each zone, its own first."""
    return [_schedule(starts, ends, zone) for zone in dict.fromkeys((starts.zone, *ZONES))]


def _schedule(starts: Moment, ends: Moment, zone: str) -> Node:
    first, last = (moment.at.astimezone(ZoneInfo(zone)) for moment in (starts, ends))
    return {
        "@type": "Schedule",
        "scheduleTimezone": zone,
        "startDate": first.date().isoformat(),
        "startTime": first.time().isoformat(),
        "endDate": last.date().isoformat(),
        "endTime": last.time().isoformat(),
    }


def describe_amount(money: Money | None) -> Node | None:
    """An amount with its currency."""
    if money is None:
        return None
    return {"@type": "MonetaryAmount", "value": number(money.amount), "currency": money.currency}


def describe_price(money: Money, **more: Any) -> Node:
    """What something costs; zero is free of charge."""
    return {"@type": "Offer", "price": str(money.amount), "priceCurrency": money.currency} | more


def number(amount: Decimal) -> int | float:
    """A number as JSON has it: whole where it is."""
    return int(amount) if amount == amount.to_integral() else float(amount)


def describe_files(frame: Frame, files: Iterable[File]) -> list[Node]:
    """Files to download, those that others took the place of left out."""
    return [
        {
            "@type": "DigitalDocument",
            "name": file.title,
            "url": frame.canonical_url + file.url,
            "fileFormat": file.format,
            "inLanguage": LANGUAGES[file.language].tag if file.language in LANGUAGES else file.language,
        }
        for file in files
        if not file.superseded
    ]


def share_picture(frame: Frame, picture: Picture | None) -> str:
    """The address of a picture that everyone can read; empty where there is none."""
    found = find_sources(picture) if picture else None
    return frame.canonical_url + found.fallback.url if found else ""
