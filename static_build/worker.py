"""The worker's rounds: builds first, then Wagtail's own tasks, then idle work; between them it sleeps until it is woken.

In: the rows of the queue, the clock, the release that is live. Out: releases, deliveries, a heartbeat. Prints nothing.
"""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connections
from django.utils import timezone

from static_build import clock, requests
from static_build.beat import Heart
from static_build.build import Result
from static_build.courier import Courier
from static_build.engine import Engine
from static_build.errors import BuildError, Busy
from static_build.identity import Identity
from static_build.manifest import MAIN, Cause
from static_build.pagefind import BrokenOff
from static_build.requests import Batch
from static_build.search.misses import forget_misses
from static_build.search_keeper import SearchKeeper
from static_build.tasks import run_one_task
from static_build.wake import Ear

POLL_SECONDS = 5.0
"""How often it looks without being woken."""
QUIET_SECONDS = 2.0
COMPARE_SECONDS = 60.0
TASKS_AFTER_SECONDS, TASKS_AT_LATEST_SECONDS = 0.5, 5.0
"""Wagtail's tasks begin so long after the last call, or so long after the first."""
BUSY_SECONDS = 0.2
BREAKS_OFF = 3
"""So often what is to be built breaks a completion off before it has to wait for one."""
STOP_SECONDS = 5.0
"""So long a build may go on after the worker was told to stop."""
RETRY_SECONDS = (60.0, 120.0, 300.0, 900.0, 3600.0)
KEEP_TASKS = timedelta(days=14)
AGAIN = Cause(what="again")
logger = logging.getLogger("ponte.worker")


class Stopped(BaseException):
    """Breaks off a build: the worker was told to stop, and the build takes too long."""


