"""The worker keeps search at what is live: an edit is found, a withdrawal is not; a server that is gone holds up nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import ApiError, TransportError

from static_build.search.client import connect
from tests.contracts.own_elasticsearch import OwnElasticsearch, own_elasticsearch
from tests.site import workers
from tests.site.workers import Editor, Installation, new_database

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]
NEWS = "it/news/first"
MOST_SECONDS = 10.0
"""A machine that runs other tests beside this one is slow; how fast it is otherwise, the benchmark says."""


@pytest.fixture(scope="module")
def search() -> Iterator[OwnElasticsearch]:
    with own_elasticsearch() as server:
        yield server


@pytest.fixture(scope="module")
def installation(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: Any,
    search: OwnElasticsearch,
) -> Iterator[Installation]:
    """A small site in a database of its own, with a search server of its own."""
    home: Path = tmp_path_factory.mktemp("s")
    with django_db_blocker.unblock(), new_database(home) as url:
        installation = Installation(home, url)
        installation.environ["ELASTICSEARCH_URL"] = search.url
        yield installation


@pytest.fixture(scope="module")
def editor(installation: Installation) -> Iterator[Editor]:
    with installation.editor() as editor:
        editor.ask("prepare")
        yield editor


def wait_until(done: Callable[[], Any], *, seconds: float = 240) -> None:
    """As patient as a machine needs that runs all tests at once."""
    workers.wait_until(done, seconds=seconds)


def finds(search: OwnElasticsearch, words: str) -> bool:
    """Whether a search finds them now."""
    try:
        found = connect(search.url, timeout_seconds=5).search(
            index="site-it", query={"match_phrase": {"title": words}}
        )
    except (ApiError, TransportError):
        return False
    return bool(found["hits"]["hits"])


def seconds_until(done: Callable[[], bool]) -> float:
    start = time.monotonic()
    wait_until(done)
    return time.monotonic() - start


def test_an_edit_is_found_and_a_withdrawal_is_not(
    installation: Installation, editor: Editor, search: OwnElasticsearch
) -> None:
    with installation.worker():
        editor.ask("publish", "Macchine che imparano")
        wait_until(lambda: "Macchine che imparano" in installation.live(NEWS))
        assert seconds_until(lambda: finds(search, "Macchine che imparano")) < 6 * MOST_SECONDS, (
            "a first fill"
        )
        editor.ask("publish", "Macchine che volano")
        wait_until(lambda: "Macchine che volano" in installation.live(NEWS))
        assert seconds_until(lambda: finds(search, "Macchine che volano")) < MOST_SECONDS
        assert not finds(search, "Macchine che imparano")
        editor.ask("unpublish")
        wait_until(lambda: not installation.live(NEWS))
        assert seconds_until(lambda: not finds(search, "Macchine che volano")) < MOST_SECONDS
        editor.ask("publish", "Di nuovo qui")
        wait_until(lambda: finds(search, "Di nuovo qui"))
        told = status_when_done(installation)
        assert told["search"]["release"] == told["release"]
        assert not any("Search" in each for each in told["problems"])


def status_when_done(installation: Installation) -> Any:
    """What `ponte status` says once search has the newest release."""
    told: Any = {}

    def is_done() -> bool:
        told.update(json.loads(installation.run("status", "--json").stdout))
        return bool(told["search"]["state"] == "done" and not told["search"]["is_behind"])

    wait_until(is_done)
    return told


@pytest.mark.parametrize("how", ["killed", "frozen"])
def test_a_server_that_is_gone_holds_up_nothing_and_is_caught_up_with(
    installation: Installation, editor: Editor, search: OwnElasticsearch, how: str
) -> None:
    before, after = f"Prima, {how}", f"Mentre era {how}"
    with installation.worker():
        editor.ask("publish", before)
        wait_until(lambda: finds(search, before))
        status_when_done(installation)
        (search.kill if how == "killed" else search.freeze)()
        try:
            editor.ask("publish", after)
            wait_until(lambda: after in installation.live(NEWS))
            wait_until(lambda: editor.ask("search_state")[0] == "failed")
            assert editor.ask("search_state")[1], "it says why"
            told = installation.run("status", "--json")
            assert told.returncode == 1
            assert any("Search is behind" in each for each in json.loads(told.stdout)["problems"])
        finally:
            (search.start if how == "killed" else search.thaw)()
        wait_until(lambda: finds(search, after))
        assert not finds(search, before)
        wait_until(lambda: editor.ask("search_state") == ["done", ""])


def test_a_withdrawal_leaves_search_while_it_is_filled_by_another(
    installation: Installation, editor: Editor, search: OwnElasticsearch
) -> None:
    with installation.worker():
        editor.ask("publish", "Da ritirare subito")
        editor.ask("add_many", "300")
        wait_until(lambda: finds(search, "Da ritirare subito"))
        status_when_done(installation)
        with installation.start("index", "--full") as filling:
            wait_until(
                lambda: len(connect(search.url).cat.indices(index="site-it-*", format="json").body) == 2
            )
            editor.ask("unpublish")
            wait_until(lambda: not installation.live(NEWS))
            assert seconds_until(lambda: not finds(search, "Da ritirare subito")) < MOST_SECONDS
            assert filling.wait(timeout=240) == 0
        assert not finds(search, "Da ritirare subito")
        index = connect(search.url).indices.get_alias(name="site-it").body
        assert len(index) == 1
