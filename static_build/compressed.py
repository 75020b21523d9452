"""Compressed copies: a manifest comes in, the same with `path.br` and `path.gz` beside each text goes out, as a release.

They are made after the pages are live. The same text gives the same bytes. Must not change what the manifest has.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct
from msgspec.structs import replace

from static_build.codings import CODINGS, Coding
from static_build.manifest import Cause, Entry, Making, Manifest, Record
from static_build.release import Store

SMALLEST = 1000
"""A text of fewer bytes fits into one packet as it is."""
_TEXTS = ("text/", "application/json", "application/xml", "application/javascript", "image/svg+xml")


class Completed(Struct, frozen=True):
    """A release with its copies."""

    record: Record
    manifest: Manifest


def carry(parent: Manifest, outputs: Mapping[str, Entry]) -> dict[str, Entry]:
    """The copies in the parent that are still those of these files: a build adds them to what it made."""
    return {
        path: entry
        for path, entry in parent.outputs.items()
        if path.endswith((".br", ".gz")) and path not in outputs and _is_copy_of(path, entry, outputs)
    }


def complete(store: Store, *, causes: tuple[Cause, ...] = (), wait_seconds: float = 60) -> Completed | None:
    """Makes the copies that the current release lacks, in a release that completes it; None where it lacks none.

    Compresses without the lock, so that no edit waits for it; a release that was made meanwhile gets the copies that are
    right for it. Raises BuildError, and Busy where a build runs for longer than `wait_seconds`.
    """
    started = time.perf_counter()
    release = store.current()
    if release is None:
        return None
    copies = make_copies(store, store.manifest(release))
    if not copies:
        return None
    seconds = {"compress": round(time.perf_counter() - started, 4)}
    with store.lock(wait_seconds=wait_seconds):
        return _release_with(store, copies, seconds, causes)


def _release_with(
    store: Store, copies: Mapping[str, Entry], seconds: dict[str, float], causes: tuple[Cause, ...]
) -> Completed | None:
    release = store.current() or ""
    manifest, record = store.manifest(release), store.record(release)
    fitting = {
        path: entry
        for path, entry in copies.items()
        if _is_copy_of(path, entry, manifest.outputs) and store.has(entry)
    }
    if not fitting:
        return None
    completed = replace(manifest, outputs=dict(sorted({**manifest.outputs, **fitting}.items())))
    making = Making(
        now=record.now,
        seconds=seconds,
        causes=causes,
        completes=release,
        rolled_back_to=record.rolled_back_to,
        retained=record.retained,
        code=record.code,
        documents=record.documents,
    )
    return Completed(store.release(completed, making), completed)


def make_copies(store: Store, manifest: Manifest) -> dict[str, Entry]:
    """The copies that a manifest lacks, kept as objects. Raises BuildError where an original is gone."""
    lacking = _lacking(manifest)
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # both compressors let other threads run
        made = threads.map(lambda each: _make_copies_of(store, *each), lacking)
        return {path: entry for copies in made for path, entry in copies.items()}


def _lacking(manifest: Manifest) -> list[tuple[str, Entry, tuple[Coding, ...]]]:
    lacking = []
    for path, entry in manifest.outputs.items():
        if is_compressible(path, entry):
            codings = tuple(each for each in CODINGS if path + each.suffix not in manifest.outputs)
            if codings:
                lacking.append((path, entry, codings))
    return lacking


def is_compressible(path: str, entry: Entry) -> bool:
    """Whether a copy is worth it: of texts, but not of what a host reads itself (`_headers`) or only leads on."""
    return (
        entry.size >= SMALLEST
        and entry.type.startswith(_TEXTS)
        and not entry.redirect
        and not path.startswith("_")
    )


def _make_copies_of(store: Store, path: str, entry: Entry, codings: Iterable[Coding]) -> dict[str, Entry]:
    data = store.read(entry.sha256)
    copies = {}
    for coding in codings:
        made = coding.compress(data)
        if len(made) < entry.size:
            sha256, size = store.put(made)
            copies[path + coding.suffix] = Entry(
                sha256=sha256,
                size=size,
                type=coding.type,
                fingerprint=coding.mark + entry.sha256,
                sources=entry.sources,
                changes_at=entry.changes_at,
            )
    return copies


def _is_copy_of(path: str, entry: Entry, outputs: Mapping[str, Entry]) -> bool:
    """Whether the entry is a copy, made as we make them now, of the file beside it."""
    for coding in CODINGS:
        if path.endswith(coding.suffix):
            original = outputs.get(path.removesuffix(coding.suffix))
            return original is not None and entry.fingerprint == coding.mark + original.sha256
    return False
