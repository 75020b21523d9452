"""`search`, part `static`: making the static index at each number of documents, and answers of the search page in Chromium.

Cold is a new browser on a line of 1.6 Mbit/s down, 0.75 up and 150 ms there and back, from the address entered to the first
hit shown, and what of that the page itself took. Warm is the same page opened again with what the browser kept, without
such a line.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench_build import ROOT, resident_bytes, say
from bench_search import Figure
from bench_search_ground import chromium, demonstration, folder
from bench_search_site import make_release

sys.path.insert(0, str(ROOT))
from static_build.release import Store
from tests.search.engines import served

DOCUMENTS = (5_000, 50_000)
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
ASKED = {
    "it": ("trasferimento tecnologico", "robotica", "l'innovazione"),
    "zh-hans": ("技术转移", "機器人", "路演"),
}
LETTERS = {"it": "trasferimento", "zh-hans": "中意创新合作周"}
BEGUN = 3
"""So many letters are there before each further one is measured."""
SAMPLE_SECONDS, PATIENCE_MS = 0.05, 30_000
FIRST_HIT = """new Promise((resolve) => {
    const look = () => document.querySelector("[data-search-hits] li")
        ? resolve([performance.now(), performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd])
        : requestAnimationFrame(look);
    look();
})"""
EACH_LETTER = """async ([locale, text, begun]) => {
    const loaded = performance.getEntriesByType("resource").map((one) => one.name);
    const { createStatic } = await import(loaded.find((name) => /search-static-/.test(name)));
    const engine = await createStatic({ static: "/search/static/", locale });
    const ask = (q) => engine.search({ q, locale, type: [], topic: [], status: [], year: [], page: 1 });
    const taken = [];
    for (let length = begun; length <= text.length; length += 1) {
        const start = performance.now();
        await ask(text.slice(0, length));
        if (length > begun) taken.push(performance.now() - start);
    }
    return taken;
}"""


def measure(options: argparse.Namespace) -> Iterator[Figure]:
    """Of each size: making it, then what a reader waits for."""
    sizes = DOCUMENTS if options.pages is None else (2 * options.pages,)
    with demonstration(options.home) as home, chromium() as browser:
        for documents in sizes:
            with folder() as made:
                say(f"making a release of {documents:,} documents, and its static index …")
                store = make_release(home, made / "home", documents)
                for measure, value in make(store):
                    yield Figure(measure, value, documents)
                with served(store.home) as address:
                    for measure, value in ask(browser, address, options.runs):
                        yield Figure(measure, value, documents)


def make(store: Store) -> Iterator[tuple[str, float]]:
    """Seconds, peak memory of all processes together, and what it weighs."""
    program = [sys.executable, str(Path(__file__).with_name("bench_search_complete.py")), str(store.home)]
    process = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    peak = 0
    while process.poll() is None:
        peak = max(peak, resident_bytes(process.pid))
        time.sleep(SAMPLE_SECONDS)
    if process.returncode:
        sys.exit("the static index could not be made")
    yield "static_index_seconds", float(process.stdout.read() if process.stdout else "nan")
    yield "static_index_peak_rss_bytes", peak
    outputs = store.manifest(store.current() or "").outputs
    sizes = [entry.size for path, entry in outputs.items() if path.startswith("search/static/")]
    yield "static_index_bytes", sum(sizes)
    yield "static_index_files", len(sizes)


def ask(browser: Any, address: str, runs: int) -> Iterator[tuple[str, float]]:
    """What readers of both languages wait for."""
    for locale, asked in ASKED.items():
        for number in range(runs):
            path = f"{address}/{locale}/search/?{urlencode({'q': asked[number % len(asked)]})}"
            context = browser.new_context()
            page = context.new_page()
            line = context.new_cdp_session(page)
            line.send("Network.enable")
            line.send("Network.emulateNetworkConditions", LINE)
            cold, page_alone = wait_for_hit(page, path)
            yield "cold_3g_first_answer_ms", cold
            yield "cold_3g_page_ms", page_alone
            line.send(
                "Network.emulateNetworkConditions",
                {**LINE, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
            )
            yield "warm_first_answer_ms", wait_for_hit(page, path)[0]
            for taken in page.evaluate(EACH_LETTER, [locale, LETTERS[locale], BEGUN]):
                yield "further_letter_ms", taken
            context.close()


def wait_for_hit(page: Any, path: str) -> tuple[float, float]:
    """Milliseconds since the address was entered: until the first hit is shown, and until the page alone was there."""
    page.goto("about:blank")
    page.goto(path, wait_until="commit")
    page.set_default_timeout(PATIENCE_MS)
    first, alone = page.evaluate(FIRST_HIT)
    return float(first), float(alone)
