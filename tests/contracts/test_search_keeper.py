"""What keeps search beside the worker: each night it looks at every document and repairs what others did."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from static_build.search_keeper import SearchKeeper
from tests.contracts.searchable import SearchableSite, Server, key_of, news_site, server_at

pytestmark = [pytest.mark.elasticsearch, pytest.mark.once]


@pytest.fixture
def server(elasticsearch_url: str) -> Iterator[Server]:
    with server_at(elasticsearch_url) as server:
        yield server


@pytest.fixture
def site(tmp_path: Path) -> SearchableSite:
    site = news_site(tmp_path / "home", 5)
    site.release()
    return site


class Notes:
    """What would stand in the row of search."""

    last: tuple[str, str, str] = ("", "", "")

    def __call__(self, release: str, state: str, *, problem: str, **_: object) -> None:
        self.last = (release, str(state), problem)


@pytest.fixture
def notes() -> Notes:
    return Notes()


def wait_until(done: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def test_at_night_it_repairs_what_others_did(server: Server, site: SearchableSite, notes: Notes) -> None:
    moment = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    server.index(site).bring()
    release = site.store.current() or ""
    with SearchKeeper(server.index(site), now=lambda: moment, note=notes) as keeper:
        keeper.want(release)
        time.sleep(1)
        server.client.delete(index=f"{server.prefix}-it", id=key_of("n1"), refresh=True)
        for hour in (23, 2):
            moment = datetime(2026, 11, 22 if hour == 23 else 23, hour, 50, tzinfo=UTC)
            keeper.want(release)
        time.sleep(1)
        assert key_of("n1") not in server.held(), "it is not night yet"
        moment = datetime(2026, 11, 23, 3, 1, tzinfo=UTC)
        keeper.want(release)
        wait_until(lambda: server.holds(site))
    assert notes.last == (release, "done", "")


def test_what_an_index_lacks_altogether_is_filled(server: Server, site: SearchableSite, notes: Notes) -> None:
    with SearchKeeper(server.index(site), note=notes) as keeper:
        keeper.want(site.store.current() or "")
        wait_until(lambda: bool(server.all()) and len(server.all()) == 2 and bool(aliases(server)))
        assert server.holds(site)
        site.drop("n2")
        release = site.release()
        keeper.want(release)
        wait_until(lambda: key_of("n2") not in server.held())
        wait_until(lambda: server.release() == release)
    assert notes.last == (release, "done", "")


def aliases(server: Server) -> list[str]:
    found = server.client.indices.get_alias(index=f"{server.prefix}-*").body
    return [name for each in found.values() for name in each["aliases"]]
