"""A parcel: one release made ready for one kind of target. Read from the data folder; changes nothing."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from static_build.manifest import Entry, served_files
from static_build.release import Store
from static_build.targets.files import File, wanted_files


class Parcel(Struct, frozen=True, kw_only=True):
    """A release and what a target is to hold of it."""

    release: str
    store: Store
    entries: dict[str, Entry]
    files: dict[str, File]

    def open(self, file: File) -> Path:
        """The file's bytes."""
        return self.store.object_path(file.sha256)


def pack(store: Store, release: str, *, cdn: bool, negotiates: bool) -> Parcel:
    """Raises BuildError where the release or a part of it can't be read."""
    manifest, record = store.manifest(release), store.record(release)
    return Parcel(
        release=release,
        store=store,
        entries=served_files(manifest, record),
        files=wanted_files(manifest, record, cdn=cdn, negotiates=negotiates),
    )
