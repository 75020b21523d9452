"""Bytes to the disk: whole or not at all, and what the system refuses told in one sentence. Knows nothing of releases."""

from __future__ import annotations

import ctypes
import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from itertools import count
from pathlib import Path

from static_build.errors import BuildError

MANY = 500
"""More files than these are synced with the whole disk."""
_BEGIN, _WAIT = 2, 1 | 4
_system = ctypes.CDLL(None)
_number = count()


@contextmanager
def telling(home: Path, path: Path) -> Iterator[None]:
    """Raises as a BuildError what the system refuses at `path` or below, in the data folder `home`."""
    try:
        yield
    except OSError as error:
        if error.errno in (ENOSPC, EDQUOT):
            raise BuildError(
                f"The disk of {home} is full. Free some space; the site that was live stays live."
            ) from error
        raise BuildError(
            f"{error.filename or path} cannot be written ({error.strerror}). Give the user that runs Ponte write "
            "access below the data folder; the site that was live stays live."
        ) from error


def create_file(path: str, data: bytes, *, mode: int = 0o644) -> None:
    """Writes under the final name at once: half the cost of a rename. Raises FileExistsError where something is there."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        _write_whole(file, data)
    finally:
        os.close(file)


def replace_file(path: str, data: bytes, *, mode: int = 0o644) -> None:
    """Writes beside, then renames: the file is there whole or not at all. Raises OSError."""
    folder, name = os.path.split(path)
    aside = f"{folder}/.{name[:40]}.{os.getpid()}.{next(_number)}"
    try:
        create_file(aside, data, mode=mode)
        os.rename(aside, path)
    except OSError:
        remove_file(aside)
        raise


def remove_file(path: str) -> None:
    """Removes a file or link if it is there."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass


def sync_files(paths: Sequence[str]) -> None:
    """Returns when these files, and every link and name made before, would outlive a power cut. Raises OSError.

    A few are written out together and one of them is synced for all: a sync of each would wait for the disk as often as there
    are files, a sync of the whole disk for whatever else is being written to it. Many are worth a sync of the disk.
    """
    if not hasattr(_system, "sync_file_range"):  # only Linux can do better
        os.sync()
        return
    files: list[int] = []
    try:
        if len(paths) > MANY:
            files.append(os.open(paths[0], os.O_RDONLY))
            _system.syncfs(files[0])
            return
        for path in paths:
            files.append(os.open(path, os.O_RDONLY))
            _write_out(files[-1], _BEGIN)
        for file in files:
            _write_out(file, _BEGIN | _WAIT)
        os.fsync(files[-1])
    finally:
        for file in files:
            os.close(file)


def _write_out(file: int, flags: int) -> None:
    whole = ctypes.c_longlong(0)
    if _system.sync_file_range(file, whole, whole, flags) != 0:
        os.fsync(file)  # a file system that cannot


def _write_whole(file: int, data: bytes) -> None:
    written = os.write(file, data)
    while written < len(data):
        written += os.write(file, memoryview(data)[written:])


def try_lock(file: int) -> bool:
    """Locks an open file for this process alone, as long as it is open; False where another has it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
