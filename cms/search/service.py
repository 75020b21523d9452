"""The service behind the addresses: a checked question comes in, what is public of its answer goes out.

One for a process: it holds the connections to the search server, the rules and the breaker.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable
from datetime import datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

import msgspec
from django.conf import settings
from elasticsearch import BadRequestError
from msgspec.structs import replace

from cms.search.breaker import Breaker, Open
from cms.search.completions import Completions
from cms.search.kept import Kept
from cms.search.problems import Refusal
from site_content.languages import LANGUAGES
from static_build import clock
from static_build.editions import read_editions
from static_build.search.answer import Answer, Request
from static_build.search.client import PREFIX, SearchUnavailable, connect
from static_build.search.guard import Current
from static_build.search.live import NoRelease
from static_build.search.misses import note_miss
from static_build.search.rules_from_db import FreshRules
from static_build.search.searcher import Searcher

T = TypeVar("T")
PAUSE_SECONDS = 5
"""After which to ask again, where nothing tells better."""
HARMLESS = "centro"
"""A question that every index of ours can answer."""
_encoder = msgspec.json.Encoder()


class RefusedQuestion(Exception):
    """The search server is well, and refuses this question."""


class Service:
    """Answers questions, as many at once as there are threads."""

    def __init__(
        self,
        searcher: Searcher | None,
        current: Current,
        *,
        origins: frozenset[str] = frozenset(),
        address: str = "",
        now: Callable[[], datetime] = clock.now,
        breaker: Breaker | None = None,
        kept: Kept | None = None,
        on_miss: Callable[[str, str], None] = note_miss,
    ) -> None:
        """`searcher` None: there is no search server; `origins`: the sites whose pages may ask; `kept` None: nothing is."""
        self.origins = origins
        self.address = address
        self.now = now
        self._searcher = searcher
        self._current = current
        self._breaker = breaker or Breaker(_is_unavailable)
        self._kept = kept
        self._on_miss = on_miss

    def search(self, request: Request, now: datetime) -> Answer:
        """The answer, without anything that is not public. Raises Refusal where the search server is no help."""
        started = time.perf_counter()
        searcher = self._searcher_now()
        build, moment = self._release(), self._current.steady_moment(now)
        found = self._ask(
            searcher, request.locale, build, (request, moment), lambda: searcher.search(request, now=moment)
        )
        shown = self._current.guard(found, request.locale, now)
        if _is_miss(request, shown.total):
            self._on_miss(request.locale, request.q)
        return Answer(
            q=shown.q,
            locale=request.locale,
            page=request.page,
            size=request.size,
            hits=tuple(each.hit for each in shown.hits),
            total=shown.total,
            facets=shown.facets,
            suggestion=shown.suggestion,
            engine="elasticsearch",
            build=build,
            took=round((time.perf_counter() - started) * 1000),
        )

    def complete(self, text: str, locale: str) -> Completions:
        """What somebody who has typed `text` may mean. Raises Refusal."""
        searcher = self._searcher_now()
        build, moment = self._release(), self._current.steady_moment(self.now())
        question = text, locale, moment
        found = (
            self._ask(searcher, locale, build, question, lambda: searcher.complete(text, locale))
            if text
            else []
        )
        shown = self._current.guard_completions(found)
        return Completions(q=text, locale=locale, completions=shown)

    def next_change_at(self) -> datetime | None:
        """When a state changes by itself; None where none does."""
        return self._current.next_change_at()

    def warm(self) -> None:
        """Does now what the first question would wait for. What fails will be told to whoever asks."""
        for locale in LANGUAGES:
            try:
                self.search(Request(q=HARMLESS, locale=locale, size=1), self.now())
            except Refusal:
                return

    def _searcher_now(self) -> Searcher:
        if self._searcher is None:
            raise _unavailable("This site has no search server.")
        return self._searcher

    def _ask(
        self, searcher: Searcher, locale: str, release: str, question: Hashable, ask: Callable[[], T]
    ) -> T:
        """What was kept of the answer to this question, else what the server says now. Raises Refusal."""
        if self._kept is None:
            return self._ask_server(searcher, locale, ask)
        return self._kept.answer(
            release, (question, searcher.lexicon(locale)), lambda: self._ask_server(searcher, locale, ask)
        )

    def _ask_server(self, searcher: Searcher, locale: str, ask: Callable[[], T]) -> T:
        try:
            return self._breaker.call(lambda: _blame(searcher, locale, ask, self.now()))
        except Open as error:
            raise _unavailable("The search server is left alone after failures.", error.seconds) from error
        except RefusedQuestion as error:
            raise Refusal(HTTPStatus.BAD_REQUEST, "The search server cannot answer this question.") from error
        except SearchUnavailable as error:
            raise _unavailable("The search server does not answer in time.") from error

    def _release(self) -> str:
        try:
            return self._current.release()
        except NoRelease as error:
            raise _unavailable("Nothing has been released here yet.") from error


def encode(value: Answer | Completions, *, without_time: bool = False) -> bytes:
    """As JSON. `without_time`: as if it had taken none, so that the same answer gives the same bytes."""
    if without_time and isinstance(value, Answer):
        value = replace(value, took=0)
    return _encoder.encode(value)


@cache
def service() -> Service:
    """The service of this process, made from the settings. Its connections are made when they are needed."""
    return make_service()


def make_service(*, prefix: str = PREFIX) -> Service:
    """A service by the settings; `prefix`: what the names of its indices begin with."""
    environment, home = settings.ENVIRONMENT, Path(settings.HOME)
    editions = read_editions(environment.editions, environment.public_url)
    url = environment.elasticsearch_url
    return Service(
        Searcher(connect(url), FreshRules(), prefix=prefix) if url else None,
        Current(home),
        kept=Kept(home),
        origins=frozenset(each.public_url for each in editions),
        address=_address(environment.search_url or environment.admin_url),
    )


def _address(url: str) -> str:
    return url.removesuffix("/api/search/v1") or "/"


def _blame(searcher: Searcher, locale: str, ask: Callable[[], T], now: datetime) -> T:
    """What `ask` returns. Raises RefusedQuestion where the server refuses this question and answers another.

    One that refuses any, because its index was made for another version, is SearchUnavailable like one that is gone.
    """
    try:
        return ask()
    except SearchUnavailable as error:
        if not isinstance(error.__cause__, BadRequestError):
            raise
        searcher.search(Request(q=HARMLESS, locale=locale, size=1), now=now)
        raise RefusedQuestion from error


def _is_unavailable(error: Exception) -> bool:
    return isinstance(error, SearchUnavailable)


def _is_miss(request: Request, total: int) -> bool:
    filters = request.type or request.topic or request.status or request.year
    return bool(request.q) and not total and request.page == 1 and not filters and not request.explain


def _unavailable(detail: str, seconds: float = PAUSE_SECONDS) -> Refusal:
    headers = {"Retry-After": str(max(1, math.ceil(seconds)))}
    return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers=headers)
