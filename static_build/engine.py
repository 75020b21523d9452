"""The engine: the way from the database to releases, kept in memory between builds so that an edit costs what it changed.

One loader, and a line for each edition. Whatever fails, the next build loads everything again: in doubt slow, never stale.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from frontend.environment import compile_templates
from static_build import withdrawal
from static_build.completion import Wanted
from static_build.doubt import Watch
from static_build.editions import Edition, read_editions
from static_build.errors import BuildError
from static_build.hold import Held
from static_build.line import Line
from static_build.load import Loader
from static_build.manifest import MAIN, Cause
from static_build.records import record_failure, record_release
from static_build.release import Store
from static_build.result import Report, Result, Timer
from static_build.shards import Shards
from static_build.site import Content, Place
from static_build.tables import Row, Touched, Unclear
from static_build.workers import Workers, rendering_workers, without_garbage_collection

__all__ = ["Engine", "Row"]


class Engine:
    """Builds for one data folder; one to a process."""

    def __init__(self, store: Store, *, workers: int | None = None, watches: bool = False) -> None:
        """`store`: of the main edition. `workers`: processes that render; None for one a core.

        `watches`: whether `compare` will be asked, for which every load takes digests of what it reads.
        """
        self.store = store
        self.next_change_at: datetime | None = None
        self._processes = workers
        self._loader = Loader()
        self._watch = Watch() if watches else None
        self._shards = Shards(store)
        self._documents: dict[str, str] = {}
        self._lines: dict[str, Line] = {}
        self._held: dict[str, Held] = {}
        self._shown: dict[str, Content] = {}
        """What a held line was last made from."""

    def build(
        self,
        *,
        now: datetime,
        changed: frozenset[Row] | None = None,
        full: bool = False,
        causes: tuple[Cause, ...] = (),
        edition: str | None = None,
        report: Report = lambda step, done, all: None,
    ) -> Result:
        """Makes a release of what is public at `now` in each edition, or in the one named; returns the first's result.

        `changed`: rows named since the last build; None: load everything. A build that changes nothing makes no release,
        unless `full`. While a rollback holds the site, only what has been withdrawn since is taken out of it.
        Raises BuildError; then nothing went live.
        """
        timer = Timer()
        with (
            self.store.lock(),
            without_garbage_collection(),
            rendering_workers(
                self._processes,
                ahead=full or self._is_new(),
                make=import_string(settings.ENVIRONMENT.executor),
            ) as workers,
        ):
            try:
                wanted = self._choose(edition)
                with timer.step("load"):
                    self._load(now, changed, wanted)
                results = [
                    self._release(each, full=full, workers=workers, report=report, timer=timer, causes=causes)
                    for each in wanted
                ]
            except BuildError as error:
                self.forget()
                record_failure(error, causes=causes, started_at=timer.started_at)
                raise
            except BaseException:
                self.forget()
                raise
            if changed is None:
                gc.freeze()  # all that was loaded stays: no later collection need look through it
        self.next_change_at = min(
            (result.next_change_at for result in results if result.next_change_at), default=None
        )
        return results[0]

    def complete(self, *, static_index: bool = True, go_on: Callable[[], bool] = lambda: True) -> list[str]:
        """Makes what is slow, after the pages are live, in releases that complete theirs; returns them.

        `static_index`: whether the static search index is made too, beside the compressed copies that the settings ask for.
        Raises BuildError, and BrokenOff as soon as `go_on` says no.
        """
        wanted = Wanted(copies=settings.ENVIRONMENT.precompress, static_index=static_index)
        made = (line.complete(wanted, go_on) for line in self._lines.values())
        return [release for release in made if release is not None]

    def compare(self, go_on: Callable[[], bool] = lambda: True) -> bool:
        """Idle work, and whether the database is what was loaded; where it is not, the next build has to load everything.

        Stops with True as soon as `go_on` says no. Raises BuildError where the data folder is not as it should be.
        """
        compile_templates()
        for line in self._lines.values():
            line.store.get_ready()
            if go_on():
                line.learn(go_on)
        if go_on():
            self.store.clean()
        return self._watch is None or self._watch.is_as_read(go_on)

    def forget(self) -> None:
        """Lets the next build load and plan everything."""
        self._loader = Loader()
        self._lines, self._held, self._shown = {}, {}, {}

    def _is_new(self) -> bool:
        """Whether there is no release yet: then everything has to be rendered."""
        return self.store.current() is None

    def _choose(self, name: str | None) -> list[Edition]:
        """The editions to build. Raises BuildError where there is none of that name."""
        editions = read_editions(settings.ENVIRONMENT.editions, settings.PONTE_PUBLIC_URL)
        chosen = [each for each in editions if name in (None, each.name)]
        if not chosen:
            known = ", ".join(each.name for each in editions)
            raise BuildError(f"There is no edition {name!r}. There are: {known}.")
        for each in editions:
            line = self._lines.get(each.name)
            if line is not None and line.edition != each:
                del self._lines[each.name]
        return chosen

    def _load(self, now: datetime, changed: frozenset[Row] | None, wanted: list[Edition]) -> None:
        """Brings the content, and every line, to what is public at `now`."""
        for edition in wanted:
            if edition.name not in self._lines:
                store = self.store.of(edition.name)
                store.prepare()
                self._lines[edition.name] = Line(edition, store)
        held = {name: self._held_by(line) for name, line in self._lines.items()}
        content, places = self._read(now, changed, only_allowed=all(held.values()))
        for name, line in self._lines.items():
            self._hand_over(line, held[name], content, places)

    def _held_by(self, line: Line) -> Held | None:
        """The release that a line is held at, with its documents kept from build to build."""
        release, known = line.store.hold(), self._held.get(line.edition.name)
        if known is None or known.release != release:
            self._held.pop(line.edition.name, None)
            if release is not None:
                self._held[line.edition.name] = Held(line.store, release)
        return self._held.get(line.edition.name)

    def _read(
        self, now: datetime, changed: frozenset[Row] | None, *, only_allowed: bool
    ) -> tuple[Content, set[Place] | None]:
        """What is public at `now`, and where it may differ from the last; None for everywhere."""
        try:
            if changed is None:
                raise Unclear("nobody says what changed")
            content, places = self._loader.update(
                now, changed, also=lambda touched: self._note(touched, changed)
            )
        except Unclear:
            also = self._watch.read_all if self._watch else lambda: None
            types = withdrawal.ASKED if only_allowed and self._watch is None else None
            return self._loader.load(now, types=types, also=also), None
        return content, places

    def _hand_over(self, line: Line, held: Held | None, content: Content, places: set[Place] | None) -> None:
        """Gives a line its newest content: what is public, or what is left of the release at which it is held."""
        name = line.edition.name
        if held is None:
            is_back = self._shown.pop(name, None) is not None
            line.take(line.edition.dress(content), None if is_back else places)
            if name == MAIN:
                self._documents = self._shards.keep(content, None if is_back else places)
            return
        shown, before = held.content(content, line.edition), self._shown.get(name)
        self._shown[name] = shown
        line.take(shown, withdrawal.differing(before, shown) if before is not None else None)

    def _note(self, touched: Touched, changed: frozenset[Row]) -> None:
        if self._watch is not None:
            self._watch.read_again(touched, changed)

    def _release(
        self,
        edition: Edition,
        *,
        full: bool,
        workers: Workers,
        report: Report,
        timer: Timer,
        causes: tuple[Cause, ...],
    ) -> Result:
        line, held = self._lines[edition.name], self._held.get(edition.name)
        result = line.release(
            full=full and held is None,
            workers=workers,
            report=report,
            timer=timer,
            causes=causes,
            documents=held.record.documents if held else self._documents,
            held=held,
        )
        if result.release != result.parent and edition.name == MAIN:
            released_at = self.store.record(result.release or "").released_at
            record_release(
                result, released_at, line.changed_pages, causes=causes, started_at=timer.started_at
            )
        return result
