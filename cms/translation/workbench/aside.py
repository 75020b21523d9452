"""What helps a translator with one segment: matches of the memory, terms, the former source, the history. Final values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from wagtail_localize.models import Translation

from cms.rights import hidden_keys
from cms.translation.history import read_history
from cms.translation.marked import NotMarked, fit, read_words
from cms.translation.memory.matching import find_matches
from cms.translation.memory.models import Origin
from cms.translation.memory.units import place
from cms.translation.segments import Segment
from cms.translation.terms.glossary import find_terms
from cms.translation.tokens import to_tokens
from cms.translation.workbench.rows import language_tag, show_runs, show_source

MATCHES = 5
EVENTS = 100

ORIGINS = dict(Origin.choices)
"""In words; what is none of them is the name of a file that was imported."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A translation from the memory with the number of its key."""

    number: int
    percent: int
    kind: str
    text: str
    difference: SafeString
    origin: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """A text of the history."""

    at: datetime
    by: str
    kind: str
    origin: str
    text: str
    source: str
    is_of_other_source: bool


def describe(translation: Translation, segment: Segment, user: Any) -> dict[str, Any]:
    """The values of the aside's template, and the `source` with its terms underlined."""
    terms = find_terms(read_words(segment.source), segment.source_locale, segment.target_locale)
    return {
        "offers": _offers(translation, segment, user),
        "terms": list({(term.source, term.target): term for term in terms}.values()),
        "segment": segment,
        "source": show_source(segment, terms),
        "source_tag": language_tag(segment.source_locale),
        "target_tag": language_tag(segment.target_locale),
    }


def _offers(translation: Translation, segment: Segment, user: Any) -> list[Offer]:
    """Nothing from pages that are kept from the user."""
    try:
        matches = find_matches(
            segment.source,
            segment.source_locale,
            segment.target_locale,
            path=place(translation.source.object_id, segment.path),
            limit=MATCHES,
            hidden=hidden_keys(user),
        )
    except NotMarked:
        return []
    return [
        Offer(
            number,
            match.percent,
            match.kind,
            to_tokens(fit(match.target, segment.source), segment.source),
            show_runs(match.diff),
            str(ORIGINS.get(match.origin, match.origin)),
            match.when,
        )
        for number, match in enumerate(matches, 1)
    ]


def list_history(translation: Translation, segment: Segment) -> list[Event]:
    """The latest texts of that place, whatever their source was then."""
    return [
        Event(
            event.at,
            event.user_name,
            event.get_kind_display(),
            event.origin,
            event.text,
            read_words(event.source),
            event.source != segment.source,
        )
        for event in read_history(translation, segment.path).order_by("-at", "-pk")[:EVENTS]
    ]
