"""A whole translation from the memory in one step: each text that nobody has begun gets the best match as a working text.

Nothing is confirmed by it: every such text is marked as the memory's until a translator confirms it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from msgspec import Struct
from wagtail_localize.models import Translation

from cms.translation.holding import hold_translations
from cms.translation.marked import NotMarked, fit
from cms.translation.memory.matching import Match, find_matches
from cms.translation.memory.units import place
from cms.translation.segments import Segment, read_segments
from cms.translation.tokens import to_tokens
from cms.translation.workbench.models import WorkingText

LEAST_PERCENT = 75
MEMORY = "memory"
"""The origin of such a text."""


class Beginning(Struct, frozen=True):
    """A text, in the marked form, with which a segment may begin."""

    segment: Segment
    text: str


class Filled(Struct, frozen=True):
    """How many texts were begun, and how many are left without."""

    begun: int
    left: int


def pretranslate(
    translation: Translation,
    user: Any,
    *,
    least_percent: int = LEAST_PERCENT,
    hidden: Collection[UUID] = (),
) -> Filled:
    """Begins every text that is neither confirmed nor begun, in one transaction.

    Asks no right and no lock: whoever calls has. `hidden` as in `find_matches`.
    """
    empty = [segment for segment in read_segments(translation) if segment.state == "untranslated"]
    chosen = [
        Beginning(segment, fit(match.target, segment.source))
        for segment in empty
        if (match := _find(translation, segment, least_percent, hidden)) is not None
    ]
    begin_texts(translation, chosen, user, MEMORY)
    return Filled(len(chosen), len(empty) - len(chosen))


def _find(
    translation: Translation, segment: Segment, least_percent: int, hidden: Collection[UUID]
) -> Match | None:
    """The best whole translation, from the same languages and with that likeness at least."""
    try:
        matches = find_matches(
            segment.source,
            segment.source_locale,
            segment.target_locale,
            path=place(translation.source.object_id, segment.path),
            hidden=hidden,
        )
    except NotMarked:
        return None
    usable = (match for match in matches if match.kind != "sentence" and match.percent >= least_percent)
    return next(usable, None)


def begin_texts(translation: Translation, chosen: Sequence[Beginning], user: Any, origin: str) -> None:
    """Makes them working texts of that origin, in one transaction; not where somebody has begun since they were read."""
    if not chosen:
        return
    now = timezone.now()
    with transaction.atomic():
        hold_translations([translation.pk])
        rows = {
            (row.context_id, row.string_id): row
            for row in WorkingText.objects.filter(translation=translation)
        }
        fresh: list[WorkingText] = []
        old: list[WorkingText] = []
        for one in chosen:
            row = rows.get(one.segment.key)
            if row is not None and row.is_open:
                continue
            (fresh if row is None else old).append(row := row or _make(translation, one.segment))
            row.text = to_tokens(one.text, one.segment.source)
            row.is_open, row.version, row.origin = True, row.version + 1, origin
            row.user, row.at = user, now
        WorkingText.objects.bulk_create(fresh, ignore_conflicts=True)
        WorkingText.objects.bulk_update(old, ("text", "is_open", "version", "origin", "user", "at"))


def _make(translation: Translation, segment: Segment) -> WorkingText:
    return WorkingText(translation=translation, context_id=segment.context_id, string_id=segment.string_id)
