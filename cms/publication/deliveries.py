"""Which target has which release: the rows that publishing wrote, read. The public folder of PONTE_HOME is no target."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db.models import Max, QuerySet
from msgspec import Struct

from static_build.models import Delivery

DONE, UNDER_WAY, FAILED, WAITING = "done", "under_way", "failed", "waiting"


class Target(Struct, frozen=True, kw_only=True):
    """How one target stands to one release."""

    name: str
    state: str
    """`done`, `under_way`, `failed`, or `waiting` where nothing has been tried yet."""
    at: datetime | None = None
    """When it was found to be served there, where that very release was sent."""
    problem: str = ""


class Deliveries(Struct, frozen=True, kw_only=True):
    """What each target has, and what was tried last."""

    done: dict[str, str]
    """The newest release that each target has."""
    ended: dict[tuple[str, str], datetime]
    """When a release was found on a target."""
    last: dict[str, Delivery]
    """The newest attempt at each target."""

    def targets(self, release: str) -> tuple[Target, ...]:
        """Every target of this installation as it stands to a release."""
        return tuple(self._target(name, release) for name in settings.ENVIRONMENT.targets)

    def _target(self, name: str, release: str) -> Target:
        if self.done.get(name, "") >= release:
            return Target(name=name, state=DONE, at=self.ended.get((name, release)))
        last = self.last.get(name)
        if last is None or (last.state == DONE and last.release < release):
            return Target(name=name, state=WAITING)
        return Target(name=name, state=last.state, problem=last.problem)


def read_deliveries(releases: Collection[str]) -> Deliveries:
    """What the targets have, in three queries; `ended` knows those releases."""
    rows = Delivery.objects.filter(target__in=settings.ENVIRONMENT.targets)
    if not settings.ENVIRONMENT.targets:
        return Deliveries(done={}, ended={}, last={})
    newest = rows.order_by().values("target").annotate(last=Max("pk")).values("last")
    return Deliveries(
        done=_newest_done(rows.filter(state=DONE)),
        ended={
            (target, release): at
            for target, release, at in rows.filter(state=DONE, release__in=releases)
            .order_by("-pk")
            .values_list("target", "release", "ended_at")
            if at is not None
        },
        last={row.target: row for row in Delivery.objects.filter(pk__in=newest)},
    )


def _newest_done(rows: QuerySet[Delivery]) -> dict[str, str]:
    return dict(
        rows.order_by().values("target").annotate(newest=Max("release")).values_list("target", "newest")
    )
