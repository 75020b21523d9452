"""What is confirmed or published comes in and stays: one unit for each text in its place, with who and when.

A target that a reviewer corrected or deleted does not come back from the page that still has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from msgspec import Struct

from cms.translation.marked import NotMarked, parse
from cms.translation.memory import words
from cms.translation.memory.changes import begin_change
from cms.translation.memory.models import Origin, Unit

CHUNK = 500
"""Rows in one statement; SQLite takes so many parameters."""
RANKS = (Origin.IMPORT, Origin.MACHINE, Origin.CONFIRMED, Origin.PUBLISHED)
"""Where the same text comes from twice, the later of these is remembered."""
TEXTS = ("source", "target", "source_digest", "target_digest", "folded", "change", "deleted_at")
FACTS = ("origin", "user_id", "when", "batch_id")


class Pair(Struct, frozen=True, kw_only=True):
    """A text and its translation as they come in, both in the marked form."""

    source: str
    target: str
    source_locale: str
    target_locale: str
    path: str = ""
    """The context in which a match is 101 %, as `place` writes it."""
    origin: str = Origin.CONFIRMED
    user_id: int | None = None
    when: datetime


class Kept(Struct, frozen=True):
    """How many units were made, changed, left as they were; how many pairs were no texts."""

    made: int = 0
    changed: int = 0
    same: int = 0
    unusable: int = 0


def remember(
    source: str,
    target: str,
    source_locale: str,
    target_locale: str,
    *,
    path: str,
    origin: str,
    user: Any,
    when: datetime | None = None,
) -> None:
    """Keeps one translation, in the transaction of whoever calls. What is no text, or not marked, is left out."""
    pair = Pair(
        source=source,
        target=target,
        source_locale=source_locale,
        target_locale=target_locale,
        path=path,
        origin=origin if origin in Origin.values else Origin.CONFIRMED,
        user_id=user.pk if user is not None else None,
        when=when or timezone.now(),
    )
    remember_all([pair])


def remember_all(pairs: Iterable[Pair]) -> Kept:
    """Keeps translations, the last one where several have one place. Writes nothing where all is known."""
    units, count = {}, 0
    for pair in pairs:
        unit = make_unit(pair)
        count += 1
        if unit is not None:
            units[unit.key] = unit
    made = changed = 0
    for some in chunk(list(units.values())):
        with transaction.atomic():
            if not any(_compare(some)):
                continue
            number = begin_change()
            # Read again: another writer may have come before us.
            fresh, old = _compare(some)
            _write(fresh, old, number)
            made, changed = made + len(fresh), changed + len(old)
    return Kept(made, changed, len(units) - made - changed, count - len(units))


def make_unit(pair: Pair) -> Unit | None:
    """The row for a pair, not saved; None where a side is blank or not in the marked form."""
    try:
        pieces, others = parse(pair.source), parse(pair.target)
    except NotMarked:
        return None
    names = words.by_order(pieces)
    source, target = words.canonical(pieces, names), words.canonical(others, names)
    said, answered = words.read_words(pieces), words.read_words(others)
    if not said.strip() or not answered.strip():
        return None
    # Without a context one text has as many units as it has translations.
    context = (pair.path,) if pair.path else ("", target)
    return Unit(
        key=words.digest(pair.source_locale, pair.target_locale, source, *context),
        source_locale=pair.source_locale,
        target_locale=pair.target_locale,
        source=source,
        target=target,
        source_digest=words.digest(source),
        target_digest=words.digest(target),
        folded=f"{words.fold(said)}\n{words.fold(answered)}",
        object_key=find_object_key(pair.path),
        path=pair.path,
        origin=pair.origin,
        user_id=pair.user_id,
        when=pair.when,
        change=0,
    )


def place(object_key: UUID | str, path: str) -> str:
    """Where a text stands: the translation key of its page or snippet, and wagtail-localize's path in there."""
    return f"{object_key}/{path}"


def find_object_key(path: str) -> UUID | None:
    """The translation key in a place; None where it names none, as in what was imported."""
    try:
        return UUID(path.partition("/")[0])
    except ValueError:
        return None


def chunk(units: Sequence[Unit]) -> Iterator[Sequence[Unit]]:
    """Units in numbers that one statement takes."""
    for start in range(0, len(units), CHUNK):
        yield units[start : start + CHUNK]


def _compare(units: Sequence[Unit]) -> tuple[list[Unit], list[Unit]]:
    """Those that are new, and rows of old ones as they shall be."""
    rows = {row.key: row for row in Unit.objects.filter(key__in=[unit.key for unit in units])}
    fresh = [unit for unit in units if unit.key not in rows]
    old = [rows[unit.key] for unit in units if unit.key in rows and _renew(rows[unit.key], unit)]
    return fresh, old


def _renew(row: Unit, unit: Unit) -> bool:
    """Makes the row say what the unit says; False where that is nothing new, or a reviewer rejected it."""
    if unit.target_digest == row.rejected_digest:
        return False
    is_same = unit.target_digest == row.target_digest and row.deleted_at is None
    if is_same and RANKS.index(row.origin) >= RANKS.index(unit.origin):
        return False
    for name in (*TEXTS, *FACTS):
        setattr(row, name, getattr(unit, name))
    return True


def _write(fresh: list[Unit], old: list[Unit], number: int) -> None:
    for unit in (*fresh, *old):
        unit.change = number
    Unit.objects.bulk_create(fresh)
    if old:
        Unit.objects.bulk_update(old, (*TEXTS, *FACTS))
