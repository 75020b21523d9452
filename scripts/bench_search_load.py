"""`search`, part `load`: the endpoint alone under waitress, 50 questions a second over both languages for a minute.

It and a search server of its own run as they are deployed, beside the program that asks. The loop is open: a question is due
when its time has come, whatever became of those before it, and waiting for a connection counts. Questions are the graded
ones, one in five with a filter, and one in ten a suggestion while typing: as readers ask, often what was asked before. A
minute of questions that nobody has asked is measured too: no answer to them is kept. Many go before, as fast as they are
answered: Java compiles what it is asked often, which takes half of the processor for the first ten thousand questions, and a
server that has run for a day has done so.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import local
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from bench_build import ROOT, environment_of, say
from bench_search import Figure
from bench_search_ground import demonstration, folder, ponte, running
from bench_search_site import make_release
from elasticsearch_server import temporary_elasticsearch

sys.path.insert(0, str(ROOT))
from static_build.index import Index
from static_build.search.answer import LARGEST_SIZE
from static_build.search.client import connect
from tests.contracts.servers import free_port
from tests.search.graded import read_queries

DOCUMENTS = (5_000, 50_000)
A_SECOND, SECONDS = 50, 60.0
WARM_QUESTIONS, WARM_PAGES = 5_000, (2, 3, 4)
CONNECTIONS, SERVER_THREADS = 48, 4
TYPES = ("news", "event", "call", "technology")
PERCENTS = {"p50_ms": 50, "p95_ms": 95, "p99_ms": 99}


class Answer(NamedTuple):
    """What became of a question."""

    path: str
    seconds: float
    """Since it was due."""
    status: int
    """0 where there was no answer."""


def measure(options: argparse.Namespace) -> Iterator[Figure]:
    """Of each size: latencies, and how many were not answered well."""
    sizes = DOCUMENTS if options.pages is None else (2 * options.pages,)
    with demonstration(options.home) as home:
        for documents in sizes:
            with folder() as made, temporary_elasticsearch() as url:
                say(f"making a release of {documents:,} documents, and its index …")
                store = make_release(home, made / "home", documents)
                Index(store, connect(url)).bring(full=True)
                with endpoint(store.home, url) as address:
                    yield from _measure(address, documents)


def _measure(address: str, documents: int) -> Iterator[Figure]:
    path, count = urlsplit(address).path, round(A_SECOND * SECONDS)
    say(
        f"asking {WARM_QUESTIONS * len(WARM_PAGES):,} questions, so that the server has compiled what it is asked …"
    )
    for page in WARM_PAGES:
        ask_at_once(address, new_questions(path, WARM_QUESTIONS, page=page))
    say(f"asking {A_SECOND} times a second for {SECONDS:.0f} s, twice …")
    for name, asked in (("new", new_questions(path, count)), ("as readers ask", questions(path, count))):
        yield from _figures(name, ask_at_pace(address, asked), documents)


def _figures(name: str, answers: list[Answer], documents: int) -> Iterator[Figure]:
    labels = (("questions", name),)
    milliseconds = [each.seconds * 1000 for each in answers]
    cuts = statistics.quantiles(milliseconds, n=100, method="inclusive")
    for measure, percent in PERCENTS.items():
        yield Figure(measure, cuts[percent - 1], documents, labels)
    yield Figure("max_ms", max(milliseconds), documents, labels)
    yield Figure("requests", len(answers), documents, labels)
    yield Figure("failed", sum(each.status != 200 for each in answers), documents, labels)
    for each in sorted(answers, key=lambda answer: -answer.seconds)[:5]:
        say(f"  {each.seconds * 1000:.0f} ms {each.status} {each.path}")


@contextmanager
def endpoint(home: Path, url: str) -> Iterator[str]:
    """The address of the endpoint running alone, as it is deployed: waitress, with a database for the editors' rules."""
    ponte(home, "migrate", "-v0")
    port = free_port()
    environment = environment_of(home) | {"ELASTICSEARCH_URL": url}
    command = [
        *(sys.executable, "-m", "waitress", "--host=127.0.0.1", f"--port={port}"),
        *(f"--threads={SERVER_THREADS}", "cms.search.wsgi:application"),
    ]
    with running(command, port, home / "endpoint.log", environment):
        yield f"http://127.0.0.1:{port}/api/search/v1"


def ask_at_pace(address: str, questions: Iterable[str]) -> list[Answer]:
    """Asks so many times a second; the answers in their order."""
    paths = list(questions)
    client = Client(urlsplit(address).netloc)
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        start = time.perf_counter() + 0.1
        waiting = []
        for number, path in enumerate(paths):
            due = start + number / A_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            waiting.append(threads.submit(client.ask, path, due))
        return [each.result() for each in waiting]


def ask_at_once(address: str, questions: Iterable[str]) -> None:
    """Asks as fast as it is answered."""
    client = Client(urlsplit(address).netloc)
    with ThreadPoolExecutor(SERVER_THREADS) as threads:
        list(threads.map(lambda path: client.ask(path, 0.0), questions))


def questions(path: str, count: int) -> Iterator[str]:
    """Paths with their parameters."""
    chance = random.Random(7)  # noqa: S311 - the same questions each time, no secret
    asked = [each for each in read_queries() if each.judgements]
    for _ in range(count):
        each = chance.choice(asked)
        kind = chance.random()
        if kind < 0.1:
            yield f"{path}/suggest?{urlencode({'q': each.q[:6], 'locale': each.locale})}"
            continue
        more = {"type": chance.choice(TYPES)} if kind < 0.3 else {}
        more |= {"across": "1"} if each.across else {}
        yield f"{path}?{urlencode({'q': each.q, 'locale': each.locale, **more})}"


def new_questions(path: str, count: int, *, page: int = 1) -> Iterator[str]:
    """Searches of which no two are the same: each time that a query comes round another number of hits is wanted."""
    asked = [each for each in read_queries() if each.judgements]
    random.Random(7).shuffle(asked)  # noqa: S311 - the same order each time, no secret
    for number in range(count):
        each = asked[number % len(asked)]
        wanted = {"size": 1 + number // len(asked) % LARGEST_SIZE, "page": page}
        more = {"across": "1"} if each.across else {}
        yield f"{path}?{urlencode({'q': each.q, 'locale': each.locale, **wanted, **more})}"


class Client:
    """Asks over connections that stay open, one a thread."""

    def __init__(self, host: str) -> None:
        self._host, self._own = host, local()

    def ask(self, path: str, due: float) -> Answer:
        """Asks once; a connection that fails is made anew for the next."""
        try:
            connection = self._own.__dict__.setdefault("connection", HTTPConnection(self._host, timeout=10))
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            return Answer(path, time.perf_counter() - due, answer.status)
        except (OSError, HTTPException):
            self._own.__dict__.pop("connection", None)
            return Answer(path, time.perf_counter() - due, 0)
