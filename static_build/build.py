"""Build: one release made by a process that has nothing in memory yet. Reports events; prints nothing."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from static_build.engine import Engine
from static_build.manifest import Cause
from static_build.release import Store
from static_build.result import Report, Result

__all__ = ["Report", "Result", "build"]


def build(
    store: Store,
    *,
    now: datetime,
    full: bool = False,
    workers: int | None = None,
    edition: str | None = None,
    causes: tuple[Cause, ...] = (),
    report: Report = lambda step, done, all: None,
) -> Result:
    """Makes a release of what is public at `now`, rendering only what changed. Raises BuildError; then nothing went live."""
    engine = Engine(store, workers=workers)
    result = engine.build(now=now, full=full, edition=edition, causes=causes, report=report)
    if settings.ENVIRONMENT.precompress:
        engine.complete()
    store.clean()
    return result
