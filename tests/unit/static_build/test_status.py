"""`ponte status`: well is 0; each thing that is not is told in words, with what to do, and is 1."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from static_build import status as subject
from static_build.beat import write_beat
from static_build.engine import Engine
from static_build.manifest import Cause
from static_build.models import Beat, Delivery, Release
from static_build.release import Store
from static_build.requests import request_build
from static_build.status import read_status

pytestmark = pytest.mark.django_db
TARGET = "folder:/srv/www"


@pytest.fixture
def store(data_folder: Path, italian_home: Any, now: Any) -> Store:
    """A store with a release, a worker that beats, and nothing that waits."""
    store = Store(data_folder)
    Engine(store, workers=1).build(now=now)
    DBTaskResult.objects.all().delete()
    write_beat("")
    return store


def age(model: Any, **moments: timedelta) -> None:
    model.objects.update(**{name: timezone.now() - ago for name, ago in moments.items()})


def break_worker(store: Store) -> None:
    age(Beat, beat_at=timedelta(minutes=7))


def forget_worker(store: Store) -> None:
    Beat.objects.all().delete()


def let_wait(store: Store) -> None:
    request_build(None, Cause(what="saved"))
    age(DBTaskResult, enqueued_at=timedelta(minutes=9))


def fail_build(store: Store) -> None:
    Release.objects.create(started_at=timezone.now(), problems=[{"words": "Page 3 links to nothing."}])


def hold(store: Store) -> None:
    store.set_hold(store.current() or "")


def test_all_is_well(store: Store) -> None:
    status = read_status(store, ())
    assert (status.well, status.problems) == (True, ())
    assert status.release == store.current()
    assert status.worker is not None


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (break_worker, "7 minutes ago"),
        (forget_worker, "No worker has ever run"),
        (let_wait, "the oldest for 9 minutes"),
        (fail_build, "Page 3 links to nothing"),
        (hold, "ponte resume"),
    ],
)
def test_what_is_wrong_is_told(store: Store, break_it: Callable[[Store], None], words: str) -> None:
    break_it(store)
    status = read_status(store, ())
    assert not status.well
    assert len(status.problems) == 1
    assert words in status.problems[0]


def test_a_target_that_is_behind(store: Store) -> None:
    assert "nothing has been sent there yet" in read_status(store, (TARGET,)).problems[0]
    row = Delivery.objects.create(
        target=TARGET, release="20200101T000000.000Z", state="done", started_at=timezone.now()
    )
    assert not read_status(store, (TARGET,)).well
    Delivery.objects.create(
        target=TARGET,
        release=store.current() or "",
        state="failed",
        started_at=timezone.now(),
        problem="The bucket is gone.",
    )
    assert "The bucket is gone" in read_status(store, (TARGET,)).problems[0]
    row.release = store.current() or ""
    row.save()
    assert read_status(store, (TARGET,)).well


def test_a_full_disk(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "LOW_BYTES", 1 << 60)
    assert "Free some space" in read_status(store, ()).problems[0]


def test_no_release_yet(data_folder: Path) -> None:
    write_beat("")
    assert "ponte build" in read_status(Store(data_folder / "new"), ()).problems[0]


def test_the_command_answers_in_json_and_by_its_exit(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("status", "--json")
    assert json.loads(capsys.readouterr().out)["well"] is True
    break_worker(store)
    with pytest.raises(SystemExit) as ended:
        call_command("status", "--json")
    assert ended.value.code == 1
    shown = capsys.readouterr()
    assert json.loads(shown.out)["worker"]["is_gone"] is True
    assert "Look at its log" in shown.err
