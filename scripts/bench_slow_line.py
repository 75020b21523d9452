"""When the text of a page is painted on a slow 3G line, cold: 400 kbit/s and 400 ms an answer, as WebPageTest has it.

In: an address, public paths, a Chromium. Out: a line a page with the least of a few runs, and the bytes that came before.
"""

from __future__ import annotations

import json
from typing import Any

RUNS = 5
LATENCY_MILLISECONDS = 400
BYTES_A_SECOND = 400_000 / 8
WIDTH, HEIGHT = 390, 844
ALLOWED_MILLISECONDS = 1500
PAINTED = """() => {
  const painted = performance.getEntriesByName("first-contentful-paint")[0];
  const loaded = performance.getEntries().filter(({ encodedBodySize, responseEnd }) =>
    encodedBodySize && painted && responseEnd <= painted.startTime);
  return painted && [painted.startTime, loaded.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)];
}"""


def run(address: str, paths: list[str], chromium: str, *, as_json: bool) -> bool:
    """Prints a line a page; whether all are in time."""
    from playwright.sync_api import sync_playwright

    in_time = True
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for path in paths:
            milliseconds, size_bytes = min(time_paint(browser, f"{address}{path}") for _ in range(RUNS))
            in_time = in_time and milliseconds <= ALLOWED_MILLISECONDS
            show(path, round(milliseconds), int(size_bytes), as_json=as_json)
        browser.close()
    return in_time


def time_paint(browser: Any, url: str) -> tuple[float, float]:
    """Milliseconds until the text is there, and the compressed bytes that came until then; nothing is cached."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    line = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    session.send(
        "Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY_MILLISECONDS, **line}
    )
    page.goto(url, wait_until="load")
    painted = page.wait_for_function(PAINTED).json_value()
    context.close()
    return painted[0], painted[1]


def show(path: str, milliseconds: int, size_bytes: int, *, as_json: bool) -> None:
    """Prints a page's line for machines or for people."""
    if as_json:
        line = {"bench": "slow line", "page": path, "painted_milliseconds": milliseconds, "bytes": size_bytes}
        print(json.dumps(line), flush=True)
    else:
        print(f"{path:<56} {milliseconds} ms, {size_bytes} bytes on a slow 3G line", flush=True)
