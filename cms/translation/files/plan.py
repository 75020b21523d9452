"""What an import would do with each unit: compared with the page as it is now. Reads; writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct
from wagtail_localize.models import Translation

from cms.translation.confirm import find_findings
from cms.translation.faults import find_faults
from cms.translation.files.incoming import Incoming, spell
from cms.translation.marked import read_words
from cms.translation.segments import Segment
from cms.translation.terms.glossary import load_glossary
from cms.translation.tokens import to_tokens
from cms.translation.workbench.rows import language_tag
from cms.translation.working import standing_text

CONFIRM, KEEP, OFFER, REFUSE, UNTRANSLATED, SAME = (
    "confirm",
    "keep",
    "offer",
    "refuse",
    "untranslated",
    "same",
)
OUTCOMES = (REFUSE, OFFER, KEEP, CONFIRM, UNTRANSLATED, SAME)
"""As they are shown: first what a person must look at."""


class Line(Struct, frozen=True, kw_only=True):
    """A unit's fate, as people read it: `before` and `after` with tokens for their codes."""

    file: str
    line: int
    translation: int
    source_tag: str
    target_tag: str
    unit: str
    where: str
    outcome: str
    source: str
    before: str
    after: str
    reasons: tuple[str, ...]


class Choice(Struct, frozen=True, kw_only=True):
    """A unit's fate. `segment` is None where its text is no longer on the page."""

    line: Line
    incoming: Incoming
    segment: Segment | None


def plan_units(
    translation: Translation,
    segments: Iterable[Segment],
    units: Iterable[Incoming],
    name: str,
    made_at: datetime | None,
) -> Iterator[Choice]:
    """Each unit's fate, in the order of the file, which was made at that moment."""
    by_key = {segment.key: segment for segment in segments}
    locales = translation.source.locale.language_code, translation.target_locale.language_code
    find_terms = load_glossary(*locales).find
    for unit in units:
        segment = by_key.get(unit.key)
        outcome, reasons = _decide(unit, segment, made_at, find_terms)
        yield Choice(
            line=_line(translation, unit, segment, name, outcome, reasons), incoming=unit, segment=segment
        )


def _line(
    translation: Translation,
    unit: Incoming,
    segment: Segment | None,
    name: str,
    outcome: str,
    reasons: list[str],
) -> Line:
    where = " · ".join(part for part in (segment.group, segment.field_label) if part) if segment else ""
    return Line(
        file=name,
        line=unit.line,
        translation=translation.pk,
        source_tag=language_tag(translation.source.locale.language_code),
        target_tag=language_tag(translation.target_locale.language_code),
        unit=f"{unit.key[0]}-{unit.key[1]}",
        where=where or unit.path,
        outcome=outcome,
        source=read_words(unit.source),
        before=standing_text(segment) if segment else "",
        after=to_tokens(unit.target, segment.source if segment else unit.source),
        reasons=tuple(reasons),
    )


def _decide(
    unit: Incoming,
    segment: Segment | None,
    made_at: datetime | None,
    find_terms: Callable[[str], Any],
) -> tuple[str, list[str]]:
    if unit.refused:
        return REFUSE, [unit.refused]
    if not read_words(unit.target).strip() or spell(unit.target) == spell(unit.source):
        return UNTRANSLATED, []
    if segment is None:
        return OFFER, [_("This text is no longer on the page: the source was changed.")]
    if unit.is_changed:
        return OFFER, [_("Its source in the file is not the text that is on the page.")]
    if segment.state == "confirmed" and spell(segment.confirmed) == spell(unit.target):
        return SAME, []
    if to_tokens(unit.target, segment.source) == standing_text(segment) and not unit.is_approved:
        return SAME, []
    return _decide_text(unit, segment, made_at, find_terms)


def _decide_text(
    unit: Incoming, segment: Segment, made_at: datetime | None, find_terms: Callable[[str], Any]
) -> tuple[str, list[str]]:
    if made_at and segment.at and segment.at > made_at and segment.state in ("confirmed", "working"):
        reason = _("The text here was changed after the file was made, by %(name)s.") % {
            "name": segment.by or _("the system")
        }
        return (KEEP if segment.working is None else OFFER), [reason]
    reasons = [*unit.doubts, *find_faults(segment, unit.target)]
    if not reasons:
        terms = find_terms(read_words(segment.source))
        found = find_findings(segment, unit.target, terms)
        reasons = [str(one.message) for one in found if one.severity == "error"]
    return (KEEP if reasons else CONFIRM), reasons
