"""Waking: a commit reaches the one who waits, at once, by each of the ways; a rollback does not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread, Timer
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import TestCase

from static_build import wake
from static_build.manifest import Cause
from static_build.requests import request_build
from static_build.wake import Ear

LONG = 20.0


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Path:
    """With a short name: a socket's may have a hundred letters."""
    settings.HOME = tmp_path_factory.mktemp("h")
    return Path(settings.HOME)


@pytest.fixture(params=["its own way", "loopback"])
def ear(request: pytest.FixtureRequest, folder: Path, db: None) -> Iterator[Ear]:
    """Waits on PostgreSQL's connection, or on a socket of either kind."""
    with Ear(folder, unix=request.param != "loopback") as ear:
        yield ear


def test_nothing_wakes_it_and_the_time_is_up(ear: Ear) -> None:
    started = time.monotonic()
    assert not ear.wait(0.05)
    assert time.monotonic() - started < 5


def call(folder: Path) -> None:
    """What is done after a commit; on PostgreSQL by a connection of its own, as the test's never commits."""
    if connection.vendor != "postgresql":
        wake.wake()
        return
    own = connection.copy()
    with own.cursor() as cursor:
        cursor.execute(f"NOTIFY {wake.CHANNEL}")
    own.close()


def test_a_call_wakes_it_at_once(ear: Ear, folder: Path) -> None:
    call(folder)
    started = time.monotonic()
    assert ear.wait(LONG)
    assert time.monotonic() - started < LONG / 2
    assert not ear.wait(0.05), "one call wakes once"


def test_calls_that_nobody_reads_do_not_pile_up(ear: Ear, folder: Path) -> None:
    calls = 2000 if connection.vendor == "sqlite" else 50
    for _ in range(calls):
        call(folder)
    assert ear.wait(LONG)
    woken = 1
    while ear.wait(1):  # the last calls may still be on their way
        woken += 1
    assert woken <= calls / 10


@pytest.mark.django_db
def test_a_request_calls_once_and_only_when_it_is_committed(folder: Path) -> None:
    with TestCase.captureOnCommitCallbacks() as calls, transaction.atomic():
        for _ in range(10):
            request_build(None, Cause(what="saved"))
        assert not calls
    assert calls == [wake.wake]


@pytest.mark.django_db
def test_a_rollback_calls_nobody(folder: Path) -> None:
    with TestCase.captureOnCommitCallbacks() as calls:
        with transaction.atomic():
            request_build(None, Cause(what="saved"))
            transaction.set_rollback(True)
        assert not connection.run_on_commit
    assert not calls


def test_a_wait_can_be_interrupted(ear: Ear) -> None:
    timer = Timer(0.1, ear.interrupt)
    timer.start()
    started = time.monotonic()
    assert ear.wait(LONG)
    assert time.monotonic() - started < LONG / 2
    timer.join()


def test_it_can_be_asked_without_being_used_up(ear: Ear) -> None:
    assert not ear.is_called()
    ear.interrupt()
    assert ear.is_called()
    assert ear.wait(LONG)
    assert not ear.is_called()


def test_every_worker_is_woken_and_a_dead_one_forgotten(folder: Path) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL does this itself")
    with Ear(folder) as ear:
        dead = folder / "wake" / "99999999.sock"
        own = next((folder / "wake").glob("*.sock"))
        own.with_name("copy.sock").symlink_to(own)
        dead.symlink_to(folder / "nowhere")
        wake.knock(folder)
        assert ear.wait(LONG)
        assert not dead.is_symlink()
    assert not list((folder / "wake").glob(f"{own.name}"))


def test_a_folder_with_too_long_a_name_is_served_by_loopback(tmp_path: Path, settings: Any, db: None) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL needs no socket")
    settings.HOME = tmp_path / ("x" * 120)
    with Ear(settings.HOME) as ear:
        assert list((settings.HOME / "wake").glob("*.port"))
        thread = Thread(target=wake.knock, args=(settings.HOME,))
        thread.start()
        assert ear.wait(LONG)
        thread.join()
