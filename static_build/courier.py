"""Brings the newest release to its targets, in a thread of its own: a slow target holds up no build.

A target that fails is tried again, later each time; a newer release takes the place of one that waits.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Condition, Thread
from types import TracebackType

from django.db import connections

RETRY_SECONDS = (5.0, 15.0, 60.0, 300.0)
STOP_SECONDS = 2.0
Deliver = Callable[[str], bool]
"""Brings a release to every target; whether each has it now."""
Live = tuple[str, ...]
"""The release that is live in each edition that has a target, the main edition's first."""
logger = logging.getLogger("ponte.courier")


def deliver_to_targets(release: str) -> bool:
    """Sends the release to every target of PONTE_TARGETS; whether each has it now."""
    from static_build import targets

    outcomes = targets.deliver(release)
    return not any(outcome.problem for outcome in outcomes)


class Courier:
    """Delivers in the background for as long as the block lasts; without `deliver` there is no target."""

    def __init__(
        self,
        deliver: Deliver | None,
        *,
        retry_seconds: tuple[float, ...] = RETRY_SECONDS,
        name: str = "courier",
    ) -> None:
        self._deliver, self._retry_seconds = deliver, retry_seconds
        self._wanted: Live = ()
        self._delivered: Live = ()
        self._failures, self._due_at = 0, 0.0
        self._stopping = False
        self._changed = Condition()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def __enter__(self) -> Courier:
        if self._deliver is not None:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join(timeout=STOP_SECONDS)

    def want(self, live: Live, *, again: bool = False) -> None:
        """Asks that these releases be the ones at every target: the main edition's first, empty while there is none.

        `again`: also where they were delivered already.
        """
        if not any(live[:1]) or (live == self._wanted and not again):
            return
        with self._changed:
            if again:
                self._delivered = ()
            self._wanted, self._failures, self._due_at = live, 0, 0.0
            self._changed.notify()

    def _run(self) -> None:
        while live := self._next():
            done = self._try(live[0])
            with self._changed:
                if done:
                    self._delivered = live
                elif live == self._wanted:
                    self._due_at = time.monotonic() + self._retry_seconds[self._failures]
                    self._failures = min(self._failures + 1, len(self._retry_seconds) - 1)

    def _next(self) -> Live:
        """The releases to bring now, as soon as there are some; none at the end."""
        with self._changed:
            while not self._stopping:
                if self._wanted == self._delivered:
                    self._changed.wait()
                elif (seconds := self._due_at - time.monotonic()) > 0:
                    self._changed.wait(seconds)
                else:
                    return self._wanted
        return ()

    def _try(self, release: str) -> bool:
        try:
            return self._deliver is None or self._deliver(release)
        except Exception:
            logger.exception("Release %s did not reach every target; it is sent again.", release)
            return False
        finally:
            connections.close_all()
