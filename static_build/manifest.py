"""What a release is on paper: its files by path, and beside them what differs from build to build. Plain values.

What comes from the disk is looked at before it is believed: a path or a hash that leads out of the store is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from static_build.errors import BuildError

FORMAT = 2
READABLE = (1, 2)
"""Format 1 lacked what format 2 has a default for."""
MAIN = "main"
"""The edition that is every page's canonical."""
_HASH = re.compile(r"[0-9a-f]{64}")


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
    document: str = ""
    """Token of the document whose page it is, `<key>@<locale>`; empty for what is no document's page."""
    redirect: str = ""
    """Where it leads, as a path of this site, if it is only there to lead on."""
    share: str = ""
    """Digest in the address of the share picture that it names as its own, which may come later than itself."""


class Manifest(Struct, frozen=True, kw_only=True):
    """All files of a release by path. The same site gives the same bytes."""

    format: int = FORMAT
    edition: str = MAIN
    next_change_at: datetime | None = None
    outputs: dict[str, Entry] = {}

    def encode(self) -> bytes:
        """Canonical JSON: fields in the order in which they are declared, paths sorted."""
        # Sorted here: msgspec's own sort takes seconds where a long list is in order but for its last few.
        outputs = {path: self.outputs[path] for path in sorted(self.outputs)}
        return msgspec.json.encode(replace(self, outputs=outputs))


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


class Making(Struct, frozen=True, kw_only=True):
    """How a release was made, as its maker tells the store."""

    now: datetime
    """The moment that it was built for."""
    seconds: dict[str, float] = {}
    causes: tuple[Cause, ...] = ()
    completes: str | None = None
    """The release that this one completes with what is slow to make; a rollback treats the two as one."""
    rolled_back_to: str | None = None
    """The release whose documents this one was made from again."""
    retained: dict[str, Retained] = {}
    """Files that stay in the public folder though the manifest does not name them."""
    code: str = ""
    """Digest of the code that made it."""
    documents: dict[str, str] = {}
    """SHA-256 of each shard of the documents it was made from, by the shard's name."""


class Record(Making, frozen=True, kw_only=True):
    """What differs from build to build, beside the manifest: `release.json`."""

    release: str
    parent: str | None
    released_at: datetime
    host: str
    outputs: int = 0
    """How many files the manifest names."""
    manifest_bytes: int = 0
    """Size of the manifest: one that was cut short is known without reading it."""


def served_files(manifest: Manifest, record: Making) -> dict[str, Entry]:
    """Every file that the public may ask for: those of the manifest, and those retained."""
    if not record.retained:
        return manifest.outputs
    return {path: kept.entry for path, kept in record.retained.items()} | manifest.outputs


def decode_manifest(data: bytes, where: str, edition: str) -> Manifest:
    """The manifest in these bytes. Raises BuildError, naming `where`, for what is no manifest of this edition."""
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.MsgspecError as error:
        raise BuildError(
            f"{where} is corrupt ({error}). Nothing was changed; build with --full to make a new release."
        ) from error
    if manifest.format not in READABLE:
        raise BuildError(
            f"{where} has format {manifest.format}; this version of Ponte writes {FORMAT}. Nothing was changed; "
            "build with --full to make a new release."
        )
    if manifest.edition != edition:
        raise BuildError(
            f"{where} belongs to the edition {manifest.edition!r}, not to {edition!r}. Nothing was changed."
        )
    _refuse_foreign(manifest.outputs, where)
    return manifest


def decode_record(data: bytes, where: str) -> Record:
    """What stands beside a manifest. Raises BuildError, naming `where`."""
    try:
        record = msgspec.json.decode(data, type=Record)
    except msgspec.MsgspecError as error:
        raise BuildError(f"{where} is corrupt ({error}). Delete the folder of that release.") from error
    _refuse_foreign({path: kept.entry for path, kept in record.retained.items()}, where)
    return record


def _refuse_foreign(entries: Mapping[str, Entry], where: str) -> None:
    """Raises BuildError where a path or a hash could lead out of the store."""
    if not _are_paths(entries):
        name = next(name for name in entries if not _are_paths([name]))
        raise BuildError(f"{where} names {name!r}, which is not a path of a site. Nothing was changed.")
    for name, entry in entries.items():
        if not _HASH.fullmatch(entry.sha256):
            raise BuildError(
                f"{where} gives {name!r} the hash {entry.sha256!r}, which is none. Nothing was changed."
            )


def _are_paths(names: Mapping[str, Entry] | list[str]) -> bool:
    """Whether each is a path below a root. All are looked at in one text: there may be a hundred thousand."""
    text = "/" + "/\n/".join(names) + "/" if names else ""
    strays = any(stray in text for stray in ("//", "/./", "/../", "\0"))
    return not strays and text.count("\n") == max(len(names) - 1, 0)
