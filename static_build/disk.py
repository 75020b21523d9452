"""Bytes to the disk: whole or not at all, and what the system refuses told in one sentence. Knows nothing of releases."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EDQUOT, ENOSPC
from itertools import count
from pathlib import Path
from threading import Thread

from static_build.errors import BuildError

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


def sync_disk(folder: str) -> None:
    """Returns when everything written to the disk of `folder` so far would outlive a power cut.

    One call for all: a sync of each file would cost a full build several times its own time.
    """
    sync = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if sync is None:  # only Linux can sync one disk
        os.sync()
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if sync(handle) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), folder)
    finally:
        os.close(handle)


@contextmanager
def syncing(folder: str) -> Iterator[None]:
    """Begins a sync while the block does other work, so that the one after it finds little left to do."""
    early = Thread(target=_try_to_sync, args=(folder,))
    early.start()
    try:
        yield
    finally:
        early.join()


def _try_to_sync(folder: str) -> None:
    with suppress(OSError):  # the sync that counts will say so
        sync_disk(folder)


def _write_whole(file: int, data: bytes) -> None:
    written = os.write(file, data)
    while written < len(data):
        written += os.write(file, memoryview(data)[written:])
