"""What schema.org and the search engines that read it ask of each type of thing that our pages describe.

Written from schema.org's lists of properties and from Google's pages on Event, Article, Course, Organization and Breadcrumb;
nothing of Ponte's is asked. A node comes in, sentences on what is wrong with it go out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

Node = dict[str, Any]
THING = "@id @type name alternateName description url image identifier sameAs mainEntityOfPage subjectOf potentialAction"
WORK = (
    f"{THING} about author publisher inLanguage datePublished dateModified dateCreated isPartOf hasPart license "
    "workTranslation translationOfWork mainEntity timeRequired provider mentions isBasedOn headline"
)
PAGE = f"{WORK} breadcrumb primaryImageOfPage"
EVENT = (
    f"{THING} startDate endDate eventSchedule eventStatus previousStartDate eventAttendanceMode location organizer sponsor "
    "performer inLanguage maximumAttendeeCapacity isAccessibleForFree offers superEvent subEvent"
)
OFFERED = f"{THING} price priceCurrency validFrom validThrough eligibleRegion areaServed seller itemOffered"
MAY_HAVE = {
    "WebPage": PAGE,
    "AboutPage": PAGE,
    "CollectionPage": PAGE,
    "WebSite": WORK,
    "NewsArticle": WORK,
    "Report": f"{WORK} reportNumber",
    "DigitalDocument": f"{WORK} fileFormat",
    "Course": f"{WORK} hasCourseInstance",
    "CourseInstance": f"{EVENT} courseMode courseWorkload instructor",
    "Event": EVENT,
    "EventSeries": EVENT,
    "Offer": f"{OFFERED} additionalProperty category",
    "Demand": OFFERED,
    "Grant": f"{THING} funder",
    "MonetaryGrant": f"{THING} funder amount",
    "MonetaryAmount": f"{THING} value currency",
    "ApplyAction": f"{THING} startTime endTime target",
    "Organization": f"{THING} email telephone location department logo slogan contactPoint",
    "Person": f"{THING} jobTitle affiliation",
    "Place": f"{THING} address geo",
    "VirtualLocation": THING,
    "PostalAddress": "@type streetAddress addressLocality addressCountry",
    "GeoCoordinates": "@type latitude longitude",
    "ContactPoint": "@type email telephone",
    "Country": THING,
    "DefinedTerm": THING,
    "PropertyValue": f"{THING} propertyID value",
    "Schedule": "@type scheduleTimezone startDate startTime endDate endTime",
    "Service": f"{THING} provider category",
    "BreadcrumbList": f"{THING} itemListElement",
    "ListItem": f"{THING} position item",
    "EducationalOccupationalProgram": (
        f"{THING} provider educationalProgramMode applicationStartDate applicationDeadline startDate endDate numberOfCredits "
        "maximumEnrollment educationalCredentialAwarded offers hasCourse"
    ),
}
"""Every property that schema.org knows of a type, as far as we use it."""
MUST_HAVE = {
    "WebPage": "url",
    "AboutPage": "url name description inLanguage",
    "CollectionPage": "url name inLanguage",
    "Event": "name startDate",
    "EventSeries": "name startDate",
    "NewsArticle": "url",
    "Report": "url",
    "DigitalDocument": "name url fileFormat",
    "Course": "name description provider",
    "CourseInstance": "courseMode",
    "Demand": "name itemOffered",
    "Grant": "name url funder",
    "MonetaryGrant": "amount",
    "MonetaryAmount": "value currency",
    "ApplyAction": "name",
    "Organization": "name",
    "Person": "name",
    "Place": "address",
    "VirtualLocation": "url",
    "PostalAddress": "addressLocality addressCountry",
    "GeoCoordinates": "latitude longitude",
    "Country": "name",
    "DefinedTerm": "name",
    "PropertyValue": "name value",
    "Schedule": "scheduleTimezone startDate startTime",
    "Service": "name",
    "BreadcrumbList": "itemListElement",
    "ListItem": "position name item",
    "EducationalOccupationalProgram": "name provider url",
}
WHOLE = {
    "Event": "description image endDate eventStatus eventAttendanceMode location organizer eventSchedule mainEntityOfPage",
    "NewsArticle": "headline image datePublished dateModified author publisher inLanguage mainEntityOfPage",
    "Report": "name author datePublished publisher hasPart mainEntityOfPage",
    "WebPage": "name description inLanguage isPartOf publisher dateModified breadcrumb",
    "Offer": "name description url itemOffered identifier mainEntityOfPage",
    "Organization": "url logo department",
    "WebSite": "name url inLanguage publisher",
    "EducationalOccupationalProgram": "description hasCourse educationalProgramMode",
}
"""What a page's own thing has beside that, where others that it names need not."""
WHOLE["EventSeries"] = WHOLE["Event"]
WHOLE["Demand"] = WHOLE["Offer"]
STATUSES = {"EventScheduled", "EventCancelled", "EventPostponed", "EventRescheduled"}
MODES = {"OfflineEventAttendanceMode", "OnlineEventAttendanceMode", "MixedEventAttendanceMode"}
ADDRESSES = frozenset({"url", "image", "logo", "item", "@id", "sameAs", "license", "target"})
ZONED = frozenset(
    {"datePublished", "dateModified", "startTime", "endTime", "applicationDeadline", "applicationStartDate"}
)
DAY_OR_MOMENT = frozenset(
    {"startDate", "endDate", "validFrom", "validThrough", "dateCreated", "previousStartDate"}
)


