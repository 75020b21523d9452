"""Numbers for changes of the memory, so that each process reads only what it has not read yet.

Writers queue at one row until they commit: whoever sees a number sees every change with a lower one.
"""

from __future__ import annotations

import secrets

from django.db import transaction
from msgspec import Struct

from cms.translation.memory.models import Clock

ROW = 1
STAMPS = 200
"""Kept; a process that missed more reads everything again."""
STAMP_BYTES = 6


class Moment(Struct, frozen=True):
    """A change by its number, and the stamp that tells it from one that was rolled back."""

    number: int = 0
    stamp: str = ""


def begin_change() -> int:
    """The number for rows about to be written. Needs a transaction; others that write wait until it ends."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A change of the memory needs a transaction around it.")
    Clock.objects.get_or_create(pk=ROW)
    clock = Clock.objects.select_for_update().get(pk=ROW)
    clock.changes += 1
    clock.stamp = secrets.token_hex(STAMP_BYTES)
    clock.stamps = [*clock.stamps[1 - STAMPS :], clock.stamp]
    clock.save()
    return clock.changes


def read_moment() -> Moment:
    """The last change. One query of one row."""
    row = Clock.objects.filter(pk=ROW).values_list("changes", "stamp").first()
    return Moment(*row) if row else Moment()


def happened(moment: Moment) -> bool:
    """Whether that change is still one of those that were made, as far as is remembered."""
    clock = Clock.objects.filter(pk=ROW).first()
    if clock is None or moment.number == 0:
        return moment == Moment()
    back = clock.changes - moment.number
    return 0 <= back < len(clock.stamps) and clock.stamps[-1 - back] == moment.stamp
