"""`search`, part `size`: filling the index from a release, and bringing one edit there, at each number of documents.

The release is made from the demonstration's documents (`bench_search_site`); each fill is `ponte index --full` as a process
of its own. An edit is a release that differs by one page; the process that brings it there is warm, as the worker is.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from bench_build import ROOT, environment_of, say
from bench_search import Figure
from bench_search_ground import demonstration, elasticsearch, folder
from bench_search_site import make_release

sys.path.insert(0, str(ROOT))
from site_content.languages import LANGUAGES
from static_build.index import Index
from static_build.manifest import Making, Manifest
from static_build.release import Store
from static_build.search.answer import Request
from static_build.search.client import connect
from static_build.search.searcher import Searcher
from tests.search.engines import PATIENCE_SECONDS, demo_rules, remove

DOCUMENTS = (5_000, 50_000)
EDITS = 8


def measure(options: argparse.Namespace) -> Iterator[Figure]:
    """Of each size: fills, then edits."""
    sizes = DOCUMENTS if options.pages is None else (2 * options.pages,)
    with demonstration(options.home) as home, elasticsearch() as url:
        for documents in sizes:
            with folder() as made:
                say(f"making a release of {documents:,} documents …")
                yield from _measure(make_release(home, made, documents), documents, url, options.runs)


def _measure(store: Store, documents: int, url: str, runs: int) -> Iterator[Figure]:
    prefix = f"bench-{os.getpid()}-{documents}"
    client = connect(url, timeout_seconds=PATIENCE_SECONDS)
    try:
        for run in range(runs if documents < 20_000 else min(runs, 2)):
            say(f"fill {run + 1}")
            for measure, value in fill(store, url, prefix):
                yield Figure(measure, value, documents)
        stats = client.indices.stats(index=f"{prefix}-*", metric="store")
        yield Figure("index_bytes", stats["_all"]["primaries"]["store"]["size_in_bytes"], documents)
        with warm(store, url, prefix) as edits:
            for measure, value in edits:
                yield Figure(measure, value, documents)
    finally:
        remove(client, prefix)


def fill(store: Store, url: str, prefix: str) -> Iterator[tuple[str, float]]:
    """One full fill: seconds of the whole process, of the work in it, and its peak memory."""
    start = time.perf_counter()
    program = [
        sys.executable,
        str(Path(__file__).with_name("bench_search_fill.py")),
        str(store.home),
        url,
        prefix,
    ]
    done = subprocess.run(
        program, cwd=ROOT, env=environment_of(store.home), check=True, stdout=subprocess.PIPE
    )
    yield "full_index_whole_seconds", time.perf_counter() - start
    yield from json.loads(done.stdout).items()


@contextmanager
def warm(store: Store, url: str, prefix: str) -> Iterator[Iterator[tuple[str, float]]]:
    """Edits brought to the index by a process that has brought one before."""
    index = Index(store, connect(url, timeout_seconds=PATIENCE_SECONDS), prefix=prefix)
    rules = {locale: demo_rules(locale) for locale in LANGUAGES}
    searcher = Searcher(connect(url), rules.__getitem__, prefix=prefix)
    edit(store, 0)
    index.bring()
    yield (figure for number in range(1, EDITS + 1) for figure in bring(store, index, searcher, number))


def bring(store: Store, index: Index, searcher: Searcher, number: int) -> Iterator[tuple[str, float]]:
    """Seconds from a release until the words that are new in it are found."""
    words = edit(store, number)
    now = store.record(store.current() or "").now
    start = time.perf_counter()
    index.bring()
    yield "edit_index_seconds", time.perf_counter() - start
    while not searcher.search(Request(q=words, locale="it"), now=now).total:
        time.sleep(0.005)
    yield "edit_to_searchable_seconds", time.perf_counter() - start


def edit(store: Store, number: int) -> str:
    """Makes a release in which one page has a title of its own, which it returns."""
    release = store.current() or ""
    manifest = store.manifest(release)
    path = next(
        path
        for place, path in enumerate(sorted(manifest.outputs))
        if path.startswith("api/documents/v1/it/news/") and place > number * 7 and "index" not in path
    )
    file = msgspec.json.decode(store.read(manifest.outputs[path].sha256))
    words = f"Zubrokka{'abcdefghij'[number]} modificata"
    file["document"]["title"] = words
    digest, size = store.put(msgspec.json.encode(file))
    changed = msgspec.structs.replace(manifest.outputs[path], sha256=digest, size=size)
    with store.lock():
        store.release(
            Manifest(outputs={**manifest.outputs, path: changed}), Making(now=store.record(release).now)
        )
    return words
