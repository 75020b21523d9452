"""`search`: how good answers are, how fast at 5,000 and 50,000 documents, and what happens when the server fails.

Parts are measured one by one (`--part NAME`). For quality and size ELASTICSEARCH_URL is the server; its indices have a prefix
of their own and are gone at the end. Without it, and where a server must not be shared, one is started.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from bench import PARTS

COLUMN = 13


class Figure(NamedTuple):
    """One measured value."""

    measure: str
    value: float
    documents: int
    labels: tuple[tuple[str, str], ...] = ()
    """What tells it from others of its measure: engine, stratum, fault."""


def run(options: argparse.Namespace) -> int:
    """Measures the chosen parts, all where none was chosen, and prints each as it is done."""
    for part in options.part or PARTS:
        benchmark = importlib.import_module(f"bench_search_{part}")
        lines = list(summarise(benchmark.measure(options)))
        for line in lines if options.json else ():
            print(json.dumps(line, ensure_ascii=False), flush=True)
        for text in () if options.json else table(lines):
            print(text, flush=True)
    return 0


def summarise(figures: Iterable[Figure]) -> Iterator[dict[str, Any]]:
    """A line for each measure, number of documents and labels."""
    samples: dict[tuple[str, int, tuple[tuple[str, str], ...]], list[float]] = defaultdict(list)
    for figure in figures:
        samples[figure.measure, figure.documents, figure.labels].append(figure.value)
    for (measure, documents, labels), values in samples.items():
        yield {
            "bench": "search",
            "measure": measure,
            "documents": documents,
            **dict(labels),
            "median": round(statistics.median(values), 4),
            "min": round(min(values), 4),
            "max": round(max(values), 4),
            "runs": len(values),
        }


KEYS = {"bench", "measure", "documents", "median", "min", "max", "runs"}


def table(lines: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The medians, a row for each set of labels, a column for each measure."""
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    for line in lines:
        labels = [str(line[key]) for key in line if key not in KEYS]
        rows["  ".join([*labels, f"{line['documents']:,} documents"])][line["measure"]] = amount(line)
    columns = tuple(dict.fromkeys(measure for cells in rows.values() for measure in cells))
    widths = {name: max(COLUMN, len(name) + 2) for name in columns}
    first = max((len(row) for row in rows), default=0)
    yield " " * first + "".join(f"{name:>{width}}" for name, width in widths.items())
    for row, cells in rows.items():
        yield f"{row:<{first}}" + "".join(f"{cells.get(name, ''):>{width}}" for name, width in widths.items())


def amount(line: dict[str, Any]) -> str:
    """The median as people read it."""
    if line["measure"].endswith("_bytes"):
        return f"{line['median'] / 1e6:,.1f} MB"
    return f"{line['median']:,.3f}".rstrip("0").rstrip(".")
