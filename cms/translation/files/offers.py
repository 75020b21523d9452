"""Texts of a file that have no place on the page any more: to the history, and to the memory, which offers them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from wagtail_localize.models import Translation

from cms.translation.files.models import FileImport
from cms.translation.files.plan import Choice
from cms.translation.history import Kind
from cms.translation.memory.changes import begin_change
from cms.translation.memory.models import Batch, Origin, Unit
from cms.translation.memory.units import Pair, chunk, make_unit
from cms.translation.segments import name_of
from cms.translation.tokens import to_tokens
from cms.translation.workbench.models import SegmentEvent


def offer(
    row: FileImport, translation: Translation, choices: Sequence[Choice], user: Any, origin: str
) -> None:
    """Keeps the texts, with few queries however many. What the memory brings to another page is what was in the file."""
    events = [_note(translation, choice, user, origin) for choice in choices]
    SegmentEvent.objects.bulk_create(events, batch_size=500)
    made = [_make_unit(translation, choice, user) for choice in choices]
    for units in chunk(list({unit.key: unit for unit in made if unit is not None}.values())):
        _add(row, units, user)


def _note(translation: Translation, choice: Choice, user: Any, origin: str) -> SegmentEvent:
    unit = choice.incoming
    return SegmentEvent(
        key=translation.source.object_id,
        locale=translation.target_locale.language_code,
        path=unit.path,
        source=unit.source,
        text=to_tokens(unit.target, unit.source),
        kind=Kind.SAVED,
        origin=origin,
        user=user,
        user_name=name_of(user),
        at=timezone.now(),
    )


def _make_unit(translation: Translation, choice: Choice, user: Any) -> Unit | None:
    return make_unit(
        Pair(
            source=choice.incoming.source,
            target=choice.incoming.target,
            source_locale=translation.source.locale.language_code,
            target_locale=translation.target_locale.language_code,
            origin=Origin.IMPORT,
            user_id=user.pk if user else None,
            when=timezone.now(),
        )
    )


def _add(row: FileImport, units: Sequence[Unit], user: Any) -> None:
    """Those that the memory does not have."""
    number = begin_change()
    known = set(Unit.objects.filter(key__in=[unit.key for unit in units]).values_list("key", flat=True))
    fresh = [unit for unit in units if unit.key not in known]
    for unit in fresh:
        unit.batch, unit.change = _batch(row, user), number
    Unit.objects.bulk_create(fresh)


def _batch(row: FileImport, user: Any) -> Batch:
    """The import into the memory that is undone with this one."""
    if row.memory is None:
        row.memory = Batch.objects.create(name=row.name, user=user, imported_at=timezone.now())
    return row.memory