def types_of(node: Node) -> list[str]:
    """The types that a node says it is of."""
    return [node["@type"]] if isinstance(node.get("@type"), str) else list(node.get("@type", ()))


def nodes_in(value: Any) -> Iterator[Node]:
    """Every node in a graph, those inside others too; references by `@id` alone are none."""
    if isinstance(value, list):
        for each in value:
            yield from nodes_in(each)
    elif isinstance(value, dict):
        if value.keys() != {"@id"}:
            yield value
        for each in value.values():
            yield from nodes_in(each)


def find_faults(node: Node, *, is_main: bool = False) -> Iterator[str]:
    """What is wrong with one node. `is_main`: it is what the page is about, not what that names."""
    types = types_of(node)
    unknown = [type for type in types if type not in MAY_HAVE]
    if unknown or not types:
        yield f"is of no type that is known: {unknown}"
        return
    allowed = {name for type in types for name in MAY_HAVE[type].split()}
    yield from (f"has {name}, which {types} has not" for name in node if name not in allowed)
    for type in types:
        needed = MUST_HAVE.get(type, "").split() + (WHOLE.get(type, "").split() if is_main else [])
        yield from (f"lacks {name}" for name in needed if name not in node)
        if type in RULES:
            yield from RULES[type](node)
    yield from _values(node, types)


def _values(node: Node, types: list[str]) -> Iterator[str]:
    for name, value in node.items():
        for each in value if isinstance(value, list) else [value]:
            if each in (None, "", [], {}):
                yield f"{name} is empty"
            elif name in ADDRESSES and isinstance(each, str) and not _is_whole(each):
                yield f"{name} is no whole address: {each}"
            elif "Schedule" not in types and name in ZONED | DAY_OR_MOMENT and not _is_time(name, each):
                yield f"{name} is no date, or a moment without its zone: {each}"
            elif name == "inLanguage" and not re.fullmatch(r"[a-z]{2}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", each):
                yield f"inLanguage is no BCP 47 tag: {each}"


def _is_whole(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.netloc) and parts.scheme in ("http", "https")


def _is_time(name: str, value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        if "T" in value:
            return datetime.fromisoformat(value).tzinfo is not None
        return bool(date.fromisoformat(value)) and (name in DAY_OR_MOMENT or name == "datePublished")
    except ValueError:
        return False


def _event(node: Node) -> Iterator[str]:
    if "eventStatus" in node and node["eventStatus"].removeprefix("https://schema.org/") not in STATUSES:
        yield f"eventStatus is {node['eventStatus']}"
    mode = node.get("eventAttendanceMode", "").removeprefix("https://schema.org/")
    if mode and mode not in MODES:
        yield f"eventAttendanceMode is {mode}"
    places = {type for place in node.get("location", ()) for type in types_of(place)}
    if mode.startswith(("Online", "Mixed")) and "VirtualLocation" not in places:
        yield "is online and has no VirtualLocation"
    if "@id" not in node and "location" not in node:
        yield "is nowhere"
    if ("previousStartDate" in node) != node.get("eventStatus", "").endswith("Rescheduled"):
        yield "previousStartDate goes with EventRescheduled"
    if _length(node) < 0:
        yield "ends before it begins"
    free = node.get("isAccessibleForFree")
    if free is not None and free != (float(node["offers"]["price"]) == 0):
        yield "is free and has a price, or the other way round"


def _length(node: Node) -> float:
    """Seconds from its start to its end; 0 where either is no moment, which is told elsewhere."""
    moments = [node.get(name, "") for name in ("startDate", "endDate")]
    if not all(_is_time("startDate", each) for each in moments):
        return 0
    first, last = map(datetime.fromisoformat, moments)
    return (last - first).total_seconds()


def _offer(node: Node) -> Iterator[str]:
    if ("price" in node) != ("priceCurrency" in node):
        yield "has a price without a currency"
    if "price" not in node and "itemOffered" not in node:
        yield "offers nothing at no price"
    if "price" in node and not re.fullmatch(r"\d+(\.\d+)?", node["price"]):
        yield f"price is {node['price']}"


def _money(node: Node) -> Iterator[str]:
    if not re.fullmatch(r"[A-Z]{3}", node.get("currency", "")):
        yield f"currency is {node.get('currency')}"
    if not isinstance(node.get("value"), int | float):
        yield f"value is {node.get('value')}"


def _crumbs(node: Node) -> Iterator[str]:
    items = node.get("itemListElement", [])
    if [item.get("position") for item in items] != list(range(1, len(items) + 1)) or len(items) < 2:
        yield "positions do not count from 1"


def _address(node: Node) -> Iterator[str]:
    if not re.fullmatch(r"[A-Z]{2}", node.get("addressCountry", "")):
        yield f"addressCountry is {node.get('addressCountry')}"


def _news(node: Node) -> Iterator[str]:
    if len(node.get("headline", "")) > 110:
        yield "headline is longer than 110 characters"


RULES: dict[str, Callable[[Node], Iterator[str]]] = {
    "Event": _event,
    "EventSeries": _event,
    "Offer": _offer,
    "MonetaryAmount": _money,
    "BreadcrumbList": _crumbs,
    "PostalAddress": _address,
    "NewsArticle": _news,
}
