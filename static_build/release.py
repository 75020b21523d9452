"""Releases: the one place where files of the public site reach the disk.

`objects/` holds each file once by its hash; a release is a manifest; `trees/a` and `trees/b` are two trees of links of which
`current` names one. The idle tree is brought up to date by its differences and checked, then `current` is switched by one
rename: whoever reads it sees the old site or the new one, whole. Must not know what an output means.
"""

from __future__ import annotations

import fcntl
import os
import platform
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from errno import EDQUOT, EMLINK, ENOSPC, EOPNOTSUPP, EPERM, EXDEV
from hashlib import sha256
from io import FileIO
from pathlib import Path

import msgspec
from msgspec import Struct

from static_build.errors import BuildError, Busy
from static_build.trees import update_tree

FORMAT = 1
TREES = ("a", "b")
KEEP = 20
"""How many releases are kept."""


class Entry(Struct, frozen=True, kw_only=True):
    """One file of a release."""

    sha256: str
    size: int
    type: str
    fingerprint: str
    sources: tuple[str, ...] = ()


class Manifest(Struct, frozen=True, kw_only=True):
    """All files of a release by path. The same site gives the same bytes."""

    format: int = FORMAT
    edition: str = "main"
    next_change_at: datetime | None = None
    outputs: dict[str, Entry] = {}

    def encode(self) -> bytes:
        """Canonical JSON."""
        return msgspec.json.encode(self, order="deterministic")


class Record(Struct, frozen=True, kw_only=True):
    """What differs from build to build, beside the manifest."""

    release: str
    parent: str | None
    released_at: datetime
    now: datetime
    host: str
    seconds: dict[str, float]


