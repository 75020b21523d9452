"""Ten thousand hostile questions to a real index, and all that its description allows: nothing breaks, nothing changes."""

from __future__ import annotations

import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cms.search.openapi import describe, encode
from static_build.search.answer import DEEPEST
from tests.contracts.hostile import hostile_targets
from tests.contracts.search_endpoint import ATTEMPTS, PAUSE_SECONDS, SEARCH, Endpoint, running
from tests.contracts.search_ground import ADDRESS, Ground, prepared

HOSTILE = 10_000
THREADS = 4
EXAMPLES = 100


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, elasticsearch_url: str) -> Iterator[Ground]:
    with prepared(tmp_path_factory.mktemp("search") / "home", elasticsearch_url) as ground:
        yield ground


@pytest.fixture(scope="module")
def endpoint(ground: Ground) -> Iterator[Endpoint]:
    with running(ground.service) as endpoint:
        yield endpoint


def test_hostile_questions_break_nothing_and_change_nothing(endpoint: Endpoint, ground: Ground) -> None:
    before = ground.index.state()
    statuses: Counter[int] = Counter()
    with ThreadPoolExecutor(THREADS) as threads:
        for target, reply in threads.map(
            lambda target: (target, endpoint.press(target)), hostile_targets(HOSTILE, 5)
        ):
            statuses[reply.status] += 1
            assert reply.status in (200, 400, 414), f"{target!r}: {reply.status} {reply.body!r}"
            assert b"search server cannot answer" not in reply.body, (
                f"{target!r} is put to the server as it is"
            )
    assert statuses.total() == HOSTILE
    assert min(statuses[200], statuses[400], statuses[414]) > 50, "the questions are not what they were"
    assert ground.index.state() == before


@pytest.mark.parametrize("size", [100_000, 1_000_000])
def test_a_megabyte_is_refused(endpoint: Endpoint, size: int) -> None:
    """By the server of the port, or by the endpoint: never by a failure."""
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=30) as connection:
        try:
            connection.sendall(
                b"GET /api/search/v1?q=" + b"a" * size + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
            )
        except OSError:
            pass  # it has read enough
        try:
            answer = connection.recv(100)
        except ConnectionResetError:
            answer = b""
    assert not answer or answer.split()[1] in (b"414", b"431", b"400")
    assert endpoint.find(q="bando").status == 200


description = schemathesis.openapi.from_dict(describe(ADDRESS))


def test_the_description_is_served(endpoint: Endpoint) -> None:
    assert endpoint.ask(f"{SEARCH}/openapi.json").body == encode(ADDRESS)


@description.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_endpoint_does_what_it_says(case: Any, endpoint: Endpoint) -> None:
    """Questions that its description allows, and others that it does not, with every check on the answers."""
    response = ask(case, endpoint)
    case.validate_response(response, excluded_checks=[positive_data_acceptance] if is_too_deep(case) else [])


def ask(case: Any, endpoint: Endpoint) -> Any:
    for _ in range(ATTEMPTS):
        response = case.call(base_url=endpoint.address)
        if response.status_code != 503:
            break
        time.sleep(PAUSE_SECONDS)
    return response


def is_too_deep(case: Any) -> bool:
    """Whether `page` times `size` is too much, which no schema can say."""
    try:
        return int(case.query.get("page", 1)) * int(case.query.get("size", 10)) > DEEPEST
    except (TypeError, ValueError):
        return False
