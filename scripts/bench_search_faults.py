"""`search`, part `faults`: the search page in Chromium while its server is killed, stopped, slow, ill or read-only.

Site, endpoint and search server are as they are deployed, each on an address of its own; between the last two stands a proxy
that can be slow or refuse. Each query is asked by a browser that knows nothing yet; it counts from the address entered to the
answer shown, whoever gave it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from bench_build import ROOT, environment_of, say
from bench_search import Figure
from bench_search_ground import chromium, demonstration, folder, ponte, running
from bench_search_load import SERVER_THREADS
from bench_search_proxy import Proxy
from elasticsearch_process import end_group, ended, launch
from elasticsearch_server import HEAP, wait_until_ready

sys.path.insert(0, str(ROOT))
from site_content.languages import LANGUAGES
from static_build.completion import Wanted, complete
from static_build.index import Index
from static_build.release import Store
from static_build.search.client import PREFIX, connect
from tests.contracts.servers import free_port
from tests.search.engines import PATIENCE_SECONDS, served
from tests.search.graded import NOT_STATIC, Query, read_queries

QUERIES_A_RUN = 8
"""Of each fault, every language in its turn."""
SLOW_SECONDS, GIVEN_UP_MS = 2.0, 15_000
ANSWERED = """() => {
    const hits = document.querySelectorAll("[data-search-hits] li").length;
    const found = document.querySelector("[data-search-found]");
    return (hits || (found && !found.hidden)) ? [performance.now(), hits] : null;
}"""


class Ground(NamedTuple):
    """What a fault may lay hands on."""

    server: int
    """The search server's process group."""
    url: str
    proxy: Proxy


@contextmanager
def nothing(ground: Ground) -> Iterator[None]:
    """Everything is well."""
    yield


@contextmanager
def slow(ground: Ground) -> Iterator[None]:
    ground.proxy.slow_seconds = SLOW_SECONDS
    yield
    ground.proxy.slow_seconds = 0.0


@contextmanager
def refusing(ground: Ground) -> Iterator[None]:
    ground.proxy.is_refusing = True
    yield
    ground.proxy.is_refusing = False


@contextmanager
def stopped(ground: Ground) -> Iterator[None]:
    os.killpg(ground.server, signal.SIGSTOP)
    yield
    os.killpg(ground.server, signal.SIGCONT)


@contextmanager
def read_only(ground: Ground) -> Iterator[None]:
    change(ground, {"index.blocks.read_only_allow_delete": True})
    yield
    change(ground, {"index.blocks.read_only_allow_delete": None})


@contextmanager
def red(ground: Ground) -> Iterator[None]:
    """No node may hold any of the indices."""
    client = connect(ground.url, timeout_seconds=PATIENCE_SECONDS)
    names = list(client.indices.get(index=f"{PREFIX}-*"))
    client.indices.close(index=names)
    change(ground, {"index.routing.allocation.require._name": "none"})
    client.indices.open(index=names, wait_for_active_shards=0)
    yield
    change(ground, {"index.routing.allocation.require._name": None})
    client.cluster.health(wait_for_status="yellow", timeout="30s")


def change(ground: Ground, settings: dict[str, Any]) -> None:
    """Gives every index these settings."""
    client = connect(ground.url, timeout_seconds=PATIENCE_SECONDS)
    client.indices.put_settings(index=f"{PREFIX}-*", settings=settings)


@contextmanager
def killed(ground: Ground) -> Iterator[None]:
    """The last of all: it does not come back."""
    os.killpg(ground.server, signal.SIGKILL)
    yield


Fault = Callable[[Ground], Any]
FAULTS: dict[str, Fault] = {
    "none": nothing,
    "read-only": read_only,
    "slow 2 s": slow,
    "503": refusing,
    "stopped": stopped,
    "red": red,
    "killed": killed,
}


