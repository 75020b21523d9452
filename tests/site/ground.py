"""Where a walk goes: the small site, a store and a warm engine. Each step is built and compared with a build from nothing.

The rows that are loaded again are those that the signals named; a signal that is forgotten is a walk that fails.
"""

from __future__ import annotations

import gc
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from static_build import clock
from static_build.doubt import sources
from static_build.engine import Engine
from static_build.errors import BuildError
from static_build.release import Store
from static_build.requests import answer_taken, take_waiting
from tests.site import other_edits, page_edits
from tests.site.code_edits import FrontEnd, own_front_end
from tests.site.equality import Expectation, compare_trees, differences
from tests.site.walk import NothingToEdit, Walk, make_small_site

WORKER = "walker"
TREES_EVERY = 25
Edit = Callable[[Walk, random.Random], None]
LOSING = {"delete", "delete_snippet", "delete_media"}
"""Edits after which a comparison may find rows that no signal names: what pointed to the deleted row points nowhere."""


@contextmanager
def prepare_ground(
    italian_home: Any, locales: dict[str, Any], folder: Path, own_settings: Any, now: datetime
) -> Iterator[Ground]:
    """The small site, with a clock and a front end of its own until the block ends."""
    walk, patch = Walk(locales, now), pytest.MonkeyPatch()
    with walk.own_time(patch), own_front_end(folder / "code", patch) as front_end:
        make_small_site(walk, italian_home)
        yield Ground(walk, folder, own_settings, front_end)


class Ground:
    """Where all examples walk: the small site in the database, the folders, and what was counted."""

    def __init__(self, walk: Walk, folder: Path, own_settings: Any, front_end: FrontEnd) -> None:
        self.walk, self.folder, self.settings, self.front_end = walk, folder, own_settings, front_end
        self.start, self.examples = walk.now, 0
        self.steps: Counter[str] = Counter()
        self.expectation = Expectation(folder / "expected")
        self.media = Path(own_settings.MEDIA_ROOT)


def unread(engine: Engine) -> list[str]:
    """The rows that are not as the engine read them, by table and owner."""
    found = []
    for source in sources():
        now: dict[Any, int] = {}
        for part in source.digests():
            for owner, digest in part.items():
                now[owner] = now.get(owner, 0) + digest
        known = engine._watch._read[source.table]  # type: ignore[union-attr]
        found += [
            f"{source.table} of {owner}"
            for owner in now.keys() | known.keys()
            if now.get(owner) != known.get(owner)
        ]
    return found


class Line:
    """One example: a database transaction, a store and a warm engine."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.walk = ground, ground.walk
        ground.examples += 1
        self.home = ground.folder / f"example-{ground.examples}"
        shutil.copytree(ground.media, self.home / "media")
        ground.settings.MEDIA_ROOT = str(self.home / "media")
        self.walk.now = ground.start
        cache.clear()
        self.store = Store(self.home / "kept")
        self.done = 0
        self.is_new = True
        self.start_engine()

    def start_engine(self) -> None:
        """A new process: nothing in memory."""
        self.engine = Engine(self.store, workers=1, watches=True)
        self.is_whole = True

    def step(self, edit: Edit, dice: random.Random, *, times: int = 1) -> None:
        """Edits, builds and compares, where there is anything to edit. What cannot be built is taken back."""
        point = transaction.savepoint()
        try:
            for _ in range(times):
                edit(self.walk, dice)
        except NothingToEdit:
            transaction.savepoint_rollback(point)
            return
        if self.build(edit.__name__):
            transaction.savepoint_commit(point)
        else:
            transaction.savepoint_rollback(point)

    def build(self, name: str) -> bool:
        """Builds what waits and compares; whether it could be built. If it could not, a full build cannot either."""
        batch = take_waiting(WORKER)
        changed = None if self.is_whole else batch.changed if batch else frozenset()
        error = self.error = self._release(changed)
        answer_taken(WORKER, self.store.current())
        self.is_whole = True  # until all is seen to be right
        self._compare(name, error)
        self.is_whole = error is not None or (changed is not None and self._has_missed(name))
        self.ground.steps["refused" if error else name] += 1
        self.done += 1
        self.is_new = False
        if self.done % TREES_EVERY == 0 and error is None:
            self.compare_trees()
        return error is None

    def _has_missed(self, name: str) -> bool:
        """Whether the engine finds that the database is not what it has read, which is right after few edits alone."""
        missed = unread(self.engine)
        assert self.engine.compare() is (not missed)
        assert missed == [] or name in LOSING, f"after {name} no signal told of {missed}"
        return missed != []

    def _release(self, changed: Any) -> str | None:
        before = self.store.current()
        try:
            self.result = self.engine.build(now=self.walk.now, changed=changed)
        except BuildError as error:
            assert self.store.current() == before
            return str(error)
        return None

    def _compare(self, name: str, error: str | None) -> None:
        wanted, shards, refusal = self.ground.expectation.find(self.walk.now)
        assert error == refusal, f"after {name}: {error}, from nothing {refusal}"
        if wanted is None:
            return
        current = self.store.current() or ""
        found = differences(self.store.manifest(current), wanted)
        assert not found, f"after {name}: {found}"
        if self.result.release != self.result.parent:
            assert self.store.record(current).documents == shards, f"after {name}"

    def compare_trees(self) -> None:
        """Compares with a full build on the disk, every byte."""
        fresh = Store(self.home / "fresh")
        compare_trees(self.store, fresh, self.walk.now)
        shutil.rmtree(fresh.home)

    def pass_time(self, days: float, *, publishes: bool) -> None:
        """Lets time pass; what is due is published as the worker does it, or the worker was not there."""
        self.walk.now += timedelta(days=days)
        if publishes:
            clock.publish_due(self.walk.now)
        self.build("let time pass")

    def wait_for_change(self) -> None:
        """Until just before the moment that the engine named nothing changes; then at that moment all is right."""
        at = self.engine.next_change_at
        if at is None or self.is_whole or at <= self.walk.now:
            return
        release = self.store.current()
        self.walk.now = max(self.walk.now, at - timedelta(seconds=1))
        self.build("wait")
        assert self.store.current() == release, "something changed before its time"
        self.walk.now = at
        self.build("the moment named")

    def change_rows_unseen(self, dice: random.Random) -> None:
        """Bulk SQL: the comparison notices it, and the next build loads everything."""
        if self.is_whole:
            return
        with suppress(NothingToEdit):
            other_edits.change_rows_unseen(self.walk, dice)
            assert not self.engine.compare(), "bulk SQL was not noticed"
            self.is_whole = True
            self.build("change_rows_unseen")

    def build_elsewhere(self, dice: random.Random, *, full: bool) -> None:
        """Another process releases an edit that this one has not built yet."""
        with suppress(NothingToEdit):
            page_edits.edit_title(self.walk, dice)
            Engine(self.store, workers=1).build(now=self.walk.now, full=full)
            self.build("build_elsewhere")

    def end(self) -> None:
        """Leaves no folder behind, nor what the engine kept from the collector."""
        gc.unfreeze()
        gc.collect()
        shutil.rmtree(self.home)
        self.ground.settings.MEDIA_ROOT = str(self.ground.media)
