"""Texts that are not confirmed: kept as they are typed, with a stamp that shows whether somebody else wrote meanwhile.

No text is lost: what is displaced by another person, or long after it was written, goes to the history first.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail_localize.models import Translation

from cms.translation.confirm import Refused, close_working, confirm
from cms.translation.faults import explain
from cms.translation.history import Kind, note
from cms.translation.holding import hold_translations
from cms.translation.marked import NotMarked
from cms.translation.segments import Segment, read_segment
from cms.translation.tokens import from_tokens, to_tokens
from cms.translation.workbench.models import WorkingText

ONE_SITTING = timedelta(minutes=10)
"""What one person writes over within this time is one text that grows; later it is another version."""


class Conflict(Exception):
    """Somebody else has written to the segment since; `segment` is as it is now. The text sent is in the history."""

    def __init__(self, segment: Segment) -> None:
        super().__init__(f"{segment.path}: {segment.stamp}")
        self.segment = segment


def keep(
    translation: Translation,
    segment: Segment,
    text: str,
    user: Any,
    *,
    stamp: str | None = None,
    origin: str = "manual",
) -> Segment:
    """Keeps a text with tokens for its codes; the segment as it is then. A text as confirmed closes the work on it.

    `stamp` is the segment's as the writer knew it; None writes in any case. Raises Conflict where it is another now and
    the text there differs from this one.
    """
    with transaction.atomic():
        now = lock(translation, segment)
        is_known = stamp is None or now.stamp == stamp or standing_text(now) == text
        if is_known:
            _write(translation, now, text, user, origin)
    if not is_known:
        # Outside, so that the history stays although the save is refused.
        note(translation, now, Kind.CONFLICT, text, user, origin=origin)
        raise Conflict(now)
    return read_segment(translation, segment.key) or now


def lock(translation: Translation, segment: Segment) -> Segment:
    """The segment as it is now, held until the transaction ends."""
    hold_translations([translation.pk])
    place = {"translation": translation, "context_id": segment.context_id, "string_id": segment.string_id}
    WorkingText.objects.get_or_create(**place, defaults={"at": timezone.now()})
    return read_segment(translation, segment.key) or segment


def standing_text(segment: Segment) -> str:
    """What the translator finds in the text area: the working text, else what is confirmed, else the former one."""
    return segment.working if segment.working is not None else to_tokens(segment.shown, segment.source)


def _write(translation: Translation, segment: Segment, text: str, user: Any, origin: str) -> None:
    row = WorkingText.objects.get(
        translation=translation, context_id=segment.context_id, string_id=segment.string_id
    )
    if row.text == text and segment.working is not None:
        return
    is_other = row.user_id != getattr(user, "pk", None) or timezone.now() - row.at > ONE_SITTING
    if row.text and is_other:
        note(translation, segment, Kind.SAVED, row.text, row.user, origin=row.origin, at=row.at)
    if segment.confirmed and text == to_tokens(segment.confirmed, segment.source):
        close_working(translation, segment)
        return
    row.text, row.is_open, row.user, row.origin = text, True, user, origin
    row.version, row.at = row.version + 1, timezone.now()
    row.save()


def drop(translation: Translation, segment: Segment, user: Any) -> Segment:
    """Gives the working text up, which stays in the history; the segment as it is then."""
    with transaction.atomic():
        now = lock(translation, segment)
        if now.working:
            note(translation, now, Kind.SAVED, now.working, user, origin=now.origin)
        close_working(translation, now)
    return read_segment(translation, segment.key) or now


def confirm_typed(
    translation: Translation,
    segment: Segment,
    text: str,
    user: Any,
    *,
    stamp: str | None = None,
    origin: str = "manual",
) -> Segment:
    """Confirms a text with tokens for its codes; the segment as it is then. Raises Refused and Conflict."""
    try:
        data = from_tokens(text, segment.source)
    except NotMarked as error:
        raise Refused([explain(error)]) from error
    with transaction.atomic():
        now = lock(translation, segment)
        is_known = stamp is None or now.stamp == stamp or standing_text(now) == text
        if is_known:
            # What was begun by another and not written over stays known as that: the memory's, the machine's.
            is_as_begun = origin == "manual" and now.working == text
            confirm(translation, now, data, user, origin=now.origin if is_as_begun else origin)
    if not is_known:
        note(translation, now, Kind.CONFLICT, text, user, origin=origin)
        raise Conflict(now)
    return read_segment(translation, segment.key) or now
