"""What a text was before an import wrote it, and its restoration: exactly, where nobody wrote to it since."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from msgspec import Struct
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.translation.files.models import FileImport, ImportedText
from cms.translation.history import Kind, note
from cms.translation.marked import read_words
from cms.translation.memory.changes import begin_change
from cms.translation.memory.importing import undo as undo_memory
from cms.translation.memory.models import Unit
from cms.translation.memory.units import place
from cms.translation.segments import Key, Segment, read_segments
from cms.translation.tokens import to_tokens
from cms.translation.workbench.models import WorkingText

CONFIRMED = (
    "data", "translation_type", "tool_name", "last_translated_by_id", "has_error", "field_error", "updated_at"
)  # fmt: skip
WORKING = ("text", "origin", "user_id", "at")


class Before(Struct, frozen=True):
    """A text's rows as they are before something is written."""

    key: Key
    confirmed: dict[str, Any] | None
    working: dict[str, Any] | None

    @classmethod
    def of(cls, translation: Translation, segment: Segment) -> Before:
        """As they are now."""
        confirmed = _confirmed(translation, segment.key).values(*CONFIRMED).first()
        working = _working(translation, segment.key).filter(is_open=True).values(*WORKING).first()
        return cls(segment.key, _plain(confirmed), _plain(working))


def _plain(row: dict[str, Any] | None) -> dict[str, Any] | None:
    """With moments as text, as JSON keeps them."""
    return row and {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()
    }


def _read(row: dict[str, Any], moment: str) -> dict[str, Any]:
    return {**row, moment: parse_datetime(row[moment])}


def _confirmed(translation: Translation, key: Key) -> Any:
    return StringTranslation.objects.filter(
        context_id=key[0], translation_of_id=key[1], locale_id=translation.target_locale_id
    )


def _working(translation: Translation, key: Key) -> Any:
    return WorkingText.objects.filter(translation=translation, context_id=key[0], string_id=key[1])


def record(row: FileImport, translation: Translation, before: list[Before]) -> None:
    """Keeps what the texts were, with the stamps that they have now."""
    if not before:
        return
    stamps = {segment.key: segment.stamp for segment in read_segments(translation)}
    ImportedText.objects.bulk_create(
        ImportedText(
            file=row,
            translation=translation,
            context_id=one.key[0],
            string_id=one.key[1],
            confirmed=one.confirmed,
            working=one.working,
            stamp=stamps[one.key],
        )
        for one in before
    )


def hold_texts(translations: Iterable[int]) -> None:
    """No other import, and nobody in the workbench, writes to these translations until the transaction ends.

    Held in one order, and before the memory is, as whoever confirms a text holds it: so that none waits for another for ever.
    """
    ids = sorted(set(translations))
    sources = TranslationSource.objects.filter(translations__in=ids).values("pk")
    list(
        TranslationSource.objects.select_for_update().filter(pk__in=sources).order_by("pk").values_list("pk")
    )
    texts = WorkingText.objects.select_for_update().filter(translation__in=ids)
    list(texts.order_by("pk").values_list("pk"))


class Undone(Struct):
    """How many texts are as they were; how many were changed since, or are no longer on the page, and stay."""

    restored: int = 0
    stayed: int = 0


def undo(row: FileImport, user: Any) -> Undone:
    """Puts the texts back that nobody wrote to since. Raises NotPossible."""
    done = Undone()
    with transaction.atomic():
        row = row.hold_to_undo()
        hold_texts(row.texts.values_list("translation", flat=True))
        begin_change()
        for translation in Translation.objects.filter(pk__in=row.texts.values("translation")).select_related(
            "source__locale", "target_locale"
        ):
            _undo_translation(row, translation, user, done)
        if row.memory and not row.memory.undone_at:
            # By the system: whoever may undo the import takes back all that it brought.
            undo_memory(row.memory, None)
        row.note_undoing(user)
        row.save()
    return done


def _undo_translation(row: FileImport, translation: Translation, user: Any, done: Undone) -> None:
    segments = {segment.key: segment for segment in read_segments(translation)}
    for text in row.texts.filter(translation=translation):
        segment = segments.get((text.context_id, text.string_id))
        if segment is None or segment.stamp != text.stamp:
            done.stayed += 1
        else:
            _restore(translation, segment, text, user)
            done.restored += 1


def _restore(translation: Translation, segment: Segment, text: ImportedText, user: Any) -> None:
    if text.confirmed is None:
        _confirmed(translation, segment.key).delete()
    else:
        _confirmed(translation, segment.key).update(**_read(text.confirmed, "updated_at"))
    working = _working(translation, segment.key)
    version = (working.values_list("version", flat=True).first() or 0) + 1
    if text.working is None:
        working.update(text="", is_open=False, version=version, at=timezone.now())
    else:
        working.update(**_read(text.working, "at"), is_open=True, version=version)
    _restore_memory(translation, segment, text)
    if segment.path == "title":
        _restore_title(translation, text)
    if text.confirmed is not None:
        note(translation, segment, Kind.RESTORED, to_tokens(text.confirmed["data"], segment.source), user)


def _restore_memory(translation: Translation, segment: Segment, text: ImportedText) -> None:
    """In its place the memory knows the text that stands there again, or none."""
    from cms.translation.memory.units import remember

    where = place(translation.source.object_id, segment.path)
    if text.confirmed is not None:
        remember(
            segment.source,
            text.confirmed["data"],
            segment.source_locale,
            segment.target_locale,
            path=where,
            origin="confirmed",
            user=None,
        )
        return
    locales = {"source_locale": segment.source_locale, "target_locale": segment.target_locale}
    for unit in Unit.objects.filter(path=where, **locales):
        if read_words(unit.source) == read_words(segment.source):
            unit.delete()


def _restore_title(translation: Translation, text: ImportedText) -> None:
    place = {"translation_key": translation.source.object_id, "locale_id": translation.target_locale_id}
    for page in Page.objects.filter(**place):
        title = read_words(text.confirmed["data"]) if text.confirmed else page.title
        Page.objects.filter(pk=page.pk).update(draft_title=title)
