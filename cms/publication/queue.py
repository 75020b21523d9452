"""What waits to be built: the rows of the queue `builds`, read. Changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult
from msgspec import Struct

from static_build.requests import QUEUE

READY, RUNNING, FAILED, SUCCESSFUL = "READY", "RUNNING", "FAILED", "SUCCESSFUL"
READ_AT_MOST = 300
"""Requests that are looked at; the worker takes all that wait at once, so more are hardly ever there."""

Row = tuple[str, int]
"""The label of a model and a primary key."""


class Request(Struct, frozen=True, kw_only=True):
    """One request for a build."""

    state: str
    at: datetime
    rows: frozenset[Row] | None
    """The rows that it names; None: whatever may have changed."""
    key: str
    locale: str

    def names(self, line: Collection[Row], key: str, locales: Collection[str]) -> bool:
        """Whether it is about one of those rows, or about the page of that key in one of those languages."""
        if self.key == key and (not self.locale or self.locale in locales):
            return True
        return self.rows is not None and not self.rows.isdisjoint(line)


class Queue(Struct, frozen=True, kw_only=True):
    """The requests that wait or are being built, and those that failed since the last build that succeeded."""

    open: tuple[Request, ...]
    failed: tuple[Request, ...]

    @property
    def is_building(self) -> bool:
        """Whether a build is under way."""
        return any(request.state == RUNNING for request in self.open)


def read_queue() -> Queue:
    """The queue as it is, in three queries."""
    rows = DBTaskResult.objects.filter(queue_name=QUEUE)
    waiting = rows.filter(status__in=(READY, RUNNING)).order_by("-enqueued_at")
    last = (
        rows.filter(status=SUCCESSFUL).order_by("-finished_at").values_list("finished_at", flat=True).first()
    )
    failed = rows.filter(status=FAILED).order_by("-finished_at")
    if last is not None:
        failed = failed.filter(finished_at__gt=last)
    return Queue(open=tuple(_read(waiting)), failed=tuple(_read(failed)))


def _read(rows: QuerySet[Any]) -> Iterable[Request]:
    columns = rows.values_list("status", "enqueued_at", "args_kwargs")[:READ_AT_MOST]
    return [_request(status, at, arguments) for status, at, arguments in columns]


def _request(state: str, at: datetime, arguments: Any) -> Request:
    """A row as a request; one of an older shape counts as naming nothing in particular."""
    changed, cause = _arguments(arguments)
    return Request(
        state=state,
        at=at,
        rows=None if changed is None else frozenset((str(label), int(pk)) for label, pk in changed),
        key=str(cause.get("key") or ""),
        locale=str(cause.get("locale") or ""),
    )


def _arguments(arguments: Any) -> tuple[list[Any] | None, dict[str, Any]]:
    """`changed` and `cause`, by name or by place."""
    arguments = arguments or {}
    named, placed = arguments.get("kwargs") or {}, arguments.get("args") or []
    changed = named.get("changed", placed[0] if placed else None)
    cause = named.get("cause", placed[1] if len(placed) > 1 else None)
    return changed, cause if isinstance(cause, dict) else {}
