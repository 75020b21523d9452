"""A breaker: after a server has failed it is left alone for some seconds, then one question tries whether it is back."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

T = TypeVar("T")
FAILURES = 3
"""In a row, before the server is left alone: one or two may be slow questions."""
REST_SECONDS = 5.0


class Open(Exception):
    """The server is not asked now; it may be again in `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not asked for another {seconds:.1f} s")
        self.seconds = seconds


class Breaker:
    """One for each server, shared by all threads that ask it."""

    def __init__(
        self,
        is_failure: Callable[[Exception], bool],
        *,
        failures: int = FAILURES,
        rest_seconds: float = REST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`is_failure`: whether an exception is the server's fault; any other says nothing about it."""
        self._is_failure = is_failure
        self._most = failures
        self._rest_seconds = rest_seconds
        self._clock = clock
        self._lock = Lock()
        self._failed = 0
        self._until = 0.0

    def call(self, ask: Callable[[], T]) -> T:
        """What `ask` returns. Raises Open where the server is not asked, else what `ask` raises."""
        self._pass()
        try:
            result = ask()
        except Exception as error:
            if self._is_failure(error):
                self._note_failure()
            raise
        with self._lock:
            self._failed, self._until = 0, 0.0
        return result

    def _pass(self) -> None:
        with self._lock:
            if self._failed < self._most:
                return
            now = self._clock()
            if now < self._until:
                raise Open(self._until - now)
            # This question tries; the others go on waiting until it is answered.
            self._until = now + self._rest_seconds

    def _note_failure(self) -> None:
        with self._lock:
            self._failed += 1
            self._until = self._clock() + self._rest_seconds
