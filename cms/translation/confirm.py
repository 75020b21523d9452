"""The one function that writes a confirmed translation, and what it refuses before anything is written.

What it writes goes out with the next publication. The text that stood there stays in the history; the new one goes there
and into the memory.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from cms.translation.faults import find_faults
from cms.translation.history import Kind, note
from cms.translation.holding import hold_translations
from cms.translation.marked import plain, read_words
from cms.translation.segments import Segment
from cms.translation.tokens import to_tokens
from cms.translation.workbench.models import WorkingText

MACHINE = "machine"
"""The origin of a text that no person wrote: one confirms it before it is a translation."""


class Refused(ValueError):
    """Why a text cannot be confirmed; `messages` for people, in the language of whoever asks."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages


def confirm(
    translation: Translation, segment: Segment, text: str, user: Any, *, origin: str = "manual"
) -> None:
    """Makes `text`, in the marked form, the segment's translation; `user` None is the system itself.

    Asks no right and no lock: whoever calls has. Raises Refused, with nothing written.
    """
    messages = find_faults(segment, text) or find_errors(segment, text)
    if origin == MACHINE and user is None:
        messages = [_("A machine’s translation must be confirmed by a person first.")]
    if messages:
        raise Refused(messages)
    with transaction.atomic():
        hold_translations([translation.pk])
        _keep_former(translation, segment, text)
        _write(translation, segment, text, user, origin)
        close_working(translation, segment)
        note(translation, segment, Kind.CONFIRMED, to_tokens(text, segment.source), user, origin=origin)
        _remember(translation, segment, text, user, origin)


def find_errors(segment: Segment, text: str) -> list[str]:
    """The checks' errors, which stop a text; their warnings do not."""
    return [finding.message for finding in find_findings(segment, text) if finding.severity == "error"]


def find_findings(segment: Segment, text: str, terms: Any = None) -> list[Any]:
    """All that the checks find in the text; nothing for a text that find_faults refuses already."""
    from cms.translation.terms.checks import check
    from cms.translation.terms.glossary import find_terms

    if find_faults(segment, text):
        return []
    locales = segment.source_locale, segment.target_locale
    if terms is None:
        terms = find_terms(read_words(segment.source), *locales)
    return list(
        check(
            segment.source,
            text,
            *locales,
            limit=segment.limit,
            is_rich=segment.is_rich,
            terms=terms,
            path=segment.path,
        )
    )


def _keep_former(translation: Translation, segment: Segment, text: str) -> None:
    """The text that is displaced, where another way than this one wrote it."""
    if segment.confirmed and segment.confirmed != text:
        former = to_tokens(segment.confirmed, segment.source)
        note(translation, segment, Kind.FOUND, former, None, origin=segment.origin or "manual", at=segment.at)


def _write(translation: Translation, segment: Segment, text: str, user: Any, origin: str) -> None:
    StringTranslation.objects.update_or_create(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale_id=translation.target_locale_id,
        defaults={
            "data": text,
            "translation_type": "manual",
            "tool_name": "" if origin == "manual" else origin,
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )
    if segment.path == "title":
        # wagtail-localize copies the marked form, where & is &amp;, to the title that the admin shows.
        place = {
            "translation_key": translation.source.object_id,
            "locale_id": translation.target_locale_id,
        }
        Page.objects.filter(**place).update(draft_title=plain(text))
    Translation.objects.filter(pk=translation.pk).update(translations_last_updated_at=timezone.now())


def close_working(translation: Translation, segment: Segment) -> None:
    """Nothing of the segment is at work any more; its version grows, so that a second translator learns of it."""
    row, _made = WorkingText.objects.get_or_create(
        translation=translation,
        context_id=segment.context_id,
        string_id=segment.string_id,
        defaults={"at": timezone.now()},
    )
    row.text, row.is_open, row.version, row.at = "", False, row.version + 1, timezone.now()
    row.save(update_fields=["text", "is_open", "version", "at"])


def _remember(translation: Translation, segment: Segment, text: str, user: Any, origin: str) -> None:
    from cms.translation.memory.units import place, remember

    remember(
        segment.source,
        text,
        segment.source_locale,
        segment.target_locale,
        path=place(translation.source.object_id, segment.path),
        origin=origin,
        user=user,
    )
