"""The worker's heartbeat: a row that a thread of the worker writes every ten seconds, and what others read in it.

By the machine's clock, whatever PONTE_NOW says. A worker whose work has not moved for ten minutes stops beating.
"""

from __future__ import annotations

import logging
import os
import platform
import time
from datetime import datetime, timedelta
from threading import Event, Thread
from types import TracebackType

from django.db import DatabaseError, connection
from django.utils import timezone
from msgspec import Struct

from static_build.models import Beat

BEAT_SECONDS = 10
GONE = timedelta(seconds=60)
"""After so long without a beat the worker counts as gone."""
HANG_SECONDS = 600
"""A worker at one thing for so long, without a step, hangs."""
ONLY = 1
logger = logging.getLogger("ponte.beat")


class Pulse(Struct, frozen=True, kw_only=True):
    """What the row says: when the worker last beat, at what, and where it runs."""

    beat_at: datetime
    doing: str
    host: str
    process: int
    is_gone: bool


def read_pulse() -> Pulse | None:
    """The worker's last beat; None where no worker has ever run on this database."""
    row = Beat.objects.filter(pk=ONLY).first()
    if row is None:
        return None
    return Pulse(
        beat_at=row.beat_at,
        doing=row.doing,
        host=row.host,
        process=row.process,
        is_gone=row.beat_at < timezone.now() - GONE,
    )


class Heart:
    """Beats from a thread of its own, so that a long build does not look like death."""

    def __init__(self, *, beat_seconds: float = BEAT_SECONDS, hang_seconds: float = HANG_SECONDS) -> None:
        self.beat_seconds, self.hang_seconds = beat_seconds, hang_seconds
        self.doing = ""
        self._moved_at = time.monotonic()
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="heart", daemon=True)

    def __enter__(self) -> Heart:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._thread.join(timeout=self.beat_seconds)

    def move(self, doing: str) -> None:
        """Says that the work goes on, and at what; nothing while it waits."""
        self.doing = doing
        self._moved_at = time.monotonic()

    def hangs(self) -> bool:
        """Whether the work has not moved for too long."""
        return time.monotonic() - self._moved_at > self.hang_seconds

    def _run(self) -> None:
        try:
            while True:
                self._beat()
                if self._stopped.wait(self.beat_seconds):
                    break
            self.move("stopped")
            self._beat()
        finally:
            connection.close()

    def _beat(self) -> None:
        try:
            write_beat(self.doing, hangs=self.hangs())
        except DatabaseError as error:
            logger.warning("The worker's heartbeat cannot be written: %s", str(error).strip())
            connection.close()


def write_beat(doing: str, *, hangs: bool = False) -> None:
    """Writes the row; of a worker that hangs only that it does, so that it counts as gone. Raises DatabaseError."""
    if hangs:
        Beat.objects.filter(pk=ONLY).update(doing=f"hangs: {doing}"[:200])
        return
    values = {
        "beat_at": timezone.now(),
        "doing": doing[:200],
        "host": platform.node()[:200],
        "process": os.getpid(),
    }
    Beat.objects.update_or_create(pk=ONLY, defaults=values)
