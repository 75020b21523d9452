"""The worker as a process: an edit goes live by itself; one that is killed in a build loses nothing."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.site.workers import Editor, Installation, kill, new_database, wait_until

pytestmark = pytest.mark.django_db  # so that the database that is copied is made
NEWS = "it/news/first"


@pytest.fixture(scope="module")
def installation(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Installation]:
    """A small site in a database of its own."""
    home: Path = tmp_path_factory.mktemp("w")
    with django_db_blocker.unblock(), new_database(home) as url:
        yield Installation(home, url)


@pytest.fixture(scope="module")
def editor(installation: Installation) -> Iterator[Editor]:
    """Somebody who edits it."""
    with installation.editor() as editor:
        editor.ask("prepare")
        yield editor


def answered(editor: Editor) -> bool:
    """Whether no request waits or is at work."""
    return all(state in ("SUCCESSFUL", "FAILED") for state, *_ in editor.ask("requests"))


def test_publish_is_live_by_itself(installation: Installation, editor: Editor) -> None:
    with installation.worker("--interval", "600", "--compare", "600"):
        wait_until(lambda: installation.live(NEWS))
        wait_until(lambda: answered(editor))
        time.sleep(10)  # after a build there is more to do: now it sleeps, and would for ten minutes
        editor.ask("publish", "Seconda")
        wait_until(lambda: "Seconda" in installation.live(NEWS))
        wait_until(lambda: answered(editor))
        assert editor.ask("requests")[-1][0] == "SUCCESSFUL"
        editor.ask("unpublish")
        wait_until(lambda: not installation.live(NEWS))
        editor.ask("publish", "Terza")
        wait_until(lambda: "Terza" in installation.live(NEWS))


def test_killed_in_a_build_another_finishes(installation: Installation, editor: Editor) -> None:
    with installation.worker() as first:
        wait_until(lambda: installation.live(NEWS))
        wait_until(lambda: answered(editor))
        editor.ask("add_many", "150")
        editor.ask("publish", "Dopo la morte")
        wait_until(lambda: any(state == "RUNNING" for state, *_ in editor.ask("requests")))
        kill(first)
    before = installation.live(NEWS)
    assert before, "what was live stays live"
    assert not answered(editor), "the build was over before the worker was killed: this proves nothing"
    with installation.worker():
        wait_until(lambda: answered(editor))
        wait_until(lambda: "Dopo la morte" in installation.live(NEWS))
    assert all(state == "SUCCESSFUL" for state, *_ in editor.ask("requests"))


def test_scheduled_page_goes_live_at_its_second(installation: Installation, editor: Editor) -> None:
    with installation.worker():
        wait_until(lambda: installation.live(NEWS))
        wait_until(lambda: answered(editor))
        editor.ask("publish_later", "A quest’ora", "4")
        assert "A quest’ora" not in installation.live(NEWS)
        wait_until(lambda: "A quest’ora" in installation.live(NEWS))


def test_two_workers_share_the_work(installation: Installation, editor: Editor) -> None:
    with installation.worker(), installation.worker():
        wait_until(lambda: installation.live(NEWS))
        for number in range(5):
            editor.ask("publish", f"Volta {number}")
        wait_until(lambda: "Volta 4" in installation.live(NEWS))
        wait_until(lambda: answered(editor))
    rows = editor.ask("requests")
    assert all(state == "SUCCESSFUL" and len(workers) == 1 for state, _, workers in rows)


def test_what_no_signal_told_is_found(installation: Installation, editor: Editor) -> None:
    with installation.worker("--compare", "1"):
        wait_until(lambda: installation.live(NEWS) and answered(editor))
        editor.ask("change_quietly", "Di nascosto")
        wait_until(lambda: "Di nascosto" in installation.live(NEWS))


@pytest.mark.postgres
def test_a_database_that_went_away_is_found_again(installation: Installation, editor: Editor) -> None:
    with installation.worker():
        wait_until(lambda: installation.live(NEWS) and answered(editor))
        wait_until(lambda: editor.ask("connections") >= 2)  # its own, and the one that listens
        assert editor.ask("cut") >= 2
        editor.ask("publish", "Dopo il taglio")
        wait_until(lambda: "Dopo il taglio" in installation.live(NEWS))
        editor.ask("publish", "E ancora")
        wait_until(lambda: "E ancora" in installation.live(NEWS))


def test_sigterm_ends_it_cleanly_and_status_tells(installation: Installation, editor: Editor) -> None:
    with installation.worker() as process:
        wait_until(lambda: editor.ask("pulse")[:1] == [process.pid])
        wait_until(lambda: installation.live(NEWS) and answered(editor))
        well = installation.run("status", "--json")
        assert well.returncode == 0, well.stderr
        assert json.loads(well.stdout)["worker"]["is_gone"] is False
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    assert not list((installation.home / "wake").glob(f"{process.pid}.*"))


def test_of_two_cms_processes_one_sends_the_mail(installation: Installation, editor: Editor) -> None:
    with installation.editor() as other, ThreadPoolExecutor() as both:
        for _ in range(10):
            editor.ask("lose_worker")
            sent = both.map(lambda each: each.ask("look"), (editor, other))
            assert sorted(sent) == [0, 1]
        editor.ask("lose_worker")
        assert editor.ask("keep_looking") == 1
