"""`memory`: best five matches, concordance and one confirmation among so many units of both directions, in one process;
then the workbench, with that memory beside it, and the matrix of 5,000 pages.

The units are the demonstration's own pairs with words exchanged for invented ones, so that lengths and vocabulary are those
of a memory that grew. The texts asked for are units with some of their words exchanged, from none to nearly all. Seconds of
the processor stand beside those of the clock, which other work on the machine makes longer.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from bench import show
from bench_matrix import measure_matrix
from bench_workbench import measure_workbench

ROOT = Path(__file__).resolve().parent.parent
WHEN = datetime(2026, 11, 1, 9, tzinfo=UTC)
QUERIES = 400
TAG = re.compile(r"<[^>]*>")
HAN = re.compile(r"[\u4e00-\u9fff]")
SYLLABLES = [
    a + b
    for a in ("b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "z", "tr", "st")
    for b in "aeiou"
]
WORDS = ("trasferimento tecnologico", "bando", "scadenza domande", "科研成果", "申请")
Pair = tuple[str, str]


def run(options: argparse.Namespace) -> int:
    """Fills a database of its own, measures, prints a line for each measure."""
    with tempfile.TemporaryDirectory(prefix="ponte-bench-") as folder:
        os.environ |= {"PONTE_HOME": folder, "DJANGO_SETTINGS_MODULE": "cms.settings"}
        _prepare()
        for measure, values in measure_all(options.units):
            line = _figures(measure, options.units, values)
            show(line, as_json=options.json)
            if not options.json and line["runs"] > 1:
                show({**line, "measure": f"  {measure}, p95", "median": line["p95"]}, as_json=False)
    return 0


def _prepare() -> None:
    """An empty database with all tables."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _figures(measure: str, units: int, values: list[float]) -> dict[str, Any]:
    return {
        "bench": "memory",
        "measure": measure,
        "units": units,
        "median": round(statistics.median(values), 4),
        "p95": round(sorted(values)[int(0.95 * (len(values) - 1))], 4),
        "min": round(min(values), 4),
        "max": round(max(values), 4),
        "runs": len(values),
    }


def measure_all(units: int) -> Iterator[tuple[str, list[float]]]:
    """Each measure with the values of its runs."""
    from cms.translation.memory.concordance import find_similar
    from cms.translation.memory.models import Unit
    from cms.translation.memory.words import fold

    chance = random.Random(7)  # noqa: S311 - texts that repeat themselves, not cryptography
    pairs = read_pairs()
    start = time.perf_counter()
    _fill(units, pairs, chance)
    yield "fill_seconds", [time.perf_counter() - start]
    for locale, other, side in (("it", "zh-hans", 0), ("zh-hans", "it", 1)):
        yield from _measure_direction(locale, other, side, chance)
    typed = [_clock(lambda word=word: len(_typed(Unit, fold(word)))) for word in WORDS * 10]  # type: ignore[misc]
    yield "concordance_typed_ms", [value * 1000 for value in typed]
    similar = [_clock(lambda word=word: find_similar(word)) for word in WORDS * 4]  # type: ignore[misc]
    yield "concordance_similar_ms", [value * 1000 for value in similar]
    yield from _measure_confirmation()
    yield from measure_workbench()
    yield from measure_matrix()


def _typed(model: Any, folded: str) -> list[Any]:
    units = model.objects.filter(folded__contains=folded, deleted_at=None).order_by("-when", "-pk")
    return [units.count(), *units[:30]]


def _measure_direction(
    locale: str, other: str, side: int, chance: random.Random
) -> Iterator[tuple[str, list[float]]]:
    from cms.translation.memory.index import open_index
    from cms.translation.memory.matching import find_matches
    from cms.translation.memory.models import Unit

    before = resident_bytes()
    yield f"load_{locale}_seconds", [_clock(lambda: open_index(locale, other))]
    yield f"index_{locale}_bytes", [float(resident_bytes() - before)]
    known = list(Unit.objects.values_list("source", "target"))
    asked = [
        exchange(chance.choice(known), chance.choice((0, 0.1, 0.2, 0.33, 0.95)), chance)
        for _ in range(QUERIES)
    ]
    values, worked, found = [], [], 0
    for pair in asked:
        start, used = time.perf_counter(), time.process_time()
        found += bool(find_matches(pair[side], locale, other))
        values.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - used) * 1000)
    yield f"best_five_{locale}_ms", values
    yield f"best_five_{locale}_processor_ms", worked
    yield f"with_a_match_{locale}_share", [found / QUERIES]


def _measure_confirmation() -> Iterator[tuple[str, list[float]]]:
    from cms.translation.memory.index import open_index
    from cms.translation.memory.units import remember

    values = []
    for number in range(50):
        start = time.perf_counter()
        remember(
            f"Una conferma nuova {number}", f"新确认{number}", "it", "zh-hans", path=f"x/{number}",
            origin="confirmed", user=None, when=WHEN,
        )  # fmt: skip
        open_index("it", "zh-hans")
        values.append((time.perf_counter() - start) * 1000)
    yield "remember_and_find_again_ms", values


def _clock(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def resident_bytes() -> int:
    """Resident memory of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))


def _fill(units: int, pairs: list[Pair], chance: random.Random) -> None:
    from cms.translation.memory.units import Pair as Kept
    from cms.translation.memory.units import remember_all

    def make() -> Iterator[Kept]:
        for number in range(units):
            source, target = exchange(chance.choice(pairs), chance.choice((0.2, 0.5, 0.9)), chance)
            yield Kept(
                source=source, target=target, source_locale="it", target_locale="zh-hans", path=f"x/{number}", when=WHEN
            )  # fmt: skip

    remember_all(make())


def exchange(pair: Pair, share: float, chance: random.Random) -> Pair:
    """That share of the words of both sides by others."""
    source = " ".join(
        "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) if chance.random() < share else word
        for word in pair[0].split(" ")
    )
    target = HAN.sub(
        lambda found: chr(chance.randint(0x4E00, 0x58FF)) if chance.random() < share else found[0], pair[1]
    )
    return source, target


def read_pairs() -> list[Pair]:
    """The demonstration's texts with their translations, paragraph by paragraph."""
    pairs: list[Pair] = []
    for file in sorted((ROOT / "site_content" / "demo" / "content").rglob("*.yaml")):
        pairs += _pairs_of(yaml.safe_load(file.read_text("utf-8")))
    return pairs


def _pairs_of(value: Any) -> Iterator[Pair]:
    if isinstance(value, dict) and {"it", "zh"} <= value.keys() and isinstance(value["it"], str):
        italian, chinese = (
            [
                TAG.sub("", part).strip().replace("&", "")
                for part in re.split(r"</(?:p|li)>", str(value[code]))
            ]
            for code in ("it", "zh")
        )
        yield from ((one, other) for one, other in zip(italian, chinese, strict=False) if one and other)
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _pairs_of(each)
