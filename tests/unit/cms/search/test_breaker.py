"""A server that failed is left alone, then tried by one question."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest

from cms.search.breaker import FAILURES, REST_SECONDS, Breaker, Open


class Gone(Exception):
    """The server's fault."""


class Server:
    """Answers, or not, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.error: Exception | None = Gone()

    def ask(self) -> str:
        self.asked += 1
        if self.error:
            raise self.error
        return "answer"


class Clock:
    """Seconds that a test moves."""

    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(lambda error: isinstance(error, Gone), clock=clock)


def fail(breaker: Breaker, server: Server, times: int = FAILURES) -> None:
    for _ in range(times):
        with pytest.raises(Gone):
            breaker.call(server.ask)


def test_a_server_that_failed_is_not_asked_for_each_query(breaker: Breaker, server: Server) -> None:
    fail(breaker, server)
    for _ in range(10):
        with pytest.raises(Open) as raised:
            breaker.call(server.ask)
    assert server.asked == FAILURES
    assert raised.value.seconds == REST_SECONDS


def test_one_failure_alone_opens_nothing(breaker: Breaker, server: Server) -> None:
    fail(breaker, server, FAILURES - 1)
    server.error = None
    assert breaker.call(server.ask) == "answer"
    server.error = Gone()
    fail(breaker, server, FAILURES - 1)
    server.error = None
    assert breaker.call(server.ask) == "answer"


def test_after_a_rest_one_question_tries_and_a_server_that_is_back_is_asked_again(
    breaker: Breaker, server: Server, clock: Clock
) -> None:
    fail(breaker, server)
    clock.seconds += REST_SECONDS
    server.error = None
    assert breaker.call(server.ask) == "answer"
    assert [breaker.call(server.ask) for _ in range(3)] == ["answer"] * 3


def test_a_server_that_fails_when_it_is_tried_rests_again(
    breaker: Breaker, server: Server, clock: Clock
) -> None:
    fail(breaker, server)
    clock.seconds += REST_SECONDS
    fail(breaker, server, 1)
    with pytest.raises(Open):
        breaker.call(server.ask)
    assert server.asked == FAILURES + 1


def test_while_one_question_tries_the_others_do_not_wait(
    breaker: Breaker, server: Server, clock: Clock
) -> None:
    fail(breaker, server)
    clock.seconds += REST_SECONDS
    inside = Barrier(2, timeout=5)

    def hang() -> str:
        inside.wait()
        inside.wait()
        return "answer"

    trying = Thread(target=breaker.call, args=[hang])
    trying.start()
    inside.wait()
    with pytest.raises(Open):
        breaker.call(server.ask)
    inside.wait()
    trying.join()
    server.error = None
    assert breaker.call(server.ask) == "answer"


def test_what_is_not_the_servers_fault_opens_nothing(breaker: Breaker, server: Server) -> None:
    server.error = ValueError("a query")
    for _ in range(5):
        with pytest.raises(ValueError, match="a query"):
            breaker.call(server.ask)
    assert server.asked == 5
