"""What the statuses of all pages share: the queue, the last builds, the hold, whether the worker is alive."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from msgspec import Struct

from cms.publication.problems import put_in_words
from cms.publication.queue import READY, RUNNING, Queue, Request, Row, read_queue
from static_build.beat import read_pulse
from static_build.errors import BuildError
from static_build.manifest import MAIN
from static_build.models import Release
from static_build.release import Store


class Subject(Struct, frozen=True, kw_only=True):
    """What a request may be about: a page, with those above it where they matter."""

    line: frozenset[Row]
    key: str
    locales: frozenset[str]
    """Its own language and that of its original, from which it has its facts."""
    changed_at: datetime | None
    """When it was published last."""


class SiteState(Struct, frozen=True, kw_only=True):
    """The queue and the newest builds of the main edition."""

    queue: Queue
    newest: Release | None
    """The newest build, whether it made a release or failed."""
    whole: Release | None
    """The newest release that was made from nothing."""
    good: Release | None
    """The newest release."""
    oldest: Release | None
    """The oldest release that is remembered."""
    hold: Release | None
    """The release at which a rollback holds the site."""
    worker_is_gone: bool

    def waiting_for(self, page: Subject) -> str:
        """READY or RUNNING where a request is about the page or one of its line; empty where none is."""
        states = {request.state for request in self.queue.open if self._is_about(request, page)}
        return RUNNING if RUNNING in states else READY if states else ""

    def has_failed(self, page: Subject) -> bool:
        """Whether the last build failed, and a request that it should have answered is about the page."""
        about = any(self._is_about(request, page) for request in self.queue.failed)
        return about or (self.is_failing and self._is_newer(page.changed_at))

    def is_held_back(self, changed_at: datetime | None) -> bool:
        """Whether a rollback holds the site at a release older than the page's last publication."""
        if self.hold is None or changed_at is None:
            return False
        return self.hold.released_at is None or changed_at > self.hold.released_at

    @property
    def is_failing(self) -> bool:
        """Whether the newest build failed; a rollback that came to nothing changed nothing."""
        if self.newest is None or self.newest.name:
            return False
        return all(cause.get("what") != "rollback" for cause in self.newest.causes)

    def split_problems(self, key: str, locale: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Why the newest build failed, in words: what is this page's fault, and what is another's."""
        problems: list[dict[str, Any]] = self.newest.problems if self.newest and self.is_failing else []
        own: list[str] = []
        others: list[str] = []
        for problem in problems:
            mine = problem.get("key") == key and problem.get("locale") in ("", None, locale)
            (own if mine else others).append(put_in_words(problem))
        if not problems:
            others.append(_("The build failed. Whoever runs Ponte finds the reason in the worker’s log."))
        return tuple(own), tuple(others)

    def _is_about(self, request: Request, page: Subject) -> bool:
        if request.names(page.line, page.key, page.locales):
            return True
        return request.rows is None and self._is_newer(page.changed_at)

    def _is_newer(self, changed_at: datetime | None) -> bool:
        """Whether the page was published after the newest release was begun."""
        if changed_at is None:
            return False
        return self.good is None or changed_at >= self.good.started_at


def read_site_state() -> SiteState:
    """The state now, in a constant number of queries."""
    builds = Release.objects.filter(edition=MAIN)
    made = builds.exclude(name="")
    hold, pulse = read_hold(), read_pulse()
    return SiteState(
        queue=read_queue(),
        newest=builds.first(),
        whole=made.filter(whole=True).first(),
        good=made.first(),
        oldest=made.order_by("pk").first(),
        hold=made.filter(name=hold).first() or Release(name=hold) if hold else None,
        worker_is_gone=pulse is None or pulse.is_gone,
    )


def read_hold() -> str:
    """The release at which the site is held; empty where it is not."""
    try:
        return Store(settings.HOME).hold() or ""
    except BuildError:
        return ""
