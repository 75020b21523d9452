"""What the worker does with requests, done at once in the test's own process: real requests, a real build, real records."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from static_build import clock
from static_build.engine import Engine
from static_build.errors import BuildError
from static_build.release import Store
from static_build.requests import answer_taken, fail_taken, take_waiting

WORKER = "test"


def build_what_waits() -> str | None:
    """Answers every request that waits by one build from what the database has; the release, None where it failed."""
    batch = take_waiting(WORKER)
    causes = batch.causes if batch else ()
    try:
        result = Engine(Store(settings.HOME), workers=1).build(now=clock.now(), causes=causes)
    except BuildError as error:
        fail_taken(WORKER, error)
        return None
    answer_taken(WORKER, result.release)
    return result.release


def put_link(page: Any, href: str) -> None:
    """Publishes the page with a link that was typed."""
    page.body = [("paragraph", f'<p><a href="{href}">qui</a></p>')]
    page.save_revision().publish()