class Worker:
    """One warm process. `now` tells the time; `courier` brings the main edition and these others to their targets.

    `search` brings search to the main edition; None where there is no search server.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        identity: Identity,
        ear: Ear,
        heart: Heart,
        courier: Courier,
        search: SearchKeeper | None = None,
        now: clock.Now = clock.now,
        poll_seconds: float = POLL_SECONDS,
        compare_seconds: float = COMPARE_SECONDS,
        editions: tuple[str, ...] = (),
        completes: bool = False,
    ) -> None:
        """`completes`: whether what is slow to make follows each release, in one that completes it."""
        self.engine, self.identity, self.ear, self.heart, self.courier = engine, identity, ear, heart, courier
        self.search = search
        self.now, self.poll_seconds, self.compare_seconds = now, poll_seconds, compare_seconds
        self.editions, self.completes = editions, completes
        self._completed: str | None = None
        self._broken_off = 0
        self.stopping_since: float | None = None
        self._whole: Cause | None = Cause(what="start")
        """Why everything must be loaded; None where what is in memory holds."""
        self._failures = 0
        self._retry_at: float | None = None
        self._worked_at = self._cleaned_at = time.monotonic()
        self._compared_at = self._worked_at - compare_seconds  # what idle work prepares is soon of use
        self._publish_again_at = self._tasks_at = self._tasks_until = 0.0
        self._built_for: datetime | None = None

    def stop(self) -> None:
        """Ends it after what it is at; a build that takes longer than a few seconds is broken off, and made again later."""
        if self.stopping_since is None:
            self.stopping_since = time.monotonic()
        self.ear.interrupt()

    def run(self) -> None:
        """Goes on until it is told to stop. What fails is logged and tried again."""
        losses, is_settled = 0, False
        while self.stopping_since is None:
            try:
                if not is_settled:
                    self._settle()
                self.turn()
                losses, is_settled = 0, True
            except (OperationalError, InterfaceError) as error:
                losses, is_settled = losses + 1, False
                self._wait_for_database(error, losses)
            except Stopped:
                break
        with suppress(DatabaseError):  # else the next worker finds that this one is gone
            requests.give_back(self.identity.name)

    def turn(self) -> None:
        """One round: the most urgent thing that there is to do, else a sleep."""
        if self.build_what_waits() or self._run_task() or self._complete():
            self._worked_at = time.monotonic()
            return
        if not self._work_idly():
            self.heart.move("")
            if self.ear.wait(self.seconds_to_sleep()):
                self._put_off_tasks()
            close_old_connections()

    def build_what_waits(self) -> bool:
        """Publishes what is due and builds where there is a reason; whether there was one."""
        self._publish_due()
        batch = requests.take_waiting(self.identity.name)
        causes = self._own_causes()
        if batch is None and not causes:
            self._send()  # what another process has made, or gone back to
            return False
        batch = batch or Batch(0, frozenset(), ())
        changed = None if self._whole else batch.changed
        self._build(changed, batch.causes + causes)
        return True

    def _own_causes(self) -> tuple[Cause, ...]:
        """Why to build although nobody asked; nothing where there is no reason."""
        causes = []
        if self._whole and (self._retry_at is None or time.monotonic() >= self._retry_at):
            causes.append(self._whole)
        change = self._change_at()
        if change is not None and change <= self.now():
            causes.append(Cause(what="clock"))
        return tuple(causes)

    def _change_at(self) -> datetime | None:
        """When what is live changes by itself; None too while a build that failed is to be tried again at its own time."""
        change = self.engine.next_change_at
        is_answered = change is None or (self._built_for is not None and change <= self._built_for)
        return None if is_answered or self._retry_at is not None else change

    def _build(self, changed: frozenset[tuple[str, int]] | None, causes: tuple[Cause, ...]) -> None:
        self.heart.move("building")
        try:
            result = self._build_when_free(changed, causes)
        except BuildError as error:
            logger.error("The site was not built: %s", error)
            self._fail(error)
        except (OperationalError, InterfaceError):
            self._whole = AGAIN
            raise
        except Exception as error:
            logger.exception("The build broke off; the next one loads everything.")
            self._fail(error)
        else:
            self._whole, self._failures, self._retry_at = None, 0, None
            requests.answer_taken(self.identity.name, result.release)
            self._send()

    def _send(self) -> None:
        store = self.engine.store
        if self.search is not None:
            self.search.want(store.current() or "")
        self.courier.want(tuple(store.of(edition).current() or "" for edition in (MAIN, *self.editions)))

    def _build_when_free(
        self, changed: frozenset[tuple[str, int]] | None, causes: tuple[Cause, ...]
    ) -> Result:
        """The build, as soon as no other process builds. Raises BuildError, Stopped and whatever breaks it."""
        while True:
            try:
                self._built_for = self.now()
                return self.engine.build(
                    now=self._built_for, changed=changed, causes=causes, report=self._report
                )
            except Busy:
                self.heart.move("waiting for another build")
                if self.stopping_since is not None:
                    raise Stopped from None
                time.sleep(BUSY_SECONDS)

    def _report(self, step: str, done: int, all: int) -> None:
        self.heart.move(f"building: {step} {done} of {all}")
        if self.stopping_since is not None and time.monotonic() - self.stopping_since > STOP_SECONDS:
            raise Stopped

    def _fail(self, error: Exception) -> None:
        self._whole = AGAIN  # the engine has forgotten what it knew
        self._retry_at = time.monotonic() + RETRY_SECONDS[min(self._failures, len(RETRY_SECONDS) - 1)]
        self._failures += 1
        requests.fail_taken(self.identity.name, error)

    def _publish_due(self) -> None:
        """What Wagtail has scheduled for now goes live, and what has expired is taken offline."""
        if time.monotonic() < self._publish_again_at or not self._is_due():
            return
        self.heart.move("publishing what is due")
        failed = clock.publish_due(self.now())
        self._publish_again_at = time.monotonic() + (RETRY_SECONDS[0] if failed else 0.0)

    def _is_due(self) -> bool:
        moments = (clock.next_publication_at(), self._change_at())
        return bool(self._whole) or any(each is not None and each <= self.now() for each in moments)

    def _put_off_tasks(self) -> None:
        """Saving a draft asks for Wagtail's tasks, and the publication follows at once: it must not wait for them."""
        now = time.monotonic()
        if now > self._tasks_at:
            self._tasks_until = now + TASKS_AT_LATEST_SECONDS
        self._tasks_at = min(now + TASKS_AFTER_SECONDS, self._tasks_until)

    def _run_task(self) -> bool:
        if time.monotonic() < self._tasks_at:
            return False
        self.heart.move("running a task")
        return run_one_task(self.identity.name)

    def _complete(self) -> bool:
        """Makes what the newest release still lacks, once nothing more urgent waits; whether there was anything."""
        release = self.engine.store.current()
        if not self.completes or release is None or release == self._completed:
            return False
        if self.ear.is_called():
            self.ear.wait(0)  # first what it was called for
            self._put_off_tasks()
            return True
        self.heart.move("completing")
        may_break = self._broken_off < BREAKS_OFF
        try:
            made = self.engine.complete(go_on=lambda: not (may_break and self.ear.is_called()))
        except BrokenOff:
            self._broken_off += 1
            return True
        except BuildError as error:
            logger.error("The release could not be completed: %s", error)
            made = []
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("The completion of the release broke off.")
            made = []
        self._completed, self._broken_off = self.engine.store.current(), 0
        return bool(made)

    def _work_idly(self) -> bool:
        """Looks whether the database is what is in memory, when nothing else has happened for a while."""
        now = time.monotonic()
        if now - self._worked_at < QUIET_SECONDS or now - self._compared_at < self.compare_seconds:
            return False
        self._take_over()
        if now - self._cleaned_at > KEEP_TASKS.total_seconds() / 14:
            self._cleaned_at = now
            requests.forget_before(timezone.now() - KEEP_TASKS)
            forget_misses()
        self._compared_at = now
        if not self._is_as_loaded():
            self._whole = Cause(what="comparison")
        return True

    def _is_as_loaded(self) -> bool:
        self.heart.move("comparing")
        try:
            return self.engine.compare(lambda: not self.ear.is_called())
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("The comparison with the database broke off.")
            return False

    def _take_over(self) -> None:
        """Lets what dead workers had taken wait again."""
        for worker in requests.workers_at_work():
            if worker != self.identity.name and self.identity.is_dead(worker):
                count = requests.give_back(worker)
                logger.warning("%d tasks of a worker that is gone (%s) are taken again.", count, worker)

    def _settle(self) -> None:
        """At the start, and after the database was away: what was taken before has not been answered."""
        requests.give_back(self.identity.name)
        self._take_over()

    def _wait_for_database(self, error: Exception, losses: int) -> None:
        logger.error("The database does not answer: %s", str(error).strip())
        connections.close_all()
        self.ear.wait(min(30.0, 0.5 * 2**losses))

    def seconds_to_sleep(self) -> float:
        """Seconds until the next thing that is known to come, or the next look."""
        now, mono = self.now(), time.monotonic()
        seconds = [self.poll_seconds]
        moments = (self._change_at(), clock.next_publication_at())
        due = min((each for each in moments if each is not None), default=None)
        if due is not None:
            seconds.append(max((due - now).total_seconds(), self._publish_again_at - mono))
        if self._retry_at is not None:
            seconds.append(self._retry_at - mono)
        if self._tasks_at > mono:
            seconds.append(self._tasks_at - mono)
        compare_at = max(self._compared_at + self.compare_seconds, self._worked_at + QUIET_SECONDS)
        return max(0.0, min(*seconds, compare_at - mono))
