"""Build: the line through the house as a list of verbs, each timed. Reports events; prints nothing."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from msgspec import Struct

from static_build.check import check, facts_of_reused
from static_build.code import code_digest
from static_build.errors import BuildError
from static_build.facts import Facts
from static_build.load import load
from static_build.outputs import plan
from static_build.outputs.media import PictureInput
from static_build.outputs.output import Fingerprints, Output
from static_build.release import Entry, Manifest, Store
from static_build.render import render_all
from static_build.site import Site
from static_build.workers import Workers, rendering_workers, without_garbage_collection

Report = Callable[[str, int, int], None]
"""(step, done, all) while something long runs."""


class Result(Struct, kw_only=True):
    """What a build did, as `--json` prints it."""

    release: str | None
    parent: str | None
    outputs: int
    rendered: int
    reused: int
    removed: int
    next_change_at: datetime | None
    seconds: dict[str, float]
    peak_rss_bytes: int


class Timer:
    """Seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Adds what the block takes to the step."""
        start = time.perf_counter()
        yield
        self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - start, 4)


def build(
    store: Store,
    *,
    now: datetime,
    full: bool = False,
    workers: int | None = None,
    report: Report = lambda step, done, all: None,
) -> Result:
    """Makes a release of what is public at `now`, rendering only what changed. Raises BuildError; then nothing went live.

    A build that changes nothing makes no release, unless `full`.
    """
    timer = Timer()
    with (
        store.lock(),
        without_garbage_collection(),
        rendering_workers(workers, ahead=full or store.current() is None) as processes,
    ):
        with timer.step("load"):
            site = load(now)
        return release_site(site, store, full=full, workers=processes, report=report, timer=timer)


def release_site(
    site: Site,
    store: Store,
    *,
    full: bool,
    workers: Workers,
    report: Report,
    timer: Timer,
) -> Result:
    """From documents to the switched release. The caller holds the lock."""
    with timer.step("plan"):
        outputs = plan(site)
        fingerprints = _fingerprint(outputs)
        parent_id = store.current()
        parent = store.manifest(parent_id) if parent_id and not full else None
        known = _known(store, outputs, fingerprints, parent)
        todo = _by_original([output for path, output in outputs.items() if path not in known])
    with timer.step("render"):
        entries, facts = _render(todo, outputs, fingerprints, known, store, workers, report)
    with timer.step("check"):
        check(site, outputs, entries, facts_of_reused(entries, facts, parent, store))
    manifest = Manifest(next_change_at=site.next_change_at(), outputs=entries)
    with timer.step("release"):
        before = set(parent.outputs) if parent else _paths_before(store, parent_id)
        release = None if manifest == parent else store.release(manifest, now=site.now, seconds=timer.seconds)
    return Result(
        release=release or parent_id,
        parent=parent_id,
        outputs=len(entries),
        rendered=len(todo),
        reused=len(known),
        removed=len(before - entries.keys()),
        next_change_at=manifest.next_change_at,
        seconds=timer.seconds,
        peak_rss_bytes=peak_rss_bytes(),
    )


def _paths_before(store: Store, release: str | None) -> set[str]:
    """Paths of the release before; a full build goes on without them where its manifest cannot be read."""
    try:
        return set(store.manifest(release).outputs) if release else set()
    except BuildError:
        return set()


def _fingerprint(outputs: dict[str, Output]) -> dict[str, str]:
    fingerprints = Fingerprints(code_digest())
    return {path: fingerprints.of(output) for path, output in outputs.items()}


def _known(
    store: Store, outputs: dict[str, Output], fingerprints: dict[str, str], parent: Manifest | None
) -> dict[str, Entry]:
    """Entries of the outputs that need not be made: same fingerprint as in the parent, or a rendition made before."""
    known = {}
    for path, output in outputs.items():
        entry = parent.outputs.get(path) if parent else None
        if entry is not None and entry.fingerprint == fingerprints[path] and store.has(entry):
            known[path] = _entry(output, entry.sha256, entry.size, fingerprints[path])
        elif isinstance(output.input, PictureInput) and (made := store.recall(fingerprints[path])):
            known[path] = _entry(output, *made, fingerprints[path])
    return known


def _entry(output: Output, sha256: str, size: int, fingerprint: str) -> Entry:
    return Entry(sha256=sha256, size=size, type=output.type, fingerprint=fingerprint, sources=output.sources)


def _by_original(todo: list[Output]) -> list[Output]:
    """Pages first, then renditions one original after the other, so that each is decoded once."""
    pictures = [output for output in todo if isinstance(output.input, PictureInput)]
    pages = [output for output in todo if not isinstance(output.input, PictureInput)]
    pictures.sort(key=lambda output: (output.input.original, output.input.spec.width, output.path))
    return pages + pictures


def _render(
    todo: list[Output],
    outputs: dict[str, Output],
    fingerprints: dict[str, str],
    known: dict[str, Entry],
    store: Store,
    workers: Workers,
    report: Report,
) -> tuple[dict[str, Entry], dict[str, Facts]]:
    entries, facts = dict(known), {}
    executor = workers.executor(sum(_weight(output) for output in todo))
    for done, made in enumerate(render_all(todo, store, executor), start=1):
        output, fingerprint = outputs[made.path], fingerprints[made.path]
        entries[made.path] = _entry(output, made.sha256, made.size, fingerprint)
        if made.facts is not None:
            facts[made.path] = made.facts
        if isinstance(output.input, PictureInput):
            store.remember(fingerprint, made.sha256, made.size)
        report("render", done, len(todo))
    return dict(sorted(entries.items())), facts


def _weight(output: Output) -> int:
    """Work of an output, in pages: a rendition takes as long as a dozen."""
    return 12 if isinstance(output.input, PictureInput) else 1


def peak_rss_bytes() -> int:
    """Peak resident memory of this process and of the largest of its children, added."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + children) * 1024
