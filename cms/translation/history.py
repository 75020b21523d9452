"""The history of segments: every text that was confirmed, displaced or given up, with who and when. Only adds rows."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from wagtail_localize.models import Translation

from cms.translation.segments import Segment, name_of
from cms.translation.workbench.models import SegmentEvent

Kind = SegmentEvent.Kind


def note(
    translation: Translation,
    segment: Segment,
    kind: Kind,
    text: str,
    user: Any,
    *,
    origin: str = "manual",
    at: Any = None,
) -> None:
    """Adds one text, with tokens for its codes; the same text of the same kind twice running is one."""
    events = read_history(translation, segment.path)
    last = events.first()
    if last is not None and (last.kind, last.text, last.source) == (kind, text, segment.source):
        return
    SegmentEvent.objects.create(
        key=translation.source.object_id,
        locale=segment.target_locale,
        path=segment.path,
        source=segment.source,
        text=text,
        kind=kind,
        origin=origin,
        user=user,
        user_name=name_of(user),
        at=at or timezone.now(),
    )


def read_history(translation: Translation, path: str) -> QuerySet[SegmentEvent]:
    """All texts that ever stood at that place of the page in the translation's language, the latest first."""
    locale = translation.target_locale.language_code
    return SegmentEvent.objects.filter(key=translation.source.object_id, locale=locale, path=path)
