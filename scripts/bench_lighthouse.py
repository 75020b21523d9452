"""Lighthouse on one page of every type in both languages, mobile profile: a table of scores, and each audit that is short.
After it, when the text of a call is there on a slow line.

In: a data folder in which the demonstration is released, or none. Out: lines as the other benchmarks print them. Nothing else
should run beside it: performance is judged by time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bench_slow_line
import quality_tools
import real_parts

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROMIUM_FLAGS = "--headless=new --no-sandbox --disable-gpu"
ONE_PAGE_SECONDS = 180


class LighthouseError(Exception):
    """A page could not be measured; the message says why."""


def run(options: argparse.Namespace) -> int:
    """Prints one line a page and category, and the audits below full marks. Returns an exit code."""
    chromium = real_parts.find_chromium()
    tools = quality_tools.environment()
    if not chromium or not tools:
        print(f"ponte: {real_parts.QUALITY_TOOLS.remedy}; and Chromium.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, released(options.home, Path(folder)) as (root, address):
        chosen = choose_one_of_each(root)
        for path in sorted(chosen.values()):
            try:
                report = measure(f"{address}{path}", chromium, tools, Path(folder))
            except (LighthouseError, subprocess.TimeoutExpired) as error:
                print(f"ponte: {path}: {error}", file=sys.stderr)
                return 1
            show(path, report, as_json=options.json)
        calls = [path for (_, kind), path in chosen.items() if "page-call" in kind.split()]
        in_time = bench_slow_line.run(address, calls, chromium, as_json=options.json)
    return 0 if in_time else 1


@contextmanager
def released(home: Path | None, folder: Path) -> Iterator[tuple[Path, str]]:
    """The public files of a home, and the address where they are served as a CDN would."""
    import waitress

    from static_build.serve import PublicSite
    from tests.site.demo import make_demo

    if home is None:
        home = folder / "home"
        os.environ["PONTE_PRECOMPRESS"] = "yes"  # as hosts send it
        make_demo(home, folder / "result.json")
    server = waitress.create_server(PublicSite(home), host="127.0.0.1", port=0, threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield (home / "current").resolve(), f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()


def choose_one_of_each(root: Path) -> dict[tuple[str, str], str]:
    """The first page of each kind by language and class of its body; not the pages that say that one is missing."""
    from tests.site.quality.choice import find_features, list_pages

    chosen: dict[tuple[str, str], str] = {}
    for path in sorted(list_pages(root)):
        language, _, kind = next(one for one in find_features(root / path) if one[1] == "page")
        if not path.endswith("404.html"):
            chosen.setdefault((language, kind), f"/{path.removesuffix('index.html')}")
    return chosen


def measure(url: str, chromium: str, tools: dict[str, str], folder: Path) -> dict[str, Any]:
    """Lighthouse's report on one page. Raises LighthouseError, subprocess.TimeoutExpired."""
    program = Path(tools["PONTE_QUALITY_TOOLS"]) / "node_modules" / "lighthouse" / "cli" / "index.js"
    output = folder / "report.json"
    command = [tools["PONTE_NODE"], str(program), url, "--output=json", f"--output-path={output}", "--quiet"]
    command += [f"--chrome-flags={CHROMIUM_FLAGS}", f"--only-categories={','.join(CATEGORIES)}"]
    environment = {**os.environ, "CHROME_PATH": chromium}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=ONE_PAGE_SECONDS)
    if done.returncode:
        raise LighthouseError(done.stderr.strip()[-500:])
    report: dict[str, Any] = json.loads(output.read_bytes())
    return report


def short_audits(report: dict[str, Any]) -> list[str]:
    """Names of what counts and is not full, with its score."""
    weights = {
        ref["id"] for name in CATEGORIES for ref in report["categories"][name]["auditRefs"] if ref["weight"]
    }
    audits = ((name, audit["score"]) for name, audit in report["audits"].items() if name in weights)
    return [f"{name} {score}" for name, score in audits if score is not None and score < 1]


def show(path: str, report: dict[str, Any], *, as_json: bool) -> None:
    """Prints a page's line for machines or for people."""
    scores = {name: round((report["categories"][name]["score"] or 0) * 100) for name in CATEGORIES}
    audits = short_audits(report)
    if as_json:
        line = {"bench": "lighthouse", "page": path, "scores": scores, "short": audits}
        print(json.dumps(line), flush=True)
        return
    print(
        f"{path:<56} {'  '.join(f'{score:>3}' for score in scores.values())}  {', '.join(audits)}", flush=True
    )
