"""Tables as CSV that spreadsheets open as text: no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.http import HttpResponse
from django.utils.timezone import localtime

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Full-width signs too: spreadsheets in Chinese take them for formulas."""
Cell = str | int | float | datetime | None


def harmless(cell: Cell) -> str | int | float:
    """A text that begins like a formula gets an apostrophe before it; a number stays one; a moment is the reader's own."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return localtime(cell).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, str):
        text = cell.replace("\0", "")
        return f"'{text}" if text.lstrip().startswith(DANGEROUS) or text.startswith(DANGEROUS) else text
    return cell


def write_table(rows: Iterable[Sequence[Cell]]) -> str:
    """CSV with a byte order mark, by which spreadsheets know that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def answer_table(name: str, rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """The table as a download."""
    response = HttpResponse(write_table(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
