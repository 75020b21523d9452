"""`files`: hostile XLIFF, PO, zip, TMX, CSV and TBX files through the imports: what became of them, what the worst cost.

Comes in: a data folder with the demonstration, of which a copy is made; without one, the demonstration is made. Ends with 1
where a file changed what it must not, failed otherwise than with a sentence, or cost too much.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WHEN = datetime(2026, 11, 1, 9, tzinfo=UTC)
PAGES, UNITS = 3, 200
SECONDS, BYTES = 2.0, 200 * 2**20
"""What one file may cost: of the processor, and of memory."""
EVERY = 500


def run(options: argparse.Namespace) -> int:
    """Makes the ground, brings the files, prints what became of them."""
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="ponte-bench-") as folder:
        home = Path(folder) / "home"
        if options.home:
            _copy(options.home, home)
        else:
            from tests.site.demo import make_demo

            make_demo(home, home / "result.json")
        os.environ |= {"PONTE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "cms.settings"}
        return _bring(options)


def _copy(given: Path, home: Path) -> None:
    home.mkdir()
    for file in given.glob("db.sqlite3*"):
        shutil.copy(file, home)


def _bring(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from tests.unit.cms.hostile_run import run as run_all

    begun, report = time.process_time(), None
    for number, report in enumerate(
        run_all(make_ways(), range(options.first, options.first + options.files)), 1
    ):
        if number % EVERY == 0:
            print(f"{number:,} files, {len(report.faults)} faults", file=sys.stderr, flush=True)
    if report is None:
        raise ValueError("--files must be at least 1")
    _show(report, time.process_time() - begun, options)
    too_much = report.slowest.amount > SECONDS or report.largest.amount > BYTES
    return 1 if report.faults or too_much else 0


def make_ways() -> list[Any]:
    """Right files of each kind: of the demonstration's longest pages in both directions, its memory, its glossary."""
    from django.db.models import Count
    from wagtail_localize.models import Translation

    from cms.translation.files.export import write_xliff, write_zip
    from cms.translation.files.po import write_po
    from cms.translation.memory.models import Unit
    from cms.translation.memory.tmx import write_tmx
    from cms.translation.terms.importing import list_terms
    from cms.translation.terms.spreadsheet import write_csv
    from cms.translation.terms.tbx import write_tbx
    from tests.unit.cms.hostile_run import MODULES

    found: list[tuple[str, bytes]] = []
    for locale in ("it", "zh-hans"):
        rows = Translation.objects.filter(enabled=True, target_locale__language_code=locale)
        rows = rows.annotate(size=Count("source__stringsegment")).filter(size__gt=0).order_by("-size", "pk")
        chosen = list(rows[:PAGES])
        for one in chosen:
            found += [
                ("x.xlf", write_xliff(one)),
                ("o.xlf", write_xliff(one, "omegat")),
                ("x.po", write_po(one)),
            ]
        if chosen:
            found += [("x.zip", write_zip(chosen)), ("o.zip", write_zip(chosen, "omegat"))]
    found.append(("x.tmx", b"".join(write_tmx(Unit.objects.order_by("pk")[:UNITS], WHEN))))
    found += [("x.csv", b"".join(write_csv(list_terms()))), ("x.tbx", b"".join(write_tbx(list_terms())))]
    return _even([(name, content, MODULES[name.rpartition(".")[2]]) for name, content in found])


def _even(ways: list[Any]) -> list[Any]:
    """Each kind as often as the others."""
    counts = Counter(name[2:] for name, *_rest in ways)
    most = max(counts.values())
    return [way for way in ways for _again in range(max(1, most // counts[way[0][2:]]))]


def _show(report: Any, seconds: float, options: argparse.Namespace) -> None:
    line = {
        "bench": "files",
        "files": sum(report.outcomes.values()),
        "processor_seconds": round(seconds, 1),
        "slowest_processor_seconds": round(report.slowest.amount, 3),
        "slowest": f"seed {report.slowest.seed}, {report.slowest.name}",
        "largest_bytes": int(report.largest.amount),
        "largest": f"seed {report.largest.seed}, {report.largest.name}",
        "faults": report.faults,
        "outcomes": _by_kind(report.outcomes),
    }
    if options.json:
        print(json.dumps(line), flush=True)
        return
    for kind, outcomes in line["outcomes"].items():
        print(f"{kind:<6}" + ", ".join(f"{count:,} {outcome}" for outcome, count in outcomes.items()))
    print(f"{line['files']:,} files in {line['processor_seconds']:,} s of the processor")
    print(f"slowest {line['slowest_processor_seconds']} s ({line['slowest']})")
    print(f"largest {line['largest_bytes'] / 1e6:,.1f} MB ({line['largest']})")
    for fault in report.faults:
        print(fault)


def _by_kind(outcomes: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (kind, outcome), count in sorted(outcomes.items()):
        found.setdefault(kind, {})[outcome] = count
    return found
