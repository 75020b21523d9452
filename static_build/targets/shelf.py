"""A shelf: where a target keeps what Ponte writes for itself. A bucket is one; the one of a folder is here."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from static_build.disk import remove_file, replace_file, telling
from static_build.trees import list_tree

Version = dict[str, Any]
"""What a shelf calls one state of a file."""


class Overtaken(Exception):
    """Someone else wrote first."""


class Shelf(Protocol):
    """Files by name. Everything raises TargetError or BuildError."""

    url: str
    may_go_on: Callable[[], None]
    """Asked before each attempt to change anything; it raises to end the work."""
    conditional: bool | None
    """Whether `write_if` can be relied on; None where that has to be tried."""

    def read(self, name: str) -> tuple[bytes, Version] | None:
        """Bytes and version; None where there is nothing."""

    def write_if(self, name: str, data: bytes, version: Version | None) -> Version:
        """Writes over exactly this version, or where there is nothing for None. Raises Overtaken."""

    def overwrite(self, name: str, data: bytes) -> Version:
        """Writes whatever is there."""

    def delete(self, name: str) -> None:
        """Removes a file if it is there."""

    def strangers(self, limit: int | None = None) -> list[str]:
        """Files of the target that stand outside Ponte's own folder, or the first few."""


class FolderShelf:
    """Files below one folder of this machine; a lock there makes each write one with the look before it."""

    conditional: bool | None = True

    def __init__(self, root: Path) -> None:
        self.root = root
        self.url = f"folder:{root}"
        self.may_go_on: Callable[[], None] = lambda: None

    def read(self, name: str) -> tuple[bytes, Version] | None:
        with telling(self.root, self.root / name):
            try:
                data = (self.root / name).read_bytes()
            except FileNotFoundError:
                return None
        return data, _version(data)

    def write_if(self, name: str, data: bytes, version: Version | None) -> Version:
        with self._locked(name):
            found = self.read(name)
            if (found[1] if found else None) != version:
                raise Overtaken
            return self._write(name, data)

    def overwrite(self, name: str, data: bytes) -> Version:
        with self._locked(name):
            return self._write(name, data)

    def _write(self, name: str, data: bytes) -> Version:
        self.may_go_on()
        with telling(self.root, self.root / name):
            replace_file(str(self.root / name), data)
        return _version(data)

    def delete(self, name: str) -> None:
        self.may_go_on()
        with telling(self.root, self.root / name):
            remove_file(str(self.root / name))

    def strangers(self, limit: int | None = None) -> list[str]:
        current = self.root / "current"
        if not current.is_dir():
            return []
        return sorted(list_tree(os.path.realpath(current))[0])[:limit]

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        folder = (self.root / name).parent
        with telling(self.root, folder):
            folder.mkdir(parents=True, exist_ok=True)
            lock = open(folder / ".lock", "w")  # noqa: SIM115 - closed below
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _version(data: bytes) -> Version:
    return {"sha256": sha256(data).hexdigest()}
