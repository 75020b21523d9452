"""The two engines, so that each can be asked a graded query: a release in Elasticsearch, and the static index in Chromium."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

import waitress
import yaml
from elasticsearch import Elasticsearch

from site_content.languages import LANGUAGES
from site_content.search.rules import Rules
from site_content.search.synonyms import SYNONYMS
from static_build.index import Index
from static_build.release import Store
from static_build.search.answer import Request
from static_build.search.client import SearchUnavailable, connect
from static_build.search.released import Released
from static_build.search.searcher import Found as Answered
from static_build.search.searcher import Searcher
from static_build.serve import PublicSite
from tests.search.graded import Found, Query

TERMS = Path(__file__).parents[2] / "site_content" / "demo" / "content" / "glossary" / "terms.yaml"
SCRIPTS = Path(__file__).parents[2] / "frontend" / "search"
PATIENCE_SECONDS = 60.0
ATTEMPTS, PAUSE_SECONDS = 5, 1.0
ASK = """async ([request, config]) => {
    const { createStatic } = await import("/engine/static.js");
    window.engines = window.engines || {};
    window.engines[request.locale] = window.engines[request.locale] || createStatic({ ...config, locale: request.locale });
    const answer = await (await window.engines[request.locale]).search(request);
    return { urls: answer.hits.map((hit) => hit.url), total: answer.total };
}"""


def demo_rules(locale: str) -> Rules:
    """The rules that hold on the demonstration as it is loaded: what ships with Ponte, and the glossary's pairs."""
    pairs = [(term["italian"], term["chinese"]) for term in yaml.safe_load(TERMS.read_bytes())]
    across = pairs if locale == "it" else [(chinese, italian) for italian, chinese in pairs]
    return Rules(synonyms=tuple(SYNONYMS.get(locale, ())), across=tuple(across))


class Indexed:
    """A release in Elasticsearch."""

    def __init__(self, client: Elasticsearch, prefix: str, now: datetime) -> None:
        self._now = now
        rules = {locale: demo_rules(locale) for locale in LANGUAGES}
        self.searcher = Searcher(client, rules.__getitem__, prefix=prefix)
        self.documents = sum(client.count(index=f"{prefix}-{locale}")["count"] for locale in LANGUAGES)

    @classmethod
    @contextmanager
    def of(cls, home: Path, url: str, *, prefix: str, now: datetime) -> Iterator[Indexed]:
        """The current release of a data folder, in indices that are gone when the block ends."""
        admin = connect(url, timeout_seconds=PATIENCE_SECONDS)
        try:
            Index(Store(home), admin, prefix=prefix).bring(full=True)
            yield cls(connect(url, timeout_seconds=PATIENCE_SECONDS), prefix, now)
        finally:
            remove(admin, prefix)

    def ask(self, query: Query) -> Found:
        """What is found in the first ten."""
        request = Request(q=query.q, locale=query.locale, across=query.across)
        found = self._search(request)
        return Found(tuple(each.hit.url for each in found.hits), found.total)

    def _search(self, request: Request) -> Answered:
        """Asks again where a busy machine has cut the answer off: how good it is does not hang on that."""
        for _ in range(ATTEMPTS):
            try:
                return self.searcher.search(request, now=self._now)
            except SearchUnavailable:
                time.sleep(PAUSE_SECONDS)
        return self.searcher.search(request, now=self._now)


def remove(client: Elasticsearch, prefix: str) -> None:
    """Deletes every index with this prefix."""
    for name in client.indices.get(index=f"{prefix}-*"):
        client.indices.delete(index=name)


class InBrowser:
    """A release's static index, asked by the script that the search page asks."""

    def __init__(self, page: Any, documents: int) -> None:
        self._page = page
        self.documents = documents

    @classmethod
    @contextmanager
    def of(cls, home: Path, browser: Any) -> Iterator[InBrowser]:
        """The current release of a data folder, served for as long as the block lasts."""
        store = Store(home)
        documents = len(Released(store, store.current() or "").places())
        with served(home) as address:
            context = browser.new_context()
            page = context.new_page()
            page.route("**/engine/**", _send_script)
            page.goto(f"{address}/engine/")
            yield cls(page, documents)
            context.close()

    def ask(self, query: Query) -> Found:
        """What is found in the first ten."""
        request = {"q": query.q, "locale": query.locale, "across": query.across, "page": 1, "size": 10}
        request |= {name: [] for name in ("type", "topic", "status", "year")}
        config = {"endpoint": None, "static": "/search/static/", "languages": list(LANGUAGES)}
        found = self._page.evaluate(ASK, [request, config])
        return Found(tuple(found["urls"]), found["total"])


def _send_script(route: Any) -> None:
    """The page's own scripts as they are in the source, and an empty page from which to ask."""
    name = route.request.url.rpartition("/")[2]
    if name:
        route.fulfill(body=(SCRIPTS / name).read_bytes(), content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>engine</title>", content_type="text/html")


@contextmanager
def served(home: Path, port: int = 0) -> Iterator[str]:
    """The address at which the current release is served, on some port where none is given."""
    server = waitress.create_server(PublicSite(home), host="127.0.0.1", port=port, threads=8)
    Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
