"""What a text was before an import wrote it, and its restoration: exactly, where nobody wrote to it since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from msgspec import Struct
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.translation.files.models import FileImport, ImportedText
from cms.translation.history import Kind, note
from cms.translation.holding import hold_translations
from cms.translation.marked import read_words
from cms.translation.memory.changes import begin_change
from cms.translation.memory.importing import undo as undo_memory
from cms.translation.memory.models import Batch, Unit
from cms.translation.memory.units import Pair, make_unit, place, remember_all
from cms.translation.segments import Key, Segment, read_segments
from cms.translation.tokens import to_tokens
from cms.translation.workbench.models import WorkingText

CONFIRMED = (
    "data", "translation_type", "tool_name", "last_translated_by_id", "has_error", "field_error", "updated_at"
)  # fmt: skip
WORKING = ("text", "origin", "user_id", "at")
REMEMBERED = (
    "target", "target_digest", "folded", "origin", "batch_id", "user_id", "when", "deleted_at"
)  # fmt: skip
MOMENTS = {"updated_at", "at", "when", "deleted_at"}
PEOPLE = {"last_translated_by_id", "user_id"}


class Before(Struct, frozen=True):
    """A text's rows as they are before something is written."""

    key: Key
    confirmed: dict[str, Any] | None
    working: dict[str, Any] | None
    remembered: dict[str, Any] | None

    @classmethod
    def of(cls, translation: Translation, segment: Segment) -> Before:
        """As they are now."""
        confirmed = _confirmed(translation, segment.key).values(*CONFIRMED).first()
        working = _working(translation, segment.key).filter(is_open=True).values(*WORKING).first()
        remembered = _remembered(translation, segment).values(*REMEMBERED).first()
        return cls(segment.key, _plain(confirmed), _plain(working), _plain(remembered))


def _plain(row: dict[str, Any] | None) -> dict[str, Any] | None:
    """With moments as text, as JSON keeps them."""
    return row and {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()
    }


def _read(row: dict[str, Any]) -> dict[str, Any]:
    """The row as it was; a person who has been deleted since is nobody."""
    values: dict[str, Any] = {
        name: value and parse_datetime(value) if name in MOMENTS else value for name, value in row.items()
    }
    for name in PEOPLE & values.keys():
        if not get_user_model().objects.filter(pk=values[name]).exists():
            values[name] = None
    return values


def _confirmed(translation: Translation, key: Key) -> Any:
    return StringTranslation.objects.filter(
        context_id=key[0], translation_of_id=key[1], locale_id=translation.target_locale_id
    )


def _working(translation: Translation, key: Key) -> Any:
    return WorkingText.objects.filter(translation=translation, context_id=key[0], string_id=key[1])


def _remembered(translation: Translation, segment: Segment) -> Any:
    """The memory's unit in this place, whatever its translation."""
    pair = _pair(translation, segment, segment.source, timezone.now())
    unit = make_unit(pair)
    return Unit.objects.filter(key=unit.key) if unit is not None else Unit.objects.none()


def _pair(translation: Translation, segment: Segment, target: str, when: datetime) -> Pair:
    return Pair(
        source=segment.source,
        target=target,
        source_locale=segment.source_locale,
        target_locale=segment.target_locale,
        path=place(translation.source.object_id, segment.path),
        when=when,
    )


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
            remembered=one.remembered,
            stamp=stamps[one.key],
        )
        for one in before
    )


def hold_texts(translations: Iterable[int]) -> None:
    """Neither their sources nor their texts change until the transaction ends, but by whoever calls."""
    numbers = list(translations)
    sources = TranslationSource.objects.filter(translations__in=numbers).values("pk")
    held = TranslationSource.objects.select_for_update(no_key=True).filter(pk__in=sources)
    list(held.order_by("pk").values_list("pk"))
    hold_translations(numbers)


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
        number = begin_change()
        for translation in Translation.objects.filter(pk__in=row.texts.values("translation")).select_related(
            "source__locale", "target_locale"
        ):
            _undo_translation(row, translation, user, done, number)
        if row.memory and not row.memory.undone_at:
            # By the system: whoever may undo the import takes back all that it brought.
            undo_memory(row.memory, None)
        row.note_undoing(user)
        row.save()
    return done


def _undo_translation(
    row: FileImport, translation: Translation, user: Any, done: Undone, number: int
) -> None:
    segments = {segment.key: segment for segment in read_segments(translation)}
    for text in row.texts.filter(translation=translation):
        segment = segments.get((text.context_id, text.string_id))
        if segment is None or segment.stamp != text.stamp:
            done.stayed += 1
        else:
            _restore_memory(translation, segment, text, number)
            _restore(translation, segment, text, user)
            done.restored += 1


def _restore(translation: Translation, segment: Segment, text: ImportedText, user: Any) -> None:
    if text.confirmed is None:
        _confirmed(translation, segment.key).delete()
    else:
        _confirmed(translation, segment.key).update(**_read(text.confirmed))
    working = _working(translation, segment.key)
    version = (working.values_list("version", flat=True).first() or 0) + 1
    if text.working is None:
        working.update(text="", is_open=False, version=version, at=timezone.now())
    else:
        working.update(**_read(text.working), is_open=True, version=version)
    if segment.path == "title":
        _restore_title(translation, text)
    if text.confirmed is not None:
        note(translation, segment, Kind.RESTORED, to_tokens(text.confirmed["data"], segment.source), user)


def _restore_memory(translation: Translation, segment: Segment, text: ImportedText, number: int) -> None:
    """In its place the memory knows again what it knew, unless somebody has corrected what the import brought there."""
    unit = _remembered(translation, segment).first()
    brought = make_unit(_pair(translation, segment, segment.confirmed, timezone.now()))
    if unit is None or brought is None or unit.target_digest != brought.target_digest:
        return
    before = text.remembered
    if (
        before
        and before["batch_id"]
        and not Batch.objects.filter(pk=before["batch_id"], undone_at=None).exists()
    ):
        before = None  # what had brought it was taken back meanwhile
    if before is not None:
        Unit.objects.filter(pk=unit.pk).update(**_read(before), change=number)
    elif text.confirmed is not None:
        when = _read(text.confirmed)["updated_at"]
        remember_all([_pair(translation, segment, text.confirmed["data"], when)])
    else:
        unit.delete()


def _restore_title(translation: Translation, text: ImportedText) -> None:
    place = {"translation_key": translation.source.object_id, "locale_id": translation.target_locale_id}
    for page in Page.objects.filter(**place):
        title = read_words(text.confirmed["data"]) if text.confirmed else page.title
        Page.objects.filter(pk=page.pk).update(draft_title=title)
