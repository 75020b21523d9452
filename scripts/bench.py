"""From a benchmark's name to its figures, as a table or as JSON lines. Fresh folders for each run."""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

DEFAULT_PAGES = {"images": 300}
NAMES = ("build", "edit", "files", "images", "lighthouse", "memory", "publish", "search")
PARTS = ("quality", "size", "load", "static", "faults")
ENGINES = ("elasticsearch", "static")


def main(arguments: list[str]) -> int:
    """Runs one benchmark and prints its figures."""
    parser = argparse.ArgumentParser(
        "scripts/bench", description="Measures; median, least and most of several runs."
    )
    parser.add_argument("name", choices=NAMES)
    parser.add_argument(
        "--pages", type=int, help="news in each language (default 2500), or photographs (default 300)"
    )
    parser.add_argument("--units", type=int, default=50_000, help="of the memory (default 50000)")
    parser.add_argument("--files", type=int, default=10_000, help="hostile files (default 10000)")
    parser.add_argument("--first", type=int, default=0, help="seed of the first hostile file (default 0)")
    parser.add_argument("--runs", type=int, default=5, help="how often (default 5)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    add_search_options(parser.add_argument_group("search"))
    options = parser.parse_args(arguments)
    if options.name in ("files", "lighthouse", "memory", "search"):
        return importlib.import_module(f"bench_{options.name}").run(options)  # type: ignore[no-any-return]
    options.pages = DEFAULT_PAGES.get(options.name, 2500) if options.pages is None else options.pages
    if options.pages < 1 or options.runs < 1:
        parser.error("--pages and --runs must be at least 1")
    benchmark = importlib.import_module(f"bench_{options.name}")
    samples: dict[str, list[float]] = defaultdict(list)
    for measure, value in benchmark.measure(pages=options.pages, runs=options.runs):
        samples[measure].append(value)
    for measure, values in samples.items():
        show(figures(options.name, options.pages, measure, values), as_json=options.json)
    return 0


def add_search_options(group: argparse._ArgumentGroup) -> None:
    """What only `search` takes."""
    group.add_argument("--part", action="append", choices=PARTS, help="a part alone; may be repeated")
    group.add_argument("--engine", default="", choices=("", *ENGINES), help="quality of one engine alone")
    group.add_argument(
        "--below", type=float, default=0.0, metavar="NDCG", help="name the queries whose answers are worse"
    )
    group.add_argument(
        "--home", type=Path, help="a data folder with the demonstration or site, released; `lighthouse` too"
    )


def figures(bench: str, pages: int, measure: str, values: list[float]) -> dict[str, Any]:
    """One line of the result."""
    return {
        "bench": bench,
        "measure": measure,
        "pages": pages,
        "median": round(statistics.median(values), 4),
        "min": round(min(values), 4),
        "max": round(max(values), 4),
        "runs": len(values),
    }


def show(line: dict[str, Any], *, as_json: bool) -> None:
    """Prints a line for machines or for people."""
    if as_json:
        print(json.dumps(line), flush=True)
        return
    size = line["measure"].endswith("_bytes")
    median, least, most = (
        f"{line[name] / 1e6:,.1f} MB" if size else f"{line[name]:,.3f}" for name in ("median", "min", "max")
    )
    print(f"{line['measure']:<36} {median:>14}   ({least} to {most}, {line['runs']} runs)", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main(sys.argv[1:]))
