"""One text of wagtail-localize's own editor: written, or taken away, as the workbench does it.

So it meets the same checks, and what stood there stays in the history.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.views.edit_translation import StringTranslationSerializer

from cms.translation.confirm import Refused, close_working, confirm
from cms.translation.history import Kind, note
from cms.translation.holding import hold_translations
from cms.translation.segments import Segment, read_segment
from cms.translation.tokens import to_tokens


def put_text(translation: Translation, string_segment: StringSegment, text: str, user: Any) -> HttpResponse:
    """Confirms the text; 400 with the reasons where it cannot be."""
    segment = _find(translation, string_segment)
    if segment is None:
        return JsonResponse({}, status=404)
    try:
        confirm(translation, segment, text, user)
    except Refused as refused:
        return JsonResponse({"detail": " ".join(refused.messages)}, status=400)
    return JsonResponse(
        _describe(translation, _row(translation, segment)), status=200 if segment.confirmed else 201
    )


def take_text(translation: Translation, string_segment: StringSegment, user: Any) -> HttpResponse:
    """Takes the translation away; it stays in the history. 404 where there is none, which the editor's script expects."""
    segment = _find(translation, string_segment)
    row = _row(translation, segment) if segment is not None else None
    if segment is None or row is None:
        return JsonResponse({}, status=404)
    with transaction.atomic():
        hold_translations([translation.pk])
        former = to_tokens(row.data, segment.source)
        note(translation, segment, Kind.FOUND, former, user, origin=segment.origin or "manual")
        close_working(translation, segment)
        answer = _describe(translation, row)
        row.delete()
    return JsonResponse(answer)


def _find(translation: Translation, string_segment: StringSegment) -> Segment | None:
    if string_segment.source_id != translation.source_id:
        return None
    return read_segment(translation, (string_segment.context_id, string_segment.string_id))


def _row(translation: Translation, segment: Segment) -> Any:
    return StringTranslation.objects.filter(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale_id=translation.target_locale_id,
    ).first()


def _describe(translation: Translation, row: Any) -> dict[str, Any]:
    return dict(StringTranslationSerializer(row, context={"translation_source": translation.source}).data)
