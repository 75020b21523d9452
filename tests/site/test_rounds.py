"""The worker's rounds when something goes wrong: what fails is told, tried again, and never ends in a stale page."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult

from static_build.engine import Engine
from static_build.errors import BuildError, Busy
from static_build.manifest import Cause
from static_build.release import Store
from static_build.requests import QUEUE, request_build
from static_build.result import Result
from tests.factories.news import NewsPageFactory
from tests.factories.section import SectionPageFactory
from tests.site.workers import Hand, worker_here

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


class Faulty(Engine):
    """An engine in which the next builds fail as a test says; it notes what it was asked for."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, workers=1)
        self.faults: list[Exception] = []
        self.asked: list[Any] = []
        self.is_as_read = True

    def build(self, **wanted: Any) -> Result:
        self.asked.append(wanted)
        if self.faults:
            raise self.faults.pop(0)
        return super().build(**wanted)

    def compare(self, go_on: Callable[[], bool] = lambda: True) -> bool:
        return self.is_as_read


@pytest.fixture
def engine(data_folder: Path) -> Faulty:
    return Faulty(Store(data_folder))


@pytest.fixture
def news(italian_home: Any) -> Any:
    section = SectionPageFactory(parent=italian_home, title="Notizie", slug="news", lists="news")
    return NewsPageFactory(parent=section, title="Prima", slug="first")


@contextmanager
def at_work(engine: Faulty) -> Any:
    """A worker that has made its first build."""
    with worker_here(engine.store.home, Hand(NOW), engine) as worker:
        assert worker.build_what_waits()
        DBTaskResult.objects.all().delete()
        engine.asked.clear()
        yield worker


def states() -> list[tuple[str, str]]:
    rows = DBTaskResult.objects.filter(queue_name=QUEUE).order_by("enqueued_at")
    return [(row.status, row.traceback) for row in rows]


def test_what_waits_is_one_build(engine: Faulty, news: Any) -> None:
    with at_work(engine) as worker:
        for title in ("Seconda", "Terza"):
            news.title = title
            news.save_revision().publish()
        assert worker.build_what_waits()
        assert not worker.build_what_waits()
    (asked,) = engine.asked
    assert ("site_content.newspage", news.pk) in asked["changed"]
    assert [cause.title for cause in asked["causes"]] == ["Seconda", "Terza"]
    live = (engine.store.home / "current/it/news/first/index.html").read_text()
    assert "Terza" in live
    assert {row.return_value["release"] for row in DBTaskResult.objects.filter(queue_name=QUEUE)} == {
        engine.store.current()
    }


@pytest.mark.parametrize("fault", [BuildError("Page 3 links to nothing."), RuntimeError("A bug was found.")])
def test_a_failure_is_told_and_the_next_build_loads_everything(
    engine: Faulty, news: Any, fault: Exception
) -> None:
    with at_work(engine) as worker:
        engine.faults = [fault]
        news.unpublish()
        assert worker.build_what_waits()
        assert states() == [("FAILED", str(fault))]
        assert not worker.build_what_waits(), "it is not tried again at once"
        assert worker.seconds_to_sleep() <= 60
        request_build([("site_content.newspage", news.pk)], Cause(what="published"))
        assert worker.build_what_waits(), "but with the next request"
    assert engine.asked[-1]["changed"] is None
    assert states()[-1][0] == "SUCCESSFUL"
    assert not (engine.store.home / "current/it/news/first/index.html").exists()


def test_a_failed_build_is_made_again_when_its_time_has_come(
    engine: Faulty, news: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_work(engine) as worker:
        engine.faults = [BuildError("The disk is full.")]
        monkeypatch.setattr("static_build.worker.RETRY_SECONDS", (0.05,))
        news.unpublish()
        assert worker.build_what_waits()
        time.sleep(0.1)
        assert worker.build_what_waits()
        assert not worker.build_what_waits()
    assert not (engine.store.home / "current/it/news/first/index.html").exists()


def test_while_another_process_builds_it_waits(engine: Faulty, news: Any) -> None:
    with at_work(engine) as worker:
        engine.faults = [Busy("Another build is running."), Busy("Another build is running.")]
        news.unpublish()
        assert worker.build_what_waits()
    assert [state for state, _ in states()] == ["SUCCESSFUL"]
    assert len(engine.asked) == 3


def test_when_the_database_goes_nothing_that_was_taken_is_lost(engine: Faulty, news: Any) -> None:
    with at_work(engine) as worker:
        engine.faults = [OperationalError("server closed the connection unexpectedly")]
        news.unpublish()
        with pytest.raises(OperationalError):
            worker.turn()
        assert [state for state, _ in states()] == ["RUNNING"]
        worker._settle()
        assert [state for state, _ in states()] == ["READY"]
        assert worker.build_what_waits()
    assert engine.asked[-1]["changed"] is None
    assert [state for state, _ in states()] == ["SUCCESSFUL"]


def test_a_database_that_is_not_what_was_loaded_is_loaded_again(engine: Faulty, news: Any) -> None:
    with at_work(engine) as worker:
        worker.compare_seconds, engine.is_as_read = 0, False
        worker._worked_at = time.monotonic() - 3
        worker.turn()
        engine.is_as_read = True
        assert worker.build_what_waits()
        assert not worker.build_what_waits()
    (asked,) = engine.asked
    assert (asked["changed"], asked["causes"][0].what) == (None, "comparison")
