"""EducationalOccupationalProgram with its Courses: one for each module, else one for it all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from frontend.inputs import PageInput
from frontend.items import pick_cards
from frontend.structured.nodes import (
    Node,
    at,
    describe_person,
    describe_place,
    describe_price,
    number,
    refer_to_centre,
)

_MODES = {"on_site": "onsite", "online": "online", "mixed": "blended"}


def entity(given: PageInput) -> Node:
    """What the page's programme is."""
    programme: Any = given.document
    teachers = pick_cards(programme.teachers, given.cards)
    courses = [_course(given, module.title, module.hours) for module in programme.modules]
    whole = _course(given, programme.title, programme.hours)
    return {
        "@type": "EducationalOccupationalProgram",
        "url": given.frame.canonical_url + programme.path,
        "provider": refer_to_centre(given.frame),
        "educationalProgramMode": _MODES.get(programme.mode),
        "applicationStartDate": at(programme.opens),
        "applicationDeadline": at(programme.deadline),
        "startDate": programme.starts,
        "endDate": programme.ends,
        "numberOfCredits": number(programme.credits) if programme.credits else None,
        "maximumEnrollment": programme.places,
        "educationalCredentialAwarded": programme.certificate,
        "offers": describe_price(programme.fee, url=programme.apply_url) if programme.fee else None,
        "hasCourse": courses or [whole | {"hasCourseInstance": _instance(given, teachers)}],
    }


def _course(given: PageInput, name: str, hours: Decimal | None) -> Node:
    programme: Any = given.document
    return {
        "@type": "Course",
        "name": name,
        "description": programme.summary,
        "provider": refer_to_centre(given.frame),
        "timeRequired": duration(hours),
        "inLanguage": list(programme.languages),
    }


def _instance(given: PageInput, teachers: list[Any]) -> Node:
    programme: Any = given.document
    venue = (programme.venue_name, "", programme.venue_city, programme.venue_country)
    return {
        "@type": "CourseInstance",
        "courseMode": _MODES.get(programme.mode),
        "courseWorkload": duration(programme.hours),
        "startDate": programme.starts,
        "endDate": programme.ends,
        "inLanguage": list(programme.languages),
        "instructor": [describe_person(card, given.cards) for card in teachers],
        "location": describe_place(*venue) if any(venue) else None,
    }


def duration(hours: Decimal | None) -> str:
    """So many hours as ISO 8601 writes a duration; empty where they are not known."""
    if not hours:
        return ""
    minutes = int(hours * 60)
    return f"PT{minutes // 60}H" + (f"{minutes % 60}M" if minutes % 60 else "")
