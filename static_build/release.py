"""Releases: the one place where files of the public site reach the disk.

`objects/` holds each file once by its hash; a release is a manifest with its record; of two trees of links one is public.
Must not know what an output means.

A process that is killed anywhere leaves the old release public or the new one, whole: the live tree is never touched, and the
rename of `current` is the last step of the switch. A power cut does no more: what the release is made of is synced before
`current` is renamed, and what is cut short is found by its size and written again.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec.structs import asdict

from static_build.cleaning import Sweep, drop_releases, outdated
from static_build.disk import create_file, remove_file, replace_file, sync_files, telling, try_lock
from static_build.errors import BuildError, Busy
from static_build.manifest import (
    MAIN,
    Entry,
    Making,
    Manifest,
    Record,
    decode_manifest,
    decode_record,
    served_files,
)
from static_build.objects import Objects
from static_build.signing import public_key_of, refuse_tampered, sign
from static_build.trees import Trees

_ID = re.compile(r"[0-9]{8}T[0-9]{6}\.[0-9]{3}Z\+*")
_EDITION = re.compile(r"[a-z0-9][a-z0-9-]*")


class Store:
    """The public site's files below one data folder, for one edition.

    `signing_key`: 32 bytes; manifests are signed with it, and `verified_manifest` asks for the signature.
    """

    def __init__(self, home: Path, edition: str = MAIN, *, signing_key: bytes = b"") -> None:
        if not _EDITION.fullmatch(edition):
            raise BuildError(f"{edition!r} is no name of an edition: small letters, digits and hyphens only.")
        self.home = home
        self.edition = edition
        self.root = home if edition == MAIN else home / "editions" / edition
        self.objects = home / "objects"
        self.releases = self.root / "releases"
        self.public = self.root / "current"
        self._signing_key = signing_key
        self._objects = Objects(home)
        self._trees = Trees(self.root, self._objects.link)
        self.trees = self._trees.folder
        self.made = self._objects.made
        self.put = self._objects.put
        self.read = self._objects.read
        self.has = self._objects.has
        self.recall = self._objects.recall
        self.remember = self._objects.remember
        self.forget = self._trees.forget

    def of(self, edition: str) -> Store:
        """The store of another edition below the same folder."""
        return self if edition == self.edition else Store(self.home, edition, signing_key=self._signing_key)

    def prepare(self) -> None:
        """Makes the folders. Raises BuildError where the data folder cannot be written."""
        try:
            for folder in (self.objects, self.releases, self.trees, self.made):
                folder.mkdir(parents=True, exist_ok=True)
            if not os.access(self.objects, os.W_OK):
                raise PermissionError(13, "Permission denied")
        except OSError as error:
            raise BuildError(
                f"The data folder {self.home} cannot be written ({error.strerror}). "
                "Give the user that runs Ponte write access, or set PONTE_HOME to another folder."
            ) from error

    @contextmanager
    def lock(self, *, wait_seconds: float = 0) -> Iterator[None]:
        """Holds the data folder, all editions of it. Raises Busy where another still has it after the wait."""
        self.prepare()
        with telling(self.home, self.home / ".lock"):
            file = open(self.home / ".lock", "w")  # noqa: SIM115 - closed below, when the build has ended
        with file:
            deadline = time.monotonic() + wait_seconds
            while not try_lock(file.fileno()):
                if time.monotonic() >= deadline:
                    raise Busy(
                        "Another build is running on this data folder. Wait until it has ended, then try again."
                    )
                time.sleep(0.02)
            yield

    def object_path(self, sha256: str) -> Path:
        """The file of an object, to be read only."""
        return self.objects / sha256

    def current(self) -> str | None:
        """Id of the release that is live; None where there is none. Raises BuildError where `current` is not ours."""
        return self._trees.current_release()

    def manifest(self, release: str) -> Manifest:
        """The manifest of a release. Raises BuildError where it is missing, corrupt or of another kind."""
        data, path = self._read_part(release, "manifest.json")
        return decode_manifest(data, str(path), self.edition)

    def verified_manifest(self, release: str) -> Manifest:
        """The manifest, with its signature checked if there is a key. Raises BuildError where it was tampered with."""
        data, path = self._read_part(release, "manifest.json")
        if self._signing_key:
            signature = path.with_name("manifest.sig")
            signed = signature.read_bytes() if signature.is_file() else None
            refuse_tampered(data, signed, public_key_of(self._signing_key), str(path))
        return decode_manifest(data, str(path), self.edition)

    def record(self, release: str) -> Record:
        """What stands beside the manifest of a release. Raises BuildError where it is missing or corrupt."""
        data, path = self._read_part(release, "release.json")
        return decode_record(data, str(path))

    def served(self, release: str) -> dict[str, Entry]:
        """Every file that the public may ask for in a release. Raises BuildError."""
        return served_files(self.manifest(release), self.record(release))

    def _read_part(self, release: str, name: str) -> tuple[bytes, Path]:
        path = self.releases / release / name
        try:
            if not _ID.fullmatch(release):
                raise FileNotFoundError(2, "no release has such a name")
            return path.read_bytes(), path
        except OSError as error:
            raise BuildError(
                f"There is no release {release}: {path} cannot be read. `ponte releases` lists them."
            ) from error

    def list_releases(self) -> list[str]:
        """Ids of all whole releases, oldest first."""
        if not self.releases.is_dir():
            return []
        return sorted(
            each.name
            for each in os.scandir(self.releases)
            if _ID.fullmatch(each.name) and os.path.isfile(f"{each.path}/manifest.json")
        )

    def release(self, manifest: Manifest, making: Making) -> Record:
        """Makes a release and switches to it in whole. The caller holds the lock. Raises BuildError: nothing went live."""
        if manifest.edition != self.edition:
            raise BuildError(f"This is the store of {self.edition!r}, not of {manifest.edition!r}.")
        data = manifest.encode()
        released_at = datetime.now(UTC)
        record = Record(
            **asdict(making),
            release=self._new_id(released_at),
            parent=self.current(),
            released_at=released_at,
            host=platform.node(),
            outputs=len(manifest.outputs),
            manifest_bytes=len(data),
        )
        aside = self.releases / f".{record.release}"
        with telling(self.home, self.releases):
            self._remove_leftovers()
            try:
                self._write_release(aside, data, record)
                written = self._trees.fill_idle(record.release, served_files(manifest, record), self.served)
                sync_files([f"{aside}/{name}" for name in os.listdir(aside)] + written)
                os.rename(aside, self.releases / record.release)
                self._trees.switch()
            except BaseException:
                shutil.rmtree(aside, ignore_errors=True)
                raise
        self._drop_old(record)
        return record

    def _write_release(self, folder: Path, manifest: bytes, record: Record) -> None:
        """Nobody reads the folder before it is renamed."""
        os.mkdir(folder)
        create_file(f"{folder}/manifest.json", manifest)
        create_file(f"{folder}/release.json", msgspec.json.encode(record, order="deterministic"))
        if self._signing_key:
            create_file(f"{folder}/manifest.sig", sign(manifest, self._signing_key))

    def _remove_leftovers(self) -> None:
        """Removes what a build that was killed had begun."""
        for left in os.scandir(self.releases):
            if left.name.startswith("."):
                shutil.rmtree(left.path, ignore_errors=True)
        for left in os.scandir(self.trees):
            if left.name.startswith(".") and not left.is_dir(follow_symlinks=False):
                os.unlink(left.path)

    def _new_id(self, at: datetime) -> str:
        """An id that sorts by time and after every release there is."""
        name = at.strftime("%Y%m%dT%H%M%S.") + f"{at.microsecond // 1000:03}Z"
        last = self.list_releases()[-1:]
        return f"{last[0]}+" if last and name <= last[0] else name

    def _drop_old(self, record: Record) -> None:
        """Old releases go; the one that is live, the one it completes and a held one stay."""
        protected = {record.release, record.completes or "", self.hold() or ""}
        drop_releases(self.home, self.releases, outdated(self.list_releases(), record.released_at, protected))

    def get_ready(self) -> None:
        """Brings the idle tree up to the live release and looks at the live one, so that what comes costs its differences.

        Takes the lock itself. For when nothing else is to be done: a tree of links is as much work as a first release.
        """
        release = self.current()
        if release is None or (self._trees.knows(idle=True) and self._trees.knows(idle=False)):
            return
        files = self.served(release)
        with self.lock(), telling(self.home, self.trees):
            if not self._trees.knows(idle=True):
                self._trees.fill_idle(release, files, self.served)
            if not self._trees.knows(idle=False):
                self._trees.look_at_live(files)

    def clean(self, *, at_once: bool = False) -> int:
        """Removes objects that no kept release names, if a sweep is due or `at_once`; returns how many.

        Reads every kept manifest: for when nothing else is to be done. Takes the lock itself.
        """
        sweep = Sweep(self.home)
        return sweep.run(self.lock()) if at_once or sweep.is_due() else 0

    def hold(self) -> str | None:
        """The release that a rollback holds; None where builds go on."""
        try:
            return (self.root / "hold").read_text().strip() or None
        except OSError:
            return None

    def set_hold(self, release: str) -> None:
        """Holds at a release: until `clear_hold` only withdrawals are to be built. Raises BuildError."""
        with telling(self.home, self.root):
            replace_file(str(self.root / "hold"), release.encode())

    def clear_hold(self) -> None:
        """Lets builds go on. Raises BuildError."""
        with telling(self.home, self.root):
            remove_file(str(self.root / "hold"))
