"""How search stands, as the screens tell it: the row that the worker wrote last, read. Asks no server."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from msgspec import Struct

from static_build.deliveries import SEARCH, newest_of
from static_build.models import Delivery


class SearchLine(Struct, frozen=True, kw_only=True):
    """The newest attempt to bring search to what is public."""

    state: str
    """`done`, `under_way`, `failed`, or `waiting` where there was none yet."""
    since: datetime | None = None
    """When the state began."""
    problem: str = ""

    @property
    def is_behind(self) -> bool:
        """Whether somebody must do something about it."""
        return self.state == Delivery.State.FAILED


def read_search() -> SearchLine | None:
    """One query; None, and none, where there is no search server: the static index follows by itself."""
    if not settings.ENVIRONMENT.elasticsearch_url:
        return None
    newest = newest_of(SEARCH)
    if newest is None:
        return SearchLine(state="waiting")
    return SearchLine(state=newest.state, since=newest.ended_at or newest.started_at, problem=newest.problem)
