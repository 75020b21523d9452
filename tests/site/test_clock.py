"""The clock is an input: the worker builds at each moment at which something changes, and no release before shows it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django_tasks_db.models import DBTaskResult

from site_content.moments import from_moment, from_wall
from static_build.release import Store
from static_build.worker import Worker
from tests.factories.call import CallPageFactory
from tests.factories.file import FileFactory
from tests.factories.news import NewsPageFactory
from tests.factories.section import SectionPageFactory
from tests.site.workers import Hand, worker_here

pytestmark = pytest.mark.django_db
ROME, BEIJING = "Europe/Rome", "Asia/Shanghai"
BEFORE = timedelta(seconds=1)


class Day:
    """A worker, the clock it goes by, and the folder that it fills."""

    def __init__(self, worker: Worker, clock: Hand, home: Path) -> None:
        self.worker, self.clock, self.home = worker, clock, home

    def at(self, moment: datetime) -> bool:
        """Lets it be that moment and the worker work; whether it found something to do."""
        self.clock.moment = moment.astimezone(UTC)
        worked = False
        for _ in range(5):
            if not self.worker.build_what_waits():
                return worked
            worked = True
        raise AssertionError("the worker builds again and again")

    def shows(self, path: str) -> str:
        """The page as it is public; empty where it is not."""
        place = self.home / "current" / path / "index.html"
        return place.read_text() if place.exists() else ""

    @property
    def next(self) -> datetime | None:
        """When the release that is live says that it changes."""
        store = Store(self.home)
        return store.manifest(store.current() or "").next_change_at


@pytest.fixture
def day(data_folder: Path, italian_home: Any) -> Iterator[Day]:
    clock = Hand(datetime(2026, 11, 22, 9, tzinfo=UTC))
    with worker_here(data_folder, clock) as worker:
        yield Day(worker, clock, data_folder)


@pytest.fixture
def news(italian_home: Any) -> Any:
    return SectionPageFactory(parent=italian_home, title="Notizie", slug="news", lists="news")


@pytest.fixture
def calls(italian_home: Any) -> Any:
    return SectionPageFactory(parent=italian_home, title="Bandi", slug="calls", lists="call")


def set_stream(page: Any, name: str, value: dict[str, Any]) -> None:
    """Puts one block into a stream whose only kind of block that is."""
    field = type(page)._meta.get_field(name)
    kind = next(iter(field.stream_block.child_blocks))
    setattr(page, name, field.to_python([{"type": kind, "id": str(uuid4()), "value": value}]))


def call_closing(parent: Any, day: date, clock: str, zone: str) -> Any:
    """A call that has been open for long, with one deadline."""
    page = CallPageFactory(
        parent=parent, title="Un bando", slug="one", opens="2026-01-01T08:00:00Z[Europe/Rome]"
    )
    set_stream(
        page, "sides", {"side": "it", "funder": "MAECI", "deadline": from_moment(from_wall(day, clock, zone))}
    )
    page.save()
    return page


@pytest.mark.parametrize(
    ("last_day", "clock", "zone", "instant"),
    [
        # Clocks in Rome go from 02:00 to 03:00 on this night: half past three is one hour and a half after midnight.
        (date(2027, 3, 28), "03:30", ROME, datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        (date(2027, 3, 28), "24:00", ROME, datetime(2027, 3, 28, 22, 0, tzinfo=UTC)),
        # And back from 03:00 to 02:00 on this one, which has 25 hours.
        (date(2027, 10, 31), "03:30", ROME, datetime(2027, 10, 31, 2, 30, tzinfo=UTC)),
        (date(2027, 10, 31), "24:00", ROME, datetime(2027, 10, 31, 23, 0, tzinfo=UTC)),
        (date(2026, 11, 30), "24:00", BEIJING, datetime(2026, 11, 30, 16, 0, tzinfo=UTC)),
    ],
)
def test_a_call_closes_at_its_second(
    day: Day, calls: Any, last_day: date, clock: str, zone: str, instant: datetime
) -> None:
    call_closing(calls, last_day, clock, zone)
    day.at(instant - timedelta(hours=12))
    assert day.next == instant
    before = day.shows("it/calls/one")
    assert day.worker.seconds_to_sleep() == 0  # this worker never sleeps longer than to its next look
    assert not day.at(instant - BEFORE), "it built before the time had come"
    assert day.shows("it/calls/one") == before
    assert day.at(instant)
    after = day.shows("it/calls/one")
    assert after != before
    assert "Aperto" not in after or "Chiuso" in after
    assert day.next != instant


def test_a_completion_that_breaks_off_ends_no_worker(
    day: Day, news: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_off(**_: Any) -> list[str]:
        raise BrokenPipeError

    assert day.at(day.clock.moment)
    day.worker.completes = True
    monkeypatch.setattr(day.worker.engine, "complete", break_off)
    # The connection is the test's: neither a round without work nor the runner of Wagtail's tasks may close it.
    monkeypatch.setattr("static_build.worker.close_old_connections", lambda: None)
    DBTaskResult.objects.all().delete()
    day.worker.turn()
    assert "The completion of the release broke off." in caplog.text
    NewsPageFactory(parent=news, title="E va avanti", slug="later").save_revision().publish()
    assert day.at(day.clock.moment)
    assert "E va avanti" in day.shows("it/news/later")


def test_worker_sleeps_to_the_next_moment(day: Day, calls: Any) -> None:
    call_closing(calls, date(2027, 3, 28), "03:30", ROME)
    instant = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    day.at(instant - timedelta(hours=1))
    day.worker.poll_seconds = 9_999
    day.worker.compare_seconds = 99_999
    assert day.worker.seconds_to_sleep() == pytest.approx(3600, abs=1)
    day.clock.moment = instant - timedelta(seconds=3)
    assert day.worker.seconds_to_sleep() == pytest.approx(3, abs=0.5)


def test_a_page_expires(day: Day, news: Any) -> None:
    instant = datetime(2027, 3, 28, 2, 0, tzinfo=ZoneInfo(ROME)).astimezone(UTC)  # an hour that Rome has not
    page = NewsPageFactory(parent=news, title="Scade", slug="ends", expire_at=instant)
    day.at(instant - timedelta(minutes=1))
    assert day.next == instant
    assert "Scade" in day.shows("it/news/ends")
    assert not day.at(instant - BEFORE)
    assert day.at(instant)
    assert not day.shows("it/news/ends")
    assert "Scade" not in day.shows("it/news")
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True), "Wagtail's own code has taken it offline"


def test_a_page_goes_live(day: Day, news: Any) -> None:
    instant = datetime(2027, 10, 31, 2, 30, tzinfo=ZoneInfo(ROME), fold=1).astimezone(
        UTC
    )  # the second half past two
    assert instant == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    page = NewsPageFactory(parent=news, title="Comincia", slug="starts", live=False)
    page.go_live_at = instant
    page.save_revision().publish()
    day.at(instant - timedelta(minutes=1))
    assert not day.shows("it/news/starts")
    day.worker.poll_seconds = 9_999
    assert day.worker.seconds_to_sleep() <= 60
    assert not day.at(instant - BEFORE)
    assert day.at(instant)
    assert "Comincia" in day.shows("it/news/starts")
    page.refresh_from_db()
    assert page.live
    assert page.go_live_at == instant


def test_a_new_version_goes_live_in_the_place_of_the_old(day: Day, news: Any) -> None:
    instant = datetime(2027, 1, 1, tzinfo=ZoneInfo(BEIJING)).astimezone(UTC)
    page = NewsPageFactory(parent=news, title="Vecchia", slug="one")
    page.save_revision().publish()
    page = type(page).objects.get(pk=page.pk)
    page.title, page.go_live_at = "Nuova", instant
    page.save_revision().publish()
    day.at(instant - BEFORE)
    assert "Vecchia" in day.shows("it/news/one")
    assert day.at(instant)
    assert "Nuova" in day.shows("it/news/one")


def test_results_with_names_leave_on_their_day(day: Day, calls: Any) -> None:
    page = call_closing(calls, date(2026, 10, 1), "12:00", ROME)
    results = {
        "kind": "final",
        "date": "2026-11-02",
        "names_persons": True,
        "remove_on": "2027-02-01",
        "file": FileFactory(title="Graduatoria con i nomi").pk,
    }
    set_stream(page, "results", results)
    page.save()
    appears, leaves = (datetime(*each, tzinfo=ZoneInfo(ROME)) for each in ((2026, 11, 2), (2027, 2, 1)))
    day.at(appears - BEFORE)
    assert "Graduatoria con i nomi" not in day.shows("it/calls/one")
    assert day.next == appears
    assert day.at(appears)
    assert "Graduatoria con i nomi" in day.shows("it/calls/one")
    assert day.next == leaves
    assert not day.at(leaves - BEFORE)
    assert "Graduatoria con i nomi" in day.shows("it/calls/one")
    assert day.at(leaves)
    assert "Graduatoria con i nomi" not in day.shows("it/calls/one")
    assert not list((day.home / "current/media").rglob("*.pdf")), "the file left too"


def test_one_that_cannot_go_live_hinders_no_other(day: Day, news: Any) -> None:
    instant = datetime(2027, 1, 1, tzinfo=UTC)
    for slug in ("broken", "sound"):
        page = NewsPageFactory(parent=news, title=slug.title(), slug=slug, live=False)
        page.go_live_at = instant
        page.save_revision().publish()
    broken = page.__class__.objects.get(slug="broken")
    revision = broken.get_latest_revision()
    revision.content["title"] = ""
    revision.save()
    begun = time.monotonic()
    day.at(instant)
    assert "Sound" in day.shows("it/news/sound")
    assert not day.shows("it/news/broken")
    assert day.worker._publish_again_at > begun + 1, "it is not tried again at once"
