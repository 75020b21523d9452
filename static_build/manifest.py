"""What a release is on paper: its files by path, and beside them what differs from build to build. Plain values."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct

FORMAT = 2
MAIN = "main"
"""The edition that is every page's canonical."""


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file of a release."""

    sha256: str
    size: int
    type: str
    fingerprint: str
    sources: tuple[str, ...] = ()
    """Tokens of the documents, pictures and files that it shows."""
    changes_at: datetime | None = None
    """When what it shows changes by itself; None where nothing in it hangs on time."""
    redirect: str = ""
    """Where it leads, as a path of this site, if it is only there to lead on."""


class Manifest(Struct, frozen=True, kw_only=True):
    """All files of a release by path. The same site gives the same bytes."""

    format: int = FORMAT
    edition: str = MAIN
    next_change_at: datetime | None = None
    outputs: dict[str, Entry] = {}

    def encode(self) -> bytes:
        """Canonical JSON."""
        return msgspec.json.encode(self, order="deterministic")


class Retained(Struct, frozen=True, kw_only=True):
    """A file that no page of the release names any more, kept for pages that are still open somewhere."""

    entry: Entry
    until: datetime


class Cause(Struct, frozen=True, kw_only=True):
    """What asked for a build, as people say it."""

    what: str
    """`published`, `unpublished`, `moved`, `restricted`, `deleted`, `saved`, `clock`, `command`, …"""
    title: str = ""
    key: str = ""
    locale: str = ""
    user: str = ""


class Record(Struct, frozen=True, kw_only=True):
    """What differs from build to build, beside the manifest: `release.json`."""

    release: str
    parent: str | None
    released_at: datetime
    now: datetime
    host: str
    seconds: dict[str, float]
    causes: tuple[Cause, ...] = ()
    completes: str | None = None
    """The release that this one completes with what is slow to make; a rollback treats the two as one."""
    rolled_back_to: str | None = None
    """The release whose documents this one was made from again."""
    retained: dict[str, Retained] = {}
    documents: dict[str, str] = {}
    """SHA-256 of each shard of the documents it was made from, by the shard's name."""
