"""Is everything well: worker, queue, builds, targets, disk, read from the rows and files that they leave. Changes nothing.

`problems` says in words what somebody must do something about; the rest is for those who look.
"""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone
from msgspec import Struct

from site_content.staleness import stale_places
from static_build import requests
from static_build.beat import Pulse, read_pulse
from static_build.deliveries import SEARCH, newest_of
from static_build.errors import BuildError
from static_build.index import open_index
from static_build.models import Delivery, Release
from static_build.release import Store
from static_build.targets.address import parse_target

SLOW = timedelta(minutes=5)
"""A request that has waited so long is waiting for something that is wrong."""
LOW_BYTES = 500 * 1024 * 1024


class Queue(Struct, frozen=True, kw_only=True):
    """Build requests that no build has answered, and how long the oldest has waited."""

    requests: int
    oldest_seconds: float | None


class Target(Struct, frozen=True, kw_only=True):
    """What a target was last sent, and whether it is what is live here."""

    target: str
    release: str
    state: str
    is_behind: bool
    problem: str


class Status(Struct, frozen=True, kw_only=True):
    """All of it, as `--json` prints it."""

    well: bool
    problems: tuple[str, ...]
    worker: Pulse | None
    queue: Queue
    release: str | None
    released_at: datetime | None
    hold: str | None
    last_build_failed: str
    """Why the newest build failed; empty where it did not."""
    targets: tuple[Target, ...]
    search: Target | None
    """The search server, asked now; None where there is none."""
    stale_translations: int
    disk_free_bytes: int


def read_status(store: Store, targets: tuple[str, ...], search_url: str = "") -> Status:
    """How things stand with a data folder, its targets and the search server. Raises DatabaseError."""
    pulse, queue = read_pulse(), _read_queue()
    release, released_at, broken = _read_release(store)
    failed = _last_failure()
    sent = tuple(_read_target(store, name) for name in targets)
    search = _read_search(store, search_url) if search_url else None
    free = shutil.disk_usage(_existing(store.home)).free
    hold = store.hold()
    problems = (
        *_of_worker(pulse),
        *_of_queue(queue),
        *_of_release(release, broken, failed),
        *(
            [f"The site is held at release {hold}: only withdrawals are built. Run `ponte resume`."]
            if hold
            else ()
        ),
        *(
            f"{each.target} is behind: {each.problem or 'it has not got the current release'}."
            for each in sent
            if each.is_behind
        ),
        *([f"Search is behind: {search.problem}."] if search and search.is_behind else ()),
        *(
            [f"The disk of {store.home} has only {free // 2**20} MB left. Free some space."]
            if free < LOW_BYTES
            else ()
        ),
    )
    return Status(
        well=not problems,
        problems=problems,
        worker=pulse,
        queue=queue,
        release=release,
        released_at=released_at,
        hold=hold,
        last_build_failed=failed,
        targets=sent,
        search=search,
        stale_translations=len(stale_places()),
        disk_free_bytes=free,
    )


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


def _read_queue() -> Queue:
    count, oldest = requests.count_waiting()
    return Queue(requests=count, oldest_seconds=_seconds_since(oldest) if oldest else None)


def _seconds_since(moment: datetime) -> float:
    return round((timezone.now() - moment).total_seconds(), 1)


def _read_release(store: Store) -> tuple[str | None, datetime | None, str]:
    release = store.current()
    if release is None:
        return None, None, ""
    try:
        return release, store.record(release).released_at, ""
    except BuildError as error:
        return release, None, str(error)


def _last_failure() -> str:
    newest = Release.objects.order_by("-pk").first()
    if newest is None or newest.name:
        return ""
    return "; ".join(str(each.get("words", "")) for each in newest.problems[:3]) or "no reason was noted"


def _read_target(store: Store, name: str) -> Target:
    wanted = Store(store.home, parse_target(name).edition).current()
    newest = newest_of(name)
    done = Delivery.objects.filter(target=name, state=Delivery.State.DONE).order_by("-pk").first()
    has = done.release if done else ""
    return Target(
        target=name,
        release=has,
        state=newest.state if newest else "",
        is_behind=wanted is not None and has != wanted,
        problem=newest.problem.strip().rstrip(".") if newest else "nothing has been sent there yet",
    )


def _read_search(store: Store, url: str) -> Target:
    """Asked, for a server that is gone tells nobody; why a release did not reach it stands in the rows."""
    wanted, newest = store.current(), newest_of(SEARCH)
    try:
        has, problem = open_index(store, url).release(), ""
    except BuildError as error:
        has, problem = "", str(error)
    if not problem and has != wanted:
        problem = (newest.problem if newest else "") or (
            f"it is at release {has}" if has else "it has no index yet, or one of an older layout"
        ) + ". The worker brings it up to date, or `ponte index`"
    return Target(
        target=SEARCH,
        release=has,
        state=newest.state if newest else "",
        is_behind=wanted is not None and has != wanted,
        problem=problem.strip().rstrip("."),
    )


def _of_worker(pulse: Pulse | None) -> tuple[str, ...]:
    if pulse is None:
        return ("No worker has ever run: nothing that editors publish goes live. Start `ponte worker`.",)
    if not pulse.is_gone:
        return ()
    minutes = _seconds_since(pulse.beat_at) / 60
    where = f"process {pulse.process} on {pulse.host}"
    at = f"; it was at “{pulse.doing}”" if pulse.doing else ""
    return (
        f"The worker ({where}) gave its last sign {minutes:.0f} minutes ago{at}. Look at its log, and start it again.",
    )


def _of_queue(queue: Queue) -> tuple[str, ...]:
    if queue.oldest_seconds is None or queue.oldest_seconds < SLOW.total_seconds():
        return ()
    return (
        (
            f"{queue.requests} build requests wait, the oldest for {queue.oldest_seconds / 60:.0f} minutes. "
            "Look at the worker's log."
        ),
    )


def _of_release(release: str | None, broken: str, failed: str) -> tuple[str, ...]:
    found = []
    if release is None:
        found.append("There is no release yet: run `ponte build`.")
    if broken:
        found.append(broken)
    if failed:
        found.append(f"The last build failed: {failed}. The site that was live stays live.")
    return tuple(found)
