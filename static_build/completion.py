"""Completion: what is slow follows in a release that completes the pages': static index, share pictures, compressed copies.

In: the release that is live. Out: one that has the same files and these. Must not change what the manifest has.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Set

from msgspec import Struct
from msgspec.structs import replace

from static_build.compressed import carry_copies, copies_in, is_copy_of, make_copies
from static_build.manifest import Cause, Entry, Making, Manifest, Record
from static_build.pagefind import GoOn, always
from static_build.release import Store
from static_build.search.released import Names
from static_build.sharing import carry_shares, expected, make_share_pictures, shares_in
from static_build.static_index import (
    FOLDER,
    carry_static,
    choose_fitting,
    is_static,
    make_static_index,
    static_files,
)

COMPLETION = (Cause(what="completion"),)
MOST_TIMES = 3
"""So often it begins again where other releases are made meanwhile."""


class Wanted(Struct, frozen=True, kw_only=True):
    """What a release is completed with."""

    copies: bool = False
    static_index: bool = True
    share_pictures: bool = True


class Completed(Struct, frozen=True):
    """A release with what had been left out."""

    record: Record
    manifest: Manifest


class _Made(Struct):
    release: str
    static: dict[str, Entry] | None
    """All files of the static index; None where nobody asked for it."""
    shares: dict[str, Entry]
    """The share pictures that were drawn."""
    copies: dict[str, Entry]
    seconds: dict[str, float]


def complete(
    store: Store,
    wanted: Wanted,
    *,
    causes: tuple[Cause, ...] = (),
    names: Names | None = None,
    go_on: GoOn = always,
    wait_seconds: float = 60,
) -> Completed | None:
    """Makes what the current release lacks, in a release that completes it; None where it lacks nothing.

    Works without the lock, so that no build waits for it; a release that was made meanwhile gets what is right for it, and
    then what it lacks. `names`: kept from one call to the next, so that no document is read twice. `go_on`: asked often.
    Raises BuildError, BrokenOff as soon as `go_on` says no, and Busy where a build runs for longer than `wait_seconds`.
    """
    last = None
    for _ in range(MOST_TIMES):
        release = store.current()
        if release is None:
            break
        manifest = store.manifest(release)
        made = _make(store, release, manifest, wanted, names, go_on)
        if not _adds(made, manifest):
            break
        with store.lock(wait_seconds=wait_seconds):
            is_same = store.current() == release
            last = _release_with(store, made, causes, names) or last
        if is_same:
            break
    return last


def carry(base: Manifest, outputs: Mapping[str, Entry], allowed: Set[str]) -> dict[str, Entry]:
    """What completed `base` and is still right beside these files: a build adds it to what it made.

    `allowed`: tokens of all that may be public now. A bundle of the static index with a word of anything else is left out.
    """
    static = carry_static(base, allowed)
    return static | carry_shares(base, outputs) | carry_copies(base, {**outputs, **static})


def made_later(outputs: Mapping[str, Entry]) -> list[str]:
    """The paths of what no plan makes: compressed copies, share pictures, and the static index."""
    static = (path for path in outputs if path.startswith(FOLDER))
    return [*copies_in(outputs), *shares_in(outputs), *static]


def _make(
    store: Store, release: str, manifest: Manifest, wanted: Wanted, names: Names | None, go_on: GoOn
) -> _Made:
    seconds: dict[str, float] = {}
    static = None
    if wanted.static_index:
        started = time.perf_counter()
        static = make_static_index(store, release, manifest, names, go_on)
        seconds["static index"] = round(time.perf_counter() - started, 4)
        manifest = _with_static(manifest, static)
    shares: dict[str, Entry] = {}
    if wanted.share_pictures:
        started = time.perf_counter()
        shares = make_share_pictures(store, manifest, go_on)
        seconds["share pictures"] = round(time.perf_counter() - started, 4)
    copies: dict[str, Entry] = {}
    if wanted.copies:
        started = time.perf_counter()
        copies = make_copies(store, manifest)
        seconds["compress"] = round(time.perf_counter() - started, 4)
    return _Made(release, static, shares, copies, seconds)


def _with_static(manifest: Manifest, static: Mapping[str, Entry]) -> Manifest:
    """The manifest with these files as its static index, and no copy of one that it has no more."""
    rest = {path: entry for path, entry in manifest.outputs.items() if not is_static(path)}
    outputs = {**rest, **static}
    lost = {path for path in rest if path.startswith(FOLDER) and not is_copy_of(path, rest[path], outputs)}
    return replace(manifest, outputs={path: entry for path, entry in outputs.items() if path not in lost})


def _adds(made: _Made, manifest: Manifest) -> bool:
    return bool(made.copies or made.shares) or (
        made.static is not None and made.static != static_files(manifest)
    )


def _release_with(
    store: Store, made: _Made, causes: tuple[Cause, ...], names: Names | None
) -> Completed | None:
    release = store.current() or ""
    manifest, record = store.manifest(release), store.record(release)
    completed = manifest
    if made.static is not None:
        static = made.static
        if release != made.release:
            static = choose_fitting(store, release, manifest, static, names)
        if all(map(store.has, static.values())):
            completed = _with_static(manifest, static)
    fitting = {
        path: entry
        for path, entry in made.copies.items()
        if is_copy_of(path, entry, completed.outputs) and store.has(entry)
    }
    named = expected(completed.outputs)
    fitting |= {path: entry for path, entry in made.shares.items() if path in named and store.has(entry)}
    outputs = dict(sorted({**completed.outputs, **fitting}.items()))
    if outputs == manifest.outputs:
        return None
    completed = replace(manifest, outputs=outputs)
    making = Making(
        now=record.now,
        seconds=made.seconds,
        causes=causes,
        completes=release,
        rolled_back_to=record.rolled_back_to,
        retained=record.retained,
        code=record.code,
        documents=record.documents,
    )
    return Completed(store.release(completed, making), completed)
