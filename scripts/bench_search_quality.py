"""`search`, part `quality`: the graded queries on the demonstration, asked of Elasticsearch and of the static index.

Of queries that are held back only means are shown, with `--below` too.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bench_build import ROOT, say
from bench_search import Figure
from bench_search_ground import chromium, demonstration, elasticsearch

sys.path.insert(0, str(ROOT))
from static_build.completion import Wanted, complete
from static_build.release import Store
from tests.search.engines import InBrowser, Indexed
from tests.search.graded import NOT_STATIC, Ask, Score, by_stratum, mean, read_queries, score_all


def measure(options: argparse.Namespace) -> Iterator[Figure]:
    """Means of each stratum, of all, and of those held back, by engine."""
    with demonstration(options.home) as home:
        store = Store(home)
        now = store.record(store.current() or "").now
        for engine, asking in (("elasticsearch", indexed), ("static", in_browser)):
            if options.engine not in ("", engine):
                continue
            say(f"asking {engine} …")
            with asking(home, now) as (ask, documents):
                scores = score_all(read_queries(), ask)
            yield from figures(engine, documents, scores)
            tell_worst(engine, scores, options.below)


@contextmanager
def indexed(home: Path, now: datetime) -> Iterator[tuple[Ask, int]]:
    """The demonstration in indices of its own, and how many documents those hold."""
    with elasticsearch() as url, Indexed.of(home, url, prefix=f"bench-{os.getpid()}", now=now) as engine:
        yield engine.ask, engine.documents


@contextmanager
def in_browser(home: Path, now: datetime) -> Iterator[tuple[Ask, int]]:
    """The static index of the release, asked in Chromium by the script of the search page."""
    complete(Store(home), Wanted())
    with chromium() as browser, InBrowser.of(home, browser) as engine:
        yield engine.ask, engine.documents


def figures(engine: str, documents: int, scores: Iterable[Score]) -> Iterator[Figure]:
    """A row for each stratum, then for all that the engine must serve, each language, and the held ones."""
    every = tuple(scores)
    rows = dict(by_stratum(every))
    served = [each for each in every if engine != "static" or each.query.stratum not in NOT_STATIC]
    rows["all"] = tuple(served)
    for locale in sorted({each.query.locale for each in served}):
        rows[f"all {locale}"] = tuple(each for each in served if each.query.locale == locale)
    rows["not held back"] = tuple(each for each in served if not each.query.held)
    rows["held back"] = tuple(each for each in served if each.query.held)
    for stratum, some in rows.items():
        means = mean(some)
        labels = (("engine", engine), ("stratum", stratum))
        yield Figure("queries", means.queries, documents, labels)
        if means.ndcg is not None:
            yield Figure("ndcg_10", means.ndcg, documents, labels)
        yield Figure("right_first", means.first, documents, labels)
        yield Figure("in_ten", means.in_ten, documents, labels)


def tell_worst(engine: str, scores: Iterable[Score], below: float) -> None:
    """Names the queries below so much nDCG, less those held back, with what was found and what should have been."""
    for each in scores:
        query = each.query
        if query.held or each.ndcg >= below:
            continue
        say(
            f"\n{engine} {each.ndcg:.2f} {query.stratum} {query.locale} «{query.q}»: {each.found.total} found"
        )
        for place, url in enumerate(each.found.urls[:10], 1):
            say(f"  {place:>2} {query.judgements.get(url, 0)} {url}")
        missed = [
            f"{url} ({grade})" for url, grade in query.judgements.items() if url not in each.found.urls[:10]
        ]
        say(f"     missed: {', '.join(missed[:8])}" if missed else "     none missed")
