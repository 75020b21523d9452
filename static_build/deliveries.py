"""Rows of deliveries, for screens and `ponte status`, and the lock in the database for stores that have none of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b

from django.db import connection

from static_build.models import Delivery
from static_build.targets.outcome import Outcome

KEEP = 500
"""So many rows are kept."""
SEARCH = "elasticsearch:"
"""The search index among the targets: not in PONTE_TARGETS, and its address may hold a login."""


def begin_delivery(target: str, release: str) -> int:
    """A row for a release on its way; its id."""
    Delivery.objects.filter(target=target, state=Delivery.State.UNDER_WAY).update(
        state=Delivery.State.FAILED,
        ended_at=datetime.now(UTC),
        problem="It did not end: the process was stopped.",
    )
    row = Delivery.objects.create(
        target=target, release=release, state=Delivery.State.UNDER_WAY, started_at=datetime.now(UTC)
    )
    _drop_old()
    return row.pk


def end_delivery(row: int | None, outcome: Outcome) -> None:
    """Writes down what became of it; where another publisher had the target, its row is the one that tells."""
    if row is None:
        return
    if outcome.state == "taken":
        Delivery.objects.filter(pk=row).delete()
        return
    done = outcome.state == "done"
    Delivery.objects.filter(pk=row).update(
        state=Delivery.State.DONE if done else Delivery.State.FAILED,
        ended_at=datetime.now(UTC),
        uploaded=outcome.uploaded,
        deleted=outcome.deleted,
        purged=outcome.purged,
        size_bytes=outcome.bytes,
        problem=outcome.problem,
    )


def note_search(
    release: str,
    state: Delivery.State,
    *,
    started_at: datetime,
    problem: str = "",
    sent: int = 0,
    removed: int = 0,
) -> None:
    """Writes down how search stands; another attempt with the same release takes the place of the one that failed."""
    values = {
        "state": state,
        "ended_at": None if state == Delivery.State.UNDER_WAY else datetime.now(UTC),
        "uploaded": sent,
        "deleted": removed,
        "problem": problem,
    }
    newest = newest_of(SEARCH)
    if newest is not None and newest.release == release and newest.state != Delivery.State.DONE:
        Delivery.objects.filter(pk=newest.pk).update(**values)
        return
    Delivery.objects.create(target=SEARCH, release=release, started_at=started_at, **values)
    _drop_old()


def newest_of(target: str) -> Delivery | None:
    """The newest attempt at a target."""
    return Delivery.objects.filter(target=target).order_by("-pk").first()


def _drop_old() -> None:
    oldest = Delivery.objects.order_by("-pk").values_list("pk", flat=True)[KEEP : KEEP + 1].first()
    if oldest is not None:
        Delivery.objects.filter(pk__lte=oldest).delete()


@contextmanager
def hold_in_database(target: str) -> Iterator[bool]:
    """Whether this process has the target among all with the same database.

    SQLite is one machine's: the lock in the data folder does there.
    """
    if connection.vendor != "postgresql":
        yield True
        return
    key = lock_key(target)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        (taken,) = cursor.fetchone() or (False,)
    try:
        yield taken
    finally:
        if taken:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def lock_key(target: str) -> int:
    """The number by which PostgreSQL knows a target's lock."""
    digest = blake2b(f"ponte target {target}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
