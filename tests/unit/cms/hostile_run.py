"""Hostile files through the imports, one after the other: what became of each, what it cost, and that it changed nothing.

Comes in: right files of each kind; all that is written is taken back.
"""

from __future__ import annotations

import random
import re
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import connection, transaction
from django.utils import timezone
from msgspec import Struct, field
from wagtail_localize.models import StringTranslation

from cms.translation.files import importing as files
from cms.translation.files.snapshots import undo
from cms.translation.imports import ProposedFile
from cms.translation.marked import parse
from cms.translation.memory import importing as memory
from cms.translation.memory.models import Unit
from cms.translation.terms import importing as terms
from cms.translation.xml_reading import BadFile, is_unfit
from site_content.models.glossary import GlossaryTerm
from tests.unit.cms.file_desk import rows
from tests.unit.cms.hostile_files import spoil
from tests.unit.cms.hostile_wholes import overdo, pack, unpack

Way = tuple[str, bytes, Any]
"""A name, a right file of that kind, and the module that proposes and imports it."""
WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
OVERDONE = 12
"""One file in so many is too much of something; the others are spoilt."""
UNDONE = 4
"""One import in so many is undone, and what stands then is compared."""
MEGABYTE = 2**20


class Cost(Struct, frozen=True, order=True):
    """Of one file: seconds of the processor, or bytes; which it was."""

    amount: float
    seed: int
    name: str


class Report(Struct):
    """What became of the files, by kind."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    slowest: Cost = Cost(0, -1, "")
    largest: Cost = Cost(0, -1, "")
    faults: list[str] = field(default_factory=list)


def run(ways: Sequence[Way], seeds: Iterator[int] | range) -> Iterator[Report]:
    """Brings a file for each seed; the report so far, after each."""
    report, before = Report(), everything()
    for seed in seeds:
        name, content, module = ways[seed % len(ways)]
        spoilt = make(content, name, seed)
        begun, at_first = time.process_time(), forget_peak()
        try:
            outcome = bring(spoilt, name, module, before if seed % UNDONE == 0 else None)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            outcome = "failed"
            report.faults.append(f"seed {seed}, {name}: {type(error).__name__}: {str(error)[:300]}")
        seconds, grown = time.process_time() - begun, read_peak() - at_first
        report.outcomes[name.rpartition(".")[2], outcome] += 1
        report.slowest = max(report.slowest, Cost(seconds, seed, name))
        report.largest = max(report.largest, Cost(grown, seed, name))
        yield report


def make(content: bytes, name: str, seed: int) -> bytes:
    """The file of a seed."""
    if seed % OVERDONE == OVERDONE - 1:
        return overdo(content, name, seed)
    if name.endswith(".zip") and seed % 3:
        members = unpack(content)
        at = random.Random(seed).randrange(len(members))
        members[at] = members[at][0], spoil(members[at][1], seed)
        return pack(members)
    return spoil(content, seed)


def everything() -> list[Any]:
    """All that an import could write."""
    return [*rows(), sorted(GlossaryTerm.objects.values_list("pk", "italian", "chinese", "note"))]


def standing() -> list[Any]:
    """What an import changes and undoing restores: not the history, nor versions, which only grow."""
    confirmed, _working, _events, units = rows()
    return [confirmed, [target for _pk, target in units], everything()[-1]]


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def written_tables() -> Iterator[set[str]]:
    """The tables that statements write to."""
    found: set[str] = set()

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if match := WRITE.match(sql):
            found.add(match[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield found


def proposal_tables() -> set[str]:
    """Where a proposal may be kept."""
    models = ProposedFile.__subclasses__()
    through = [each.through._meta.db_table for model in models for each in _many_to_many(model)]
    return {*through, *(model._meta.db_table for model in models)}


def _many_to_many(model: Any) -> list[Any]:
    try:
        return [model._meta.get_field("translations").remote_field]
    except FieldDoesNotExist:
        return []


def bring(content: bytes, name: str, module: Any, before: list[Any] | None) -> str:
    """Proposes a file, then imports it where that is possible; what became of it. All of it is taken back.

    With `before`, what is there now: the import is undone too, and what stands is compared with that.
    """
    with taken_back():
        with written_tables() as tables:
            try:
                proposal = module.propose(content, name, None)
            except BadFile:
                proposal = None
        strange = tables - proposal_tables()
        assert not strange, f"a proposal wrote to {strange}"
        return "refused" if proposal is None else _carry_out(proposal, content, name, module, before)


def _carry_out(proposal: Any, content: bytes, name: str, module: Any, before: list[Any] | None) -> str:
    begun, last = timezone.now(), Unit.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    stood = standing() if before is not None else None
    with written_tables() as tables:
        try:
            done = module.carry_out(proposal, None)
        except BadFile:
            return "refused late"
    check_texts(begun, last)
    if stood is None:
        return "imported" if tables - proposal_tables() else "nothing in it"
    again = module.propose(content, name, None)
    assert not count_writes(again.counts), f"a second import would do {again.counts}"
    (undo if module is files else module.undo)(done if module is files else proposal, None)
    assert standing() == stood, "undoing left something"
    return "undone"


def count_writes(counts: dict[str, Any]) -> int:
    """What an import would write to the page, the memory or the glossary."""
    return sum(counts.get(name, 0) for name in ("confirm", "new", "changed"))


def check_texts(begun: Any, last: int) -> None:
    """Nothing that was written has markup of its own, or characters that nobody sees."""
    texts = [
        *StringTranslation.objects.filter(updated_at__gte=begun).values_list("data", flat=True),
        *Unit.objects.filter(pk__gt=last).values_list("target", flat=True),
    ]
    for text in texts:
        parse(text)
        assert not is_unfit(text), text[:80]


def forget_peak() -> int:
    """Bytes that the process has now, from which its greatest size is counted again."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return read_peak()
    return read_peak()


def read_peak() -> int:
    """The greatest size of the process in bytes since it was forgotten, or, where none can be, ever."""
    try:
        line = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    except OSError:
        line = None
    return int(line[1]) * 1024 if line else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


MODULES: dict[str, Any] = {
    "xlf": files,
    "po": files,
    "zip": files,
    "tmx": memory,
    "csv": terms,
    "tbx": terms,
}
"""Who reads files of each kind."""
