"""A TMX file into the memory: proposed with what it would do, carried out in one transaction, undone as one.

An import only adds: it changes no unit that is there, so that what it brought can be taken away again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct, field, to_builtins

from cms.rights import reviewed_languages
from cms.translation.memory.changes import begin_change
from cms.translation.memory.models import Batch, Origin, Unit
from cms.translation.memory.tmx import Entry, LeftOut, read_tmx
from cms.translation.memory.units import Pair, make_unit

CHUNK = 400
SHOWN = 20
Line = tuple[str, str]
"""Digests of a source and a target."""


class Summary(Struct, kw_only=True):
    """What a file would bring, or has brought."""

    new: int = 0
    others: int = 0
    """Of the new ones: another translation of a text that the memory has."""
    known: int = 0
    rejected: int = 0
    """Pairs that a reviewer deleted or corrected."""
    left_out: int = 0
    reasons: list[LeftOut] = field(default_factory=list)
    """The first of those that were left out."""


class NotYours(Exception):
    """Units of a language that the user does not review."""


class Choice(Struct):
    """What is done with one unit of the file."""

    unit: Unit | None
    is_other: bool = False
    is_rejected: bool = False


def propose(content: bytes, name: str, user: Any) -> Batch:
    """Reads the whole file and keeps it with what it would do. Writes no unit. Raises BadFile."""
    summary = Summary()
    for _units in choose_units(_choose_languages(read_tmx(content), user), summary):
        pass
    batch = Batch.of(content, name, user)
    batch.counts = to_builtins(summary)
    batch.save()
    return batch


def carry_out(batch: Batch, user: Any) -> Summary:
    """Adds what the file has and the memory not, of the user's languages; `user` None is the system itself.

    Raises NotPossible; and then, as for BadFile, nothing is written.
    """
    with transaction.atomic():
        batch = batch.hold_to_import()
        summary, number = Summary(), begin_change()
        for units in choose_units(_choose_languages(read_tmx(batch.read()), user), summary):
            for unit in units:
                unit.batch, unit.user, unit.change = batch, user, number
            Unit.objects.bulk_create(units)
        batch.note_import(user)
        batch.counts = to_builtins(summary)
        batch.save()
    return summary


def undo(batch: Batch, user: Any) -> int:
    """Takes away what the import brought, and says how much. What was confirmed or corrected since is no longer its own.

    Raises NotPossible, and NotYours where it brought units of a language that the user does not review.
    """
    with transaction.atomic():
        batch = batch.hold_to_undo()
        units = Unit.objects.filter(batch=batch)
        if user is not None and units.exclude(target_locale__in=reviewed_languages(user)).exists():
            raise NotYours(
                _("It brought translations into a language that you do not review. Nothing was undone.")
            )
        begin_change()
        count = units.count()
        units.delete()
        batch.note_undoing(user)
        batch.save()
    return count


def _choose_languages(entries: Iterable[Entry | LeftOut], user: Any) -> Iterator[Entry | LeftOut]:
    """Leaves out the translations into languages that the user does not review."""
    languages = None if user is None else reviewed_languages(user)
    for entry in entries:
        if languages is None or isinstance(entry, LeftOut) or entry.target_locale in languages:
            yield entry
        else:
            yield LeftOut(entry.line, _("It is a translation into a language that you do not review."))


def choose_units(entries: Iterable[Entry | LeftOut], summary: Summary) -> Iterator[list[Unit]]:
    """The units that are new, some at a time; what becomes of each entry is counted in `summary`."""
    here: set[str] = set()
    rows = iter(entries)
    while some := list(islice(rows, CHUNK)):
        usable = []
        for entry in some:
            pair = _make(entry, entry.path) if isinstance(entry, Entry) else None
            if isinstance(entry, LeftOut):
                _leave_out(summary, entry)
            elif pair is not None:
                usable.append((entry, pair))
        fresh = []
        for choice in _choose(usable):
            unit = choice.unit
            if unit is None or unit.key in here:
                summary.rejected += choice.is_rejected
                summary.known += not choice.is_rejected
                continue
            here.add(unit.key)
            summary.new, summary.others = summary.new + 1, summary.others + choice.is_other
            fresh.append(unit)
        yield fresh


def _leave_out(summary: Summary, entry: LeftOut) -> None:
    summary.left_out += 1
    if len(summary.reasons) < SHOWN:
        summary.reasons.append(entry)


def _make(entry: Entry, path: str) -> Unit | None:
    return make_unit(
        Pair(
            source=entry.source,
            target=entry.target,
            source_locale=entry.source_locale,
            target_locale=entry.target_locale,
            path=path,
            origin=Origin.IMPORT,
            when=entry.when or timezone.now(),
        )
    )


def _choose(usable: Sequence[tuple[Entry, Unit]]) -> Iterator[Choice]:
    rows = Unit.objects.filter(source_digest__in=[unit.source_digest for _entry, unit in usable])
    keys: set[str] = set()
    pairs: dict[Line, bool] = {}
    rejected: set[Line] = set()
    sources: set[str] = set()
    for row in rows.only("key", "source_digest", "target_digest", "rejected_digest", "deleted_at"):
        keys.add(row.key)
        sources.add(row.source_digest)
        line = row.source_digest, row.target_digest
        pairs[line] = pairs.get(line, False) or row.deleted_at is None
        rejected.add((row.source_digest, row.rejected_digest))
    for entry, unit in usable:
        line = unit.source_digest, unit.target_digest
        if pairs.get(line):
            yield Choice(None)
        elif line in pairs or line in rejected:
            yield Choice(None, is_rejected=True)
        else:
            # Where its place has another translation, it is one more without a place.
            one = _make(entry, "") if unit.key in keys else unit
            yield Choice(one, is_other=unit.source_digest in sources)
