"""Build: one release made by a process that has nothing in memory yet. Reports events; prints nothing."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from static_build.completion import COMPLETION, Wanted, complete
from static_build.editions import read_editions
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
        engine.complete(static_index=False)
    store.clean()
    return result


def complete_site(store: Store) -> list[str]:
    """Completes the current release of every edition, as the worker does: with all that is slow to make.

    Returns the releases that were made, none where nothing lacked. Raises BuildError, and Busy where a build runs for long.
    """
    wanted = Wanted(copies=settings.ENVIRONMENT.precompress)
    editions = read_editions(settings.ENVIRONMENT.editions, settings.PONTE_PUBLIC_URL)
    made = (complete(store.of(edition.name), wanted, causes=COMPLETION) for edition in editions)
    return [each.record.release for each in made if each is not None]