class Store:
    """The public site's files below one data folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.objects = home / "objects"
        self.releases = home / "releases"
        self.trees = home / "trees"
        self.made = home / "renditions"
        self._written = 0

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
    def lock(self) -> Iterator[None]:
        """Holds the data folder for one build. Raises Busy where another has it."""
        self.prepare()
        with self._telling(self.home / ".lock"):
            file = open(self.home / ".lock", "w")  # noqa: SIM115 - closed below, when the build has ended
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise Busy(
                    "Another build is running on this data folder. Wait until it has ended, then try again."
                ) from error
            yield

    def put(self, data: bytes) -> tuple[str, int]:
        """Keeps the bytes once and returns their SHA-256 and size."""
        digest = sha256(data).hexdigest()
        path = self.objects / digest
        if not _has_size(path, len(data)):
            self._write_object(path, data)
        return digest, len(data)

    def _write_object(self, path: Path, data: bytes) -> None:
        """Writes under the final name at once, which halves the cost: what is cut short has another size."""
        with self._telling(path):
            try:
                file = open(path, "xb", buffering=0)  # noqa: SIM115 - an object that is there already takes the other way
            except FileExistsError:
                self._write(path, data)
                return
            with file:
                _write_whole(file, data)

    def _write(self, path: Path, data: bytes) -> None:
        """Writes beside, then renames: a file is there whole or not at all."""
        self._written += 1
        aside = path.with_name(f".{path.name[:40]}.{os.getpid()}.{self._written}")
        with self._telling(path):
            try:
                with open(aside, "wb", buffering=0) as file:
                    _write_whole(file, data)
                os.rename(aside, path)
            except OSError:
                aside.unlink(missing_ok=True)
                raise

    @contextmanager
    def _telling(self, path: Path) -> Iterator[None]:
        """Says as a BuildError what the system refused below `path`."""
        try:
            yield
        except OSError as error:
            if error.errno in (ENOSPC, EDQUOT):
                raise BuildError(
                    f"The disk of {self.home} is full. Free some space; the site that was live stays live."
                ) from error
            raise BuildError(
                f"{error.filename or path} cannot be written ({error.strerror}). Give the user that runs Ponte write "
                "access below the data folder; the site that was live stays live."
            ) from error

    def read(self, digest: str) -> bytes:
        """The bytes of an object. Raises BuildError where they are gone."""
        try:
            return (self.objects / digest).read_bytes()
        except OSError as error:
            raise BuildError(
                f"The object {digest} is missing from {self.objects}. Run `ponte build --full` to make it again."
            ) from error

    def has(self, entry: Entry) -> bool:
        """Whether the object of an entry is there with its size."""
        return _has_size(self.objects / entry.sha256, entry.size)

    def recall(self, fingerprint: str) -> tuple[str, int] | None:
        """Hash and size of what was made from this fingerprint in any release, where the object is still there."""
        try:
            digest, size = (self.made / fingerprint).read_text().split()
        except (OSError, ValueError):
            return None
        entry = Entry(sha256=digest, size=int(size), type="", fingerprint=fingerprint)
        return (digest, int(size)) if self.has(entry) else None

    def remember(self, fingerprint: str, digest: str, size: int) -> None:
        """Keeps what a fingerprint gave, so that it is never made again."""
        self._write(self.made / fingerprint, f"{digest} {size}".encode())

    def current(self) -> str | None:
        """Id of the release that is live; None where there is none."""
        try:
            tree = os.readlink(self.home / "current").rsplit("/", 1)[-1]
        except OSError:
            return None
        return self._release_in(tree)

    def _release_in(self, tree: str) -> str | None:
        try:
            return (self.trees / f"{tree}.release").read_text().strip() or None
        except OSError:
            return None

    def manifest(self, release: str) -> Manifest:
        """The manifest of a release. Raises BuildError where it is missing, corrupt or of another kind."""
        path = self.releases / release / "manifest.json"
        try:
            manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
        except OSError as error:
            raise BuildError(f"There is no release {release}: {path} cannot be read.") from error
        except msgspec.MsgspecError as error:
            raise BuildError(
                f"{path} is corrupt ({error}). Nothing was changed; build with --full to make a new release."
            ) from error
        if manifest.format != FORMAT:
            raise BuildError(f"{path} has format {manifest.format}; this version of Ponte writes {FORMAT}.")
        for name in manifest.outputs:
            if name.startswith("/") or ".." in name.split("/"):
                raise BuildError(
                    f"{path} names {name!r}, which is not a path of a site. Nothing was changed."
                )
        return manifest

    def record(self, release: str) -> Record:
        """What stands beside the manifest of a release. Raises BuildError where it is missing or corrupt."""
        path = self.releases / release / "release.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=Record)
        except (OSError, msgspec.MsgspecError) as error:
            raise BuildError(
                f"{path} cannot be read ({error}). Delete the folder of that release."
            ) from error

    def list_releases(self) -> list[str]:
        """Ids of all whole releases, oldest first."""
        if not self.releases.is_dir():
            return []
        return sorted(
            each.name
            for each in self.releases.iterdir()
            if not each.name.startswith(".") and (each / "manifest.json").is_file()
        )

    def release(self, manifest: Manifest, *, now: datetime, seconds: dict[str, float]) -> str:
        """Makes a release and switches to it in whole; returns its id."""
        released_at = datetime.now(UTC)
        parent = self.current()
        name = self._new_id(released_at)
        record = Record(
            release=name,
            parent=parent,
            released_at=released_at,
            now=now,
            host=platform.node(),
            seconds=seconds,
        )
        aside = self.releases / f".{name}"
        with self._telling(aside):
            aside.mkdir()
            self._write(aside / "manifest.json", manifest.encode())
            self._write(aside / "release.json", msgspec.json.encode(record, order="deterministic"))
            os.rename(aside, self.releases / name)
        self.switch(name, manifest)
        self._clean(keep=name)
        return name

    def _new_id(self, at: datetime) -> str:
        """An id that sorts by time and after every release there is."""
        name = at.strftime("%Y%m%dT%H%M%S.") + f"{at.microsecond // 1000:03}Z"
        last = self.list_releases()[-1:]
        while last and name <= last[0]:
            name = f"{last[0]}+"
            last = [name] if (self.releases / name).exists() else []
        return name

    def switch(self, release: str, manifest: Manifest) -> None:
        """Brings the idle tree to the manifest and makes it the public one."""
        live = self._live_tree()
        idle = TREES[1] if live == TREES[0] else TREES[0]
        link = self.home / f".current.{os.getpid()}"
        with self._telling(self.home / "current"):
            self._update_tree(idle, manifest)
            self._write(self.trees / f"{idle}.release", release.encode())
            link.unlink(missing_ok=True)
            link.symlink_to(f"trees/{idle}")
            os.rename(link, self.home / "current")

    def _live_tree(self) -> str | None:
        try:
            return os.readlink(self.home / "current").rsplit("/", 1)[-1]
        except OSError:
            return None

    def _update_tree(self, tree: str, manifest: Manifest) -> None:
        """Makes the tree equal to the manifest, from whatever state an interrupted build left it in."""
        root = self.trees / tree
        root.mkdir(exist_ok=True)
        held = self._held_by(tree)
        (self.trees / f"{tree}.release").unlink(missing_ok=True)
        update_tree(root, manifest.outputs, held, self._link)

    def _held_by(self, tree: str) -> dict[str, Entry]:
        """What the tree should hold by its own mark; nothing where an update of it was interrupted."""
        release = self._release_in(tree)
        try:
            return self.manifest(release).outputs if release else {}
        except BuildError:
            return {}

    def _link(self, entry: Entry, path: Path) -> None:
        """A link to the object, or a copy where links cannot be made."""
        source = self.objects / entry.sha256
        try:
            os.link(source, path)
        except FileNotFoundError as error:
            raise BuildError(
                f"The object {entry.sha256} is missing from {self.objects}. Run `ponte build --full` to make it again."
            ) from error
        except OSError as error:
            if error.errno not in (EXDEV, EPERM, EMLINK, EOPNOTSUPP):
                raise
            self._write(path, self.read(entry.sha256))

    def _clean(self, *, keep: str) -> None:
        """Removes what an interrupted build left, the oldest releases, and every object that no release names."""
        for left in self.releases.glob(".*"):
            shutil.rmtree(left, ignore_errors=True)
        names = self.list_releases()
        old = [name for name in names[:-KEEP] if name not in (keep, self.current())]
        for name in old:
            shutil.rmtree(self.releases / name, ignore_errors=True)
        if old:
            self._sweep()

    def _sweep(self) -> None:
        """Removes objects, unless a manifest cannot be read: what that one names is not known."""
        try:
            manifests = [self.manifest(name) for name in self.list_releases()]
        except BuildError:
            return
        named = {entry.sha256 for manifest in manifests for entry in manifest.outputs.values()}
        for each in os.scandir(self.objects):
            if each.name not in named:
                os.unlink(each.path)


def _write_whole(file: FileIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _has_size(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False
