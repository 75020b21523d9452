"""Cleaning: which old releases go, and later the objects that nothing names any more. Deletes only what it can prove."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from msgspec import Struct

from static_build.errors import Busy
from static_build.manifest import READABLE

KEEP = 20
"""So many of the newest releases are always kept."""
KEEP_AT_MOST = 200
KEEP_DAYS = 30
"""Up to so many are kept while they are younger than this."""
SWEEP_AFTER_RELEASES = 20
SWEEP_AFTER_SECONDS = 24 * 3600


def outdated(names: Sequence[str], now: datetime, protected: Collection[str]) -> list[str]:
    """Which of these releases, oldest first, may go."""
    since = now - timedelta(days=KEEP_DAYS)
    return [
        name
        for place, name in enumerate(reversed(names))
        if name not in protected and place >= KEEP and (place >= KEEP_AT_MOST or released_at(name) < since)
    ]


def released_at(name: str) -> datetime:
    """When a release was made, by its id."""
    return datetime.strptime(name[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def drop_releases(home: Path, folder: Path, names: Collection[str]) -> None:
    """Removes releases. Their objects stay until the next sweep, which is told."""
    for name in names:
        aside = folder / f".{name}"
        try:
            os.rename(folder / name, aside)  # a folder half deleted must not look like a release
        except OSError:
            continue
        shutil.rmtree(aside, ignore_errors=True)
    if names:
        with suppress(OSError), open(home / ".unswept", "ab") as dropped:
            dropped.write(b"." * len(names))


class Sweep:
    """Removes the objects of a data folder that no release of any edition names."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._dropped = home / ".unswept"

    def is_due(self) -> bool:
        """Whether enough releases went since the last sweep, or one went and a day has passed."""
        try:
            dropped = self._dropped.stat()
        except OSError:
            return False
        return dropped.st_size >= SWEEP_AFTER_RELEASES or dropped.st_mtime < time.time() - SWEEP_AFTER_SECONDS

    def run(self, lock: AbstractContextManager[None]) -> int:
        """Returns how many objects went: none where a build runs, or where a manifest cannot be read.

        What that one names is not known. The manifests are read without the lock, so that no build waits for it; those that
        were made meanwhile are read with it.
        """
        objects = {each.name for each in os.scandir(self.home / "objects")}
        seen = set(self._releases())
        try:
            objects -= _named_by(seen)
            with lock:
                objects -= _named_by(set(self._releases()) - seen)
                for name in objects:
                    os.unlink(self.home / "objects" / name)
                self._dropped.unlink(missing_ok=True)
        except (Busy, OSError, msgspec.MsgspecError):
            return 0
        return len(objects)

    def _releases(self) -> Iterator[Path]:
        """The folder of each release, of all editions."""
        for root in (self.home, *sorted((self.home / "editions").glob("*"))):
            yield from (path.parent for path in root.glob("releases/[0-9]*/manifest.json"))


class _Named(Struct):
    sha256: str


class _Manifest(Struct):
    format: int
    outputs: dict[str, _Named]


class _Retained(Struct):
    entry: _Named


class _Record(Struct):
    retained: dict[str, _Retained] = {}
    documents: dict[str, str] = {}


def _named_by(releases: Iterable[Path]) -> set[str]:
    """Every object that these releases name. Raises OSError and MsgspecError where one cannot be read."""
    named: set[str] = set()
    for folder in releases:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=_Manifest)
        if manifest.format not in READABLE:
            raise msgspec.ValidationError(f"format {manifest.format}")
        named.update(entry.sha256 for entry in manifest.outputs.values())
        record = msgspec.json.decode((folder / "release.json").read_bytes(), type=_Record)
        named.update(kept.entry.sha256 for kept in record.retained.values())
        named.update(record.documents.values())
    return named
