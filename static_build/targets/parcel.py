"""A parcel: one release made ready for one kind of target. Read from the data folder; changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from static_build.manifest import Entry
from static_build.release import Store
from static_build.targets.files import File, make_file, tokens_of


class Parcel(Struct, frozen=True, kw_only=True):
    """A release and what a target is to hold of it."""

    release: str
    store: Store
    entries: dict[str, Entry]
    tokens: dict[str, str]
    """By path, of what is for this kind of target; the same token is the same file with the same headers."""
    cdn: bool

    def file(self, path: str) -> File:
        """A file and what goes with it."""
        return make_file(path, self.entries[path], cdn=self.cdn)

    def place_of(self, path: str) -> Path:
        """Where its bytes are."""
        return self.store.object_path(self.entries[path].sha256)

    def size_of(self, paths: Iterable[str]) -> int:
        """Bytes of these files."""
        return sum(self.entries[path].size for path in paths)


def pack(store: Store, release: str, *, cdn: bool, negotiates: bool) -> Parcel:
    """Raises BuildError where the release or a part of it can't be read."""
    entries = store.served(release)
    tokens = tokens_of(entries, cdn=cdn, negotiates=negotiates)
    return Parcel(release=release, store=store, entries=entries, tokens=tokens, cdn=cdn)
