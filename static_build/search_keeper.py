"""Keeps search at the release that is live, beside the worker: a server that is slow or gone holds up no build.

Differences and fills have a thread each, so that what is withdrawn leaves search while new indices are being filled. What
became of it stands in a row that people can look at; a row that cannot be written keeps nothing from search.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime
from types import TracebackType

from django.db import DatabaseError
from django.utils import timezone

from static_build.courier import RETRY_SECONDS, Courier
from static_build.deliveries import note_search
from static_build.errors import BuildError
from static_build.index import Index
from static_build.models import Delivery
from static_build.search.brought import Brought

NIGHT = 3
"""The hour of the day, in the site's own zone, in which every document that search holds is looked at."""
Done, Failed, UnderWay = Delivery.State.DONE, Delivery.State.FAILED, Delivery.State.UNDER_WAY
logger = logging.getLogger("ponte.search")


class SearchKeeper:
    """Brings search to what it is told is live, for as long as the block lasts."""

    def __init__(
        self,
        index: Index,
        *,
        retry_seconds: tuple[float, ...] = RETRY_SECONDS,
        now: Callable[[], datetime] = timezone.localtime,
        note: Callable[..., None] = note_search,
    ) -> None:
        """`note`: writes down what became of it."""
        self._index, self._now, self._note = index, now, note
        self._differences = Courier(self._apply, retry_seconds=retry_seconds, name="search")
        self._fills = Courier(self._fill, retry_seconds=retry_seconds, name="search-fill")
        self._parts = ExitStack()
        self._compared_on: date | None = None
        self._doubt = True
        """Nobody knows what happened before this process."""

    def __enter__(self) -> SearchKeeper:
        self._parts.enter_context(self._fills)
        self._parts.enter_context(self._differences)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._parts.close()

    def want(self, release: str) -> None:
        """Asks that search be at this release: to be called often, also when nothing has changed."""
        now = self._now()
        if self._compared_on is None:
            self._compared_on = now.date()
        is_due = now.hour >= NIGHT and now.date() != self._compared_on
        if is_due:
            self._compared_on, self._doubt = now.date(), True
        self._differences.want((release,), again=is_due)

    def _apply(self, release: str) -> bool:
        started_at, doubt = datetime.now(UTC), self._doubt
        try:
            brought = self._index.apply(doubt=doubt)
        except BuildError as error:
            return self._fail(release, error, started_at)
        if doubt:
            self._doubt = False
            self._tell(brought)
            self._index.clean()
        if brought.needs_fill:
            self._write(release, UnderWay, started_at, brought)
            self._fills.want((brought.release,), again=True)
        else:
            self._write(brought.release, Done, started_at, brought)
        self._index.get_ready()
        return True

    def _fill(self, release: str) -> bool:
        started_at, start = datetime.now(UTC), time.monotonic()
        try:
            brought = self._index.fill(only_if_needed=True)
        except BuildError as error:
            return self._fail(release, error, started_at)
        documents = sum(each.documents for each in brought.languages.values())
        logger.info("Search was filled: %d documents in %.1f s.", documents, time.monotonic() - start)
        self._write(brought.release, Done, started_at, brought)
        return True

    def _fail(self, release: str, error: BuildError, started_at: datetime) -> bool:
        logger.error("Search is behind: %s", error)
        self._write(release, Failed, started_at, None, str(error))
        return False

    def _tell(self, brought: Brought) -> None:
        """What the first look, or the night's, has brought: by night there should be nothing."""
        counts = [(each.added, each.changed, each.removed) for each in brought.languages.values()]
        if any(map(any, counts)):
            sums = tuple(sum(each) for each in zip(*counts, strict=True))
            logger.warning("Every document was looked at: %d added, %d changed, %d removed.", *sums)

    def _write(
        self,
        release: str,
        state: Delivery.State,
        started_at: datetime,
        brought: Brought | None,
        problem: str = "",
    ) -> None:
        counts = brought.languages.values() if brought else ()
        try:
            self._note(
                release,
                state,
                started_at=started_at,
                problem=problem,
                sent=sum(each.added + each.changed for each in counts),
                removed=sum(each.removed for each in counts),
            )
        except DatabaseError as error:
            logger.warning("How search stands could not be written down: %s", str(error).strip())
