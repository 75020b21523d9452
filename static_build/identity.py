"""A worker's name, and whether a worker of some name is still there: each holds a lock on a file of its name.

The lock goes with the process, however that ends, on every machine that shares the data folder.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path
from types import TracebackType

PREFIX = "ponte-"


class Identity:
    """The name under which this process takes tasks, for as long as the block lasts."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "workers"
        self.name = f"{PREFIX}{os.getpid()}-{secrets.token_hex(4)}"

    def __enter__(self) -> Identity:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._file = open(self._place(self.name), "w")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._place(self.name).unlink(missing_ok=True)
        self._file.close()

    def is_dead(self, name: str) -> bool:
        """Whether a worker of Ponte's that took tasks by that name has ended. Of others nothing is known: False."""
        if not name.startswith(PREFIX) or "/" in name:
            return False
        try:
            file = open(self._place(name))  # noqa: SIM115 - closed by the block below
        except FileNotFoundError:
            return True
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
            self._place(name).unlink(missing_ok=True)
        return True

    def _place(self, name: str) -> Path:
        return self.folder / f"{name}.lock"
