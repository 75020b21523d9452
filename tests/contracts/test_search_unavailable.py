"""The search endpoint where its server is no help, or there is a fault in it, and what its log says then: never a query."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from cms.search.service import PAUSE_SECONDS, Service
from static_build.search.answer import Request
from static_build.search.client import asking, connect
from static_build.search.guard import Current
from static_build.search.searcher import Found, Searcher
from tests.contracts.search_endpoint import PROBLEM, SEARCH, Endpoint, running, unwell
from tests.contracts.search_ground import NEVER, PUBLIC, RULES, Ground, prepared
from tests.contracts.searchable_site import NOW, PATIENCE_SECONDS, indexed


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, elasticsearch_url: str) -> Iterator[Ground]:
    with prepared(tmp_path_factory.mktemp("search") / "home", elasticsearch_url) as ground:
        yield ground


def closed_port() -> str:
    """The address of a port on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def assert_unavailable(endpoint: Endpoint, *, within_seconds: float) -> None:
    for target in (f"{SEARCH}?q=polpo", f"{SEARCH}/suggest?q=pol"):
        reply = endpoint.ask(target, headers={"Origin": PUBLIC})
        assert (reply.status, reply.headers["content-type"]) == (503, PROBLEM)
        assert 1 <= int(reply.headers["retry-after"]) <= PAUSE_SECONDS
        assert reply.headers["access-control-allow-origin"] == PUBLIC
        assert reply.seconds < within_seconds


def test_a_server_that_is_gone_is_503_at_once(ground: Ground) -> None:
    with running(ground.make_service(closed_port(), patience=0.8)) as endpoint:
        for _ in range(4):
            assert_unavailable(endpoint, within_seconds=5)


def test_a_slow_server_is_not_waited_for_and_not_asked_for_each_query(ground: Ground) -> None:
    with (
        unwell(wait_seconds=10.0) as server,
        running(ground.make_service(server.url, patience=0.8)) as endpoint,
    ):
        replies = [endpoint.search(q="polpo") for _ in range(12)]
        assert {reply.status for reply in replies} == {503}
        assert max(reply.seconds for reply in replies) < 5
        assert sum(reply.seconds > 0.7 for reply in replies) <= 3
        assert server.asked <= 3


def test_a_server_that_answers_503_is_left_alone(ground: Ground) -> None:
    with unwell() as server, running(ground.make_service(server.url)) as endpoint:
        assert {endpoint.search(q="polpo").status for _ in range(10)} == {503}
        assert server.asked <= 3


def test_an_index_that_is_closed_or_missing_is_503(ground: Ground) -> None:
    with indexed(ground.site.store.home, ground.url) as other:
        searcher = Searcher(
            connect(ground.url, timeout_seconds=PATIENCE_SECONDS), lambda locale: RULES, prefix=other.prefix
        )
        other.client.indices.close(index=other.names())
        with running(ground.serve_by(searcher)) as endpoint:
            assert_unavailable(endpoint, within_seconds=30)
        other.remove()
        with running(ground.serve_by(searcher)) as endpoint:
            assert_unavailable(endpoint, within_seconds=30)


def test_without_a_server_there_is_no_search(ground: Ground) -> None:
    with running(ground.serve_by(None)) as endpoint:
        assert_unavailable(endpoint, within_seconds=5)
        assert endpoint.ask(f"{SEARCH}/openapi.json").status == 200


def test_where_nothing_is_released_nothing_is_answered(ground: Ground, tmp_path: Path) -> None:
    searcher = Searcher(
        connect(ground.url, timeout_seconds=PATIENCE_SECONDS),
        lambda locale: RULES,
        prefix=ground.index.prefix,
    )
    with running(Service(searcher, Current(tmp_path), now=lambda: NOW, on_miss=lambda *_: None)) as endpoint:
        assert endpoint.search(q="polpo").status == 503


def test_an_index_of_another_version_is_503(ground: Ground) -> None:
    """It lacks fields that are asked for: every question is refused, and none is at fault."""
    with indexed(ground.site.store.home, ground.url) as other:
        client, prefix = other.client, f"{other.prefix}-old"
        for locale in ("it", "zh-hans"):
            client.indices.create(index=f"{other.prefix}-old-{locale}", mappings={"dynamic": "strict"})
        searcher = Searcher(
            connect(ground.url, timeout_seconds=PATIENCE_SECONDS), lambda _: RULES, prefix=prefix
        )
        with running(ground.serve_by(searcher)) as endpoint:
            assert endpoint.search(q="polpo").status == 503


class Careless(Searcher):
    """A searcher that puts one query to the server as nobody may."""

    def search(self, request: Request, *, now: datetime) -> Found:
        if request.q == "AND":
            with asking(self._client):
                self._client.search(index=f"{self._prefix}-it", query={"query_string": {"query": request.q}})
        return super().search(request, now=now)


def test_a_question_that_the_server_refuses_is_the_questions_fault(ground: Ground) -> None:
    """And leaves the server in use."""
    client = connect(ground.url, timeout_seconds=PATIENCE_SECONDS)
    careless = Careless(client, lambda _: RULES, prefix=ground.index.prefix)
    with running(ground.serve_by(careless, NEVER)) as endpoint:
        assert endpoint.find(q="AND").status == 400
        assert endpoint.find(q="polpo").status == 200


class Faulty(Searcher):
    """A searcher with a fault in it."""

    def search(self, request: Request, *, now: datetime) -> Found:
        raise ValueError(f"cannot search for {request.q}")


def test_nobody_reads_in_a_log_or_a_mail_what_was_asked(
    ground: Ground, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.ADMINS = [("", "it@example.org")]
    faulty = Faulty(connect(closed_port()), lambda locale: RULES)
    caplog.set_level(logging.INFO)
    with running(ground.serve_by(faulty)) as endpoint:
        assert endpoint.search(q="riservatissimo").status == 500
    for service in (ground.service, ground.make_service(closed_port(), patience=0.8)):
        with running(service) as endpoint:
            endpoint.search(q="riservatissimo")
            endpoint.search(q="riservatissimo", size=99)
            endpoint.ask(f"{SEARCH}?q=riservatissimo", method="POST", headers={"Content-Length": "0"})
            endpoint.ask(f"{SEARCH}?q=riservatissimo", headers={"Host": "evil.example"})
            endpoint.ask(f"{SEARCH}/nowhere?q=riservatissimo")
    assert "ValueError" in caplog.text
    assert not [each for each in caplog.records if "riservatissimo" in each.getMessage()]
    assert "riservatissimo" not in caplog.text
    assert not mail.outbox
