"""Build requests: rows of the queue `builds`, one for each thing that may have changed what is public.

Written in the transaction of what caused them, taken all at once by a worker, and marked with what became of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from msgspec import Struct

from static_build.manifest import Cause

if TYPE_CHECKING:
    from static_build.engine import Row  # which imports all that a build needs, and the CMS does not

QUEUE = "builds"
MANY = 200
"""More requests than this at once are answered by loading everything: naming rows would not be quicker."""


class Batch(Struct, frozen=True):
    """Requests that one build answers."""

    count: int
    changed: frozenset[Row] | None
    """Rows that they name; None where everything must be loaded."""
    causes: tuple[Cause, ...]


@task(queue_name=QUEUE)
def build_site(changed: list[list[Any]] | None = None, cause: dict[str, str] | None = None) -> dict[str, Any]:
    """What another worker than Ponte's own does with a request: builds all that is public now. Raises BuildError."""
    from static_build import clock
    from static_build.engine import Engine
    from static_build.rollback import open_store

    causes = (msgspec.convert(cause, Cause),) if cause else ()
    result = Engine(open_store()).build(now=clock.now(), causes=causes)
    return {"release": result.release}


def request_build(changed: Iterable[Row] | None, cause: Cause) -> None:
    """Asks for a build, in the transaction that is open; `changed` None where nobody can say which rows changed."""
    rows = None if changed is None else [list(row) for row in changed]
    build_site.enqueue(changed=rows, cause=msgspec.to_builtins(cause))


def take_waiting(worker: str) -> Batch | None:
    """Claims every request that waits, so that no other worker takes it; None where none waits."""
    waiting = _requests().ready()
    if not waiting.exists():
        return None
    # One statement: of two workers, each row's second finds it taken.
    count = waiting.update(status=TaskResultStatus.RUNNING, started_at=timezone.now(), worker_ids=[worker])
    if not count:
        return None
    newest = _taken(worker).order_by("-enqueued_at").values_list("args_kwargs", flat=True)[: MANY + 1]
    return join_requests([each["kwargs"] for each in newest][::-1], count)


def join_requests(requests: list[dict[str, Any]], count: int) -> Batch:
    """All rows and every cause once, oldest first; of so many that rows were not worth naming, no rows."""
    causes = tuple(
        dict.fromkeys(msgspec.convert(each["cause"], Cause) for each in requests if each.get("cause"))
    )
    if count > MANY or any(each.get("changed") is None for each in requests):
        return Batch(count, None, causes)
    return Batch(count, frozenset((label, pk) for each in requests for label, pk in each["changed"]), causes)


def answer_taken(worker: str, release: str | None) -> None:
    """Marks what the worker took as done: it is in `release`."""
    _taken(worker).update(
        status=TaskResultStatus.SUCCESSFUL,
        finished_at=timezone.now(),
        return_value={"release": release},
        exception_class_path="",
        traceback="",
    )


def fail_taken(worker: str, error: BaseException) -> None:
    """Marks what the worker took as failed, with the words of the error."""
    kind = type(error)
    _taken(worker).update(
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        return_value=None,
        exception_class_path=f"{kind.__module__}.{kind.__qualname__}",
        traceback=str(error) or kind.__name__,
    )


def give_back(worker: str) -> int:
    """Lets what the worker took, tasks of every queue, wait again; returns how many."""
    from django_tasks_db.models import DBTaskResult

    taken = DBTaskResult.objects.running().filter(worker_ids=[worker])
    return int(taken.update(status=TaskResultStatus.READY, started_at=None, worker_ids=[]))


def workers_at_work() -> set[str]:
    """Ids of the workers that have taken something and not ended it, of every queue."""
    from django_tasks_db.models import DBTaskResult

    running = DBTaskResult.objects.running().values_list("worker_ids", flat=True)
    return {worker for workers in running for worker in workers[-1:]}


def count_waiting() -> tuple[int, datetime | None]:
    """How many requests no build has answered yet, and when the oldest of them was made."""
    open_ones = _requests().filter(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING))
    found = open_ones.aggregate(count=Count("pk"), oldest=Min("enqueued_at"))
    return found["count"], found["oldest"]


def forget_before(moment: datetime) -> None:
    """Deletes tasks of every queue that ended before the moment."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.finished().filter(finished_at__lt=moment).delete()


def _requests() -> Any:
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.filter(queue_name=QUEUE)


def _taken(worker: str) -> Any:
    return _requests().filter(status=TaskResultStatus.RUNNING, worker_ids=[worker])