def measure(options: argparse.Namespace) -> Iterator[Figure]:
    """Of each fault: how many queries were answered, and how long they took."""
    with demonstration(options.home) as home, folder() as made, ExitStack() as parts:
        server, url = parts.enter_context(search_server())
        proxy = Proxy(url)
        behind = parts.enter_context(proxy.running())
        address = parts.enter_context(deployed(home, made / "home", url, behind))
        documents = int(connect(url, timeout_seconds=PATIENCE_SECONDS).count(index=f"{PREFIX}-*")["count"])
        browser = parts.enter_context(chromium())
        queries = choose(options.runs * QUERIES_A_RUN)
        wait_for_answer(browser, address, queries[0])
        for fault, strike in FAULTS.items():
            say(f"asking {len(queries)} queries: {fault}")
            with strike(Ground(server, url, proxy)):
                answers = [wait_for_answer(browser, address, query) for query in queries]
            yield from figures(fault, documents, answers)


def choose(count: int) -> list[Query]:
    """Queries that both engines can answer, the languages in turn."""
    fit = [each for each in read_queries() if each.judgements and each.stratum not in NOT_STATIC]
    by_locale = [
        [each for each in fit if each.locale == locale][:: max(1, len(fit) // count)] for locale in LANGUAGES
    ]
    return [each for pair in zip(*by_locale, strict=False) for each in pair][:count]


def figures(fault: str, documents: int, answers: list[tuple[float, int]]) -> Iterator[Figure]:
    labels = (("fault", fault),)
    taken = [milliseconds for milliseconds, _ in answers]
    say(f"  {', '.join(f'{milliseconds:.0f} ms' for milliseconds in sorted(taken))}")
    yield Figure("queries", len(answers), documents, labels)
    yield Figure("answered", sum(milliseconds < GIVEN_UP_MS for milliseconds in taken), documents, labels)
    yield Figure("with_hits", sum(hits > 0 for _, hits in answers), documents, labels)
    yield Figure("p50_ms", statistics.median(taken), documents, labels)
    yield Figure("p99_ms", statistics.quantiles(taken, n=100, method="inclusive")[98], documents, labels)


def wait_for_answer(browser: Any, address: str, query: Query) -> tuple[float, int]:
    """Milliseconds from the address entered to the answer shown, and its hits; GIVEN_UP_MS where there was none."""
    from playwright.sync_api import TimeoutError as TimedOut

    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(f"{address}/{query.locale}/search/?{urlencode({'q': query.q})}", wait_until="commit")
        told = page.wait_for_function(ANSWERED, timeout=GIVEN_UP_MS).json_value()
    except TimedOut:
        say(f"  no answer to «{query.q}»")
        return GIVEN_UP_MS, 0
    finally:
        context.close()
    return float(told[0]), int(told[1])


@contextmanager
def search_server() -> Iterator[tuple[int, str]]:
    """Process group and URL of a search server that may be killed."""
    where, port = Path(tempfile.mkdtemp(prefix="ponte-faults-")), free_port()
    url = f"http://127.0.0.1:{port}"
    process = launch(where, port, HEAP)
    try:
        wait_until_ready(url, lambda: ended(process, where), str(where / "output"))
        yield process.pid, url
    finally:
        end_group(process.pid)
        shutil.rmtree(where, ignore_errors=True)


@contextmanager
def deployed(demonstration: Path, home: Path, url: str, behind: str) -> Iterator[str]:
    """The public site's address, built for an endpoint of its own; the index is filled at `url` and asked at `behind`."""
    say("building the site with the address of its endpoint …")
    shutil.copytree(demonstration, home, symlinks=True)
    site, endpoint = free_port(), free_port()
    more = {
        "PONTE_PUBLIC_URL": f"http://127.0.0.1:{site}",
        "PONTE_SEARCH_URL": f"http://127.0.0.1:{endpoint}/api/search/v1",
        "ELASTICSEARCH_URL": behind,
    }
    ponte(home, "build", "--quiet", **more)
    store = Store(home)
    complete(store, Wanted())
    Index(store, connect(url)).bring(full=True)
    command = [
        *(sys.executable, "-m", "waitress", "--host=127.0.0.1", f"--port={endpoint}"),
        *(f"--threads={SERVER_THREADS}", "cms.search.wsgi:application"),
    ]
    with (
        running(command, endpoint, home / "endpoint.log", environment_of(home) | more),
        served(home, site) as address,
    ):
        yield address
