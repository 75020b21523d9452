"""A file of terms into the glossary: proposed with what it would do, carried out in one transaction, undone as one.

No term is ever deleted by an import; undoing takes back what nobody has changed since.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from msgspec import Struct, field, json

from cms.translation.terms.models import TermBatch, hold_version
from cms.translation.terms.row import FIELDS, Row, Value
from cms.translation.terms.spreadsheet import read_csv
from cms.translation.terms.tbx import read_tbx
from cms.translation.xml_reading import LeftOut
from site_content.models.glossary import GlossaryTerm

SHOWN = 200
"""Terms, and lines left out, that are shown one by one."""
WRITTEN = ("new", "changed", "lines")
"""Of a summary, what says which terms are written. Reasons are in the words of whoever brought the file."""
Key = tuple[str, str]


class Outdated(Exception):
    """The glossary has changed since the proposal was shown: it has been made anew."""


class Line(Struct, frozen=True):
    """A term that would be new or changed; `changes` are field, before and after."""

    italian: str
    chinese: str
    is_new: bool
    changes: list[tuple[str, str, str]] = field(default_factory=list)


class Summary(Struct, kw_only=True):
    """What a file would do, or has done."""

    new: int = 0
    others: int = 0
    """Of the new ones: another translation of a term that the glossary has."""
    changed: int = 0
    same: int = 0
    left_out: int = 0
    reasons: list[LeftOut] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


class Plan(Struct):
    """The terms to save, each with what it was before; None for a new one."""

    summary: Summary
    terms: list[tuple[GlossaryTerm, dict[str, Value] | None]]


def propose(content: bytes, name: str, user: Any) -> TermBatch:
    """Reads the whole file and keeps it with what it would do. Writes no term. Raises BadFile."""
    summary = make_plan(content).summary
    batch = TermBatch.of(content, name, user)
    batch.counts = _count(summary)
    batch.save()
    return batch


def _count(summary: Summary) -> dict[str, Any]:
    """The summary as it is kept."""
    counts: dict[str, Any] = json.decode(json.encode(summary))
    return counts


def carry_out(batch: TermBatch, user: Any) -> Summary:
    """Does what was shown. Raises NotPossible, Outdated and BadFile, and then no term is written."""
    with transaction.atomic():
        batch = batch.hold_to_import()
        _hold_terms()
        plan = make_plan(batch.read())
        shown, batch.counts = batch.counts, _count(plan.summary)
        is_as_shown = all(shown.get(name) == batch.counts[name] for name in WRITTEN)
        if is_as_shown:
            _save(batch, plan, user)
        batch.save()
    if not is_as_shown:
        # Outside, so that what it would do now is kept, and shown.
        raise Outdated
    return plan.summary


def _hold_terms() -> None:
    """Nobody writes to the glossary until the transaction ends; terms first, as whoever saves one holds it."""
    list(GlossaryTerm.objects.select_for_update().order_by("pk").values_list("pk"))
    hold_version()


def _save(batch: TermBatch, plan: Plan, user: Any) -> None:
    done = []
    for term, before in plan.terms:
        # One by one: search and the translators' tools hear of each.
        term.save()
        done.append({"id": term.pk, "before": before, "after": read_fields(term)})
    batch.note_import(user)
    batch.done = done


def undo(batch: TermBatch, user: Any) -> tuple[int, int]:
    """Takes the import back: how many terms are as they were, how many stay as somebody changed them. Raises NotPossible."""
    with transaction.atomic():
        batch = batch.hold_to_undo()
        _hold_terms()
        count = sum(_take_back(each) for each in reversed(batch.done))
        batch.note_undoing(user)
        batch.save()
    return count, len(batch.done) - count


def _take_back(done: dict[str, Any]) -> bool:
    term = GlossaryTerm.objects.filter(pk=done["id"]).first()
    if term is None or read_fields(term) != done["after"]:
        return False
    if done["before"] is None:
        term.delete()
        return True
    _put(term, done["before"])
    term.save()
    return True


def make_plan(content: bytes) -> Plan:
    """What a file would do to the glossary as it is now; two queries. Raises BadFile."""
    is_xml = content.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t")[:1] == b"<"
    known = {(term.italian, term.chinese): term for term in GlossaryTerm.objects.all()}
    plan = Plan(Summary(), [])
    seen: set[Key] = set()
    for row in read_tbx(content) if is_xml else read_csv(content):
        if isinstance(row, LeftOut):
            _leave_out(plan.summary, row)
        elif row.key in seen:
            _leave_out(plan.summary, LeftOut(row.line, _("this term stands in the file twice")))
        else:
            seen.add(row.key)
            _add(plan, row, known)
    return plan


def _leave_out(summary: Summary, row: LeftOut) -> None:
    summary.left_out += 1
    if len(summary.reasons) < SHOWN:
        summary.reasons.append(row)


def _add(plan: Plan, row: Row, known: dict[Key, GlossaryTerm]) -> None:
    summary, term = plan.summary, known.get(row.key)
    before = read_fields(term) if term else None
    changes = list_changes(before, row.values) if before else []
    if term is not None and not changes:
        summary.same += 1
        return
    if term is None:
        summary.new += 1
        summary.others += any(ours == row.key[0] or theirs == row.key[1] for ours, theirs in known)
        term = GlossaryTerm()
    else:
        summary.changed += 1
    _put(term, row.values)
    plan.terms.append((term, before))
    if len(summary.lines) < SHOWN:
        summary.lines.append(Line(*row.key, before is None, changes))


def _put(term: GlossaryTerm, values: dict[str, Value]) -> None:
    for name, value in values.items():
        setattr(term, name, value)


def read_fields(term: GlossaryTerm) -> dict[str, Value]:
    """A term's fields as a file has them."""
    return {name: getattr(term, name) for name in FIELDS}


def list_changes(before: dict[str, Value], after: dict[str, Value]) -> list[tuple[str, str, str]]:
    """The fields that would be others, as people read them."""
    return [
        (name, show(before[name]), show(after[name]))
        for name in FIELDS
        if name in after and after[name] != before[name]
    ]


def show(value: Value) -> str:
    """A field's text; a list with the signs that both languages have for it."""
    return " | ".join(value) if isinstance(value, list) else value


def list_terms() -> Iterable[dict[str, Value]]:
    """All terms by field, in the order of the Italian."""
    return (read_fields(term) for term in GlossaryTerm.objects.order_by("italian", "pk").iterator(2000))
