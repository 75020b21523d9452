"""A store of a few small files: what the tests of releases, trees, crashes and full disks begin with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from static_build.manifest import Entry, Making, Manifest
from static_build.release import Store

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FIRST = {"index.html": b"uno", "it/index.html": b"due", "it/old/index.html": b"tre", "media/x": b"quattro"}
SECOND = {
    "index.html": b"uno",
    "it/index.html": b"altro",
    "it/new/a/index.html": b"cinque",
    "media": b"un file",
}


def put(store: Store, files: dict[str, bytes]) -> dict[str, Entry]:
    """Keeps the files as objects."""
    entries = {}
    for path, data in files.items():
        digest, size = store.put(data)
        entries[path] = Entry(sha256=digest, size=size, type="text/html", fingerprint="")
    return entries


def release(store: Store, files: dict[str, bytes], **more: Any) -> str:
    """Puts the files and switches to them, as a build does."""
    with store.lock():
        manifest = Manifest(outputs=put(store, files), edition=store.edition)
        return store.release(manifest, Making(now=NOW, **more)).release


def read(store: Store) -> dict[str, bytes]:
    """The public folder."""
    root = store.public
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }
