"""A translator's file into the translations: proposed with what it would do, carried out in one transaction.

What fits is confirmed by `confirm`, what does not becomes a working text or goes to the memory and the history: no text that
can be read is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from msgspec import Struct, json, to_builtins
from wagtail_localize.models import Translation

from cms.rights import may_open
from cms.translation.confirm import confirm
from cms.translation.files.archive import read_documents
from cms.translation.files.incoming import Document
from cms.translation.files.models import FileImport
from cms.translation.files.offers import offer
from cms.translation.files.parsing import fail
from cms.translation.files.plan import (
    CONFIRM,
    KEEP,
    OFFER,
    OUTCOMES,
    SAME,
    UNTRANSLATED,
    Choice,
    plan_units,
)
from cms.translation.files.snapshots import Before, hold_texts, record
from cms.translation.history import Kind, note
from cms.translation.segments import read_segments
from cms.translation.tokens import to_tokens
from cms.translation.workbench.opening import lock_message
from cms.translation.working import keep
from cms.translation.xml_reading import BadFile
from cms.translation_drafts import find_target

ORIGIN = "file"
"""What the history and the segment say of such a text."""
SHOWN = 1_000
"""Lines that are kept for people; the counts are of all."""


class Changed(Exception):
    """What the import would do is no longer what was shown."""


class Part(Struct, frozen=True):
    """What a file would do to one translation."""

    translation: Translation
    choices: Sequence[Choice]


def propose(content: bytes, name: str, user: Any) -> FileImport:
    """Reads all of it and keeps it with what it would do. Writes no text. Raises BadFile.

    `user` None is the system itself, which asks no right.
    """
    parts = list(plan(read_documents(content, name), user))
    row = FileImport.of(content, name, user)
    _show(row, parts)
    with transaction.atomic():
        row.save()
        row.translations.set([part.translation for part in parts])
    return row


def plan(documents: Iterable[Document], user: Any) -> Iterator[Part]:
    """What each document would do now. Raises BadFile where one is of a translation that the user may not write to."""
    seen: set[int] = set()
    for document in documents:
        try:
            yield _plan_document(document, user, seen)
        except BadFile as error:
            raise BadFile(f"{document.within}: {error}" if document.within else str(error)) from error


def _plan_document(document: Document, user: Any, seen: set[int]) -> Part:
    translation = _open(document, user)
    if translation.pk in seen:
        raise fail(document.line, _("this translation is in the upload twice."))
    seen.add(translation.pk)
    units, segments = document.read(translation), read_segments(translation)
    choices = plan_units(translation, segments, units, document.name, document.made_at)
    return Part(translation, list(choices))


def _open(document: Document, user: Any) -> Translation:
    line = document.line
    translation = _find_translation(document.uuid)
    target = find_target(translation) if translation else None
    if translation is None or target is None or getattr(target, "alias_of_id", None):
        raise fail(line, _("it belongs to no translation of this site."))
    if user is not None and not may_open(user, target):
        raise fail(line, _("it belongs to no translation of this site."))
    if user is not None and (locked := lock_message(target, user)):
        raise fail(line, locked)
    return translation


def _find_translation(uuid: str) -> Translation | None:
    try:
        known = UUID(uuid)
    except ValueError:
        return None
    rows = Translation.objects.select_related("source__locale", "target_locale")
    found: Translation | None = rows.filter(uuid=known, enabled=True).first()
    return found


def _show(row: FileImport, parts: Sequence[Part]) -> None:
    choices = [choice for part in parts for choice in part.choices]
    counts = Counter(choice.line.outcome for choice in choices)
    row.counts = {outcome: counts[outcome] for outcome in OUTCOMES}
    telling = [choice.line for choice in choices if choice.line.outcome not in (SAME, UNTRANSLATED)]
    telling.sort(key=lambda line: (OUTCOMES.index(line.outcome), line.file, line.line))
    row.lines = to_builtins(telling[:SHOWN])
    row.digest = digest_of(parts)


def digest_of(parts: Sequence[Part]) -> str:
    """Another one whenever anything else would be done, or to another text."""
    digest = blake2b(digest_size=16)
    for part in parts:
        for choice in part.choices:
            line = choice.line
            stamp = choice.segment.stamp if choice.segment else ""
            digest.update(json.encode([line.translation, line.unit, line.outcome, line.after, stamp]))
    return digest.hexdigest()


def carry_out(row: FileImport, user: Any) -> FileImport:
    """Does what was shown. Raises NotPossible, Changed (the row then shows what it would do now), and BadFile."""
    with transaction.atomic():
        row = row.hold_to_import()
        hold_texts(row.translations.values_list("pk", flat=True))
        parts = list(plan(read_documents(row.read(), row.name), user))
        is_same = digest_of(parts) == row.digest
        if is_same:
            for part in parts:
                _carry_out_part(row, part, user)
            row.note_import(user)
        else:
            _show(row, parts)
        row.save()
    if not is_same:
        # Outside, so that what it would do now is kept and shown.
        raise Changed
    return row


def _carry_out_part(row: FileImport, part: Part, user: Any) -> None:
    before: list[Before] = []
    offers = [choice for choice in part.choices if choice.line.outcome == OFFER]
    for choice in part.choices:
        if choice.line.outcome in (CONFIRM, KEEP) and choice.segment is not None:
            before.append(Before.of(part.translation, choice.segment))
            _write(part.translation, choice, user)
    offer(row, part.translation, offers, user, ORIGIN)
    record(row, part.translation, before)


def _write(translation: Translation, choice: Choice, user: Any) -> None:
    segment, data = choice.segment, choice.incoming.target
    if segment is None:
        raise PermissionDenied
    tokens = to_tokens(data, segment.source)
    if segment.working and segment.working != tokens:
        note(translation, segment, Kind.SAVED, segment.working, None, origin=segment.origin, at=segment.at)
    if choice.line.outcome == CONFIRM:
        confirm(translation, segment, data, user, origin=ORIGIN)
    else:
        keep(translation, segment, tokens, user, origin=ORIGIN)
