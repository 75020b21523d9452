"""Who brings search up to date: locks in the data folder, and a note of a difference that was begun and not ended.

The locks go with the process, however that ends; the note stays, so that whoever comes next looks at what the index holds.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from static_build.disk import telling, try_lock
from static_build.errors import Busy

WAIT_SECONDS = 120.0
"""A difference is never under way for longer, unless its server has stopped to answer."""
POLL_SECONDS = 0.01
DIFFERENCE = "difference.lock"
Waiting = Callable[[], None]


class Note:
    """What the holder of the lock writes down: which release it has begun to bring."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        file.seek(0)
        self.is_left_open = bool(file.read().strip())
        """Whether the last holder began and did not end: nobody knows what the index holds."""

    def open(self, release: str) -> None:
        """Before the first change of an index."""
        self._write(release)

    def close(self) -> None:
        """After the last, where all went well."""
        self._write("")

    def _write(self, text: str) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._file.write(text)
        self._file.flush()
        moment = time.time_ns()  # the file system's own clock may stand still for some milliseconds
        os.utime(self._file.fileno(), ns=(moment, moment))


class Holding:
    """Two locks below a data folder: one for differences and the switch of aliases, one for filling new indices."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "search"

    def changed_at(self) -> tuple[int, int] | None:
        """What tells this state of the live indices from every other: it changes before the first change and after the last.

        None while one is under way, and where none was ever made from this data folder.
        """
        try:
            stat = os.stat(self._folder / DIFFERENCE)
        except OSError:
            return None
        return None if stat.st_size else (stat.st_ino, stat.st_mtime_ns)

    @contextmanager
    def difference(self) -> Iterator[Note]:
        """Holds the live indices. Raises Busy where another process has them for too long."""
        with self._held(DIFFERENCE, WAIT_SECONDS, lambda: None) as file:
            yield Note(file)

    @contextmanager
    def filling(self, *, wait_seconds: float = 3600.0, waiting: Waiting = lambda: None) -> Iterator[None]:
        """Holds the right to fill new indices; `waiting` is called once where another has it. Raises Busy after the wait."""
        with self._held("filling.lock", wait_seconds, waiting):
            yield

    @contextmanager
    def _held(self, name: str, wait_seconds: float, waiting: Waiting) -> Iterator[TextIO]:
        with telling(self._folder, self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            file = open(self._folder / name, "a+")  # noqa: SIM115 - closed below
        with file:
            deadline, is_told = time.monotonic() + wait_seconds, False
            while not try_lock(file.fileno()):
                if not is_told:
                    is_told = True
                    waiting()
                if time.monotonic() >= deadline:
                    raise Busy(
                        "Another process is bringing search up to date. Wait until it has ended, then try again."
                    )
                time.sleep(POLL_SECONDS)
            yield file
