"""The glossary as a spreadsheet: CSV in UTF-8 or UTF-16 out and in, one term a line, forbidden variants one a line of a cell.

A cell that a spreadsheet would take for a formula goes out behind an apostrophe, which comes off when it comes back.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from django.utils.translation import gettext as _

from cms.translation.terms.row import FIELDS, Row, Unusable, Value, make_row
from cms.translation.xml_reading import BadFile, LeftOut, decode

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 10_000
MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the code page of the machine."""
FORMULA = re.compile("'*[=+@\t\r\n＝＋－＠-]")
HEADINGS: dict[str, str] = {field: field for field in FIELDS} | {
    "it": "italian", "italiano": "italian", "意大利语": "italian", "意大利文": "italian",
    "zh": "chinese", "zh-hans": "chinese", "zh-cn": "chinese", "cinese": "chinese", "中文": "chinese", "汉语": "chinese",
    "en": "english", "inglese": "english", "英语": "english", "英文": "english",
    "note": "note", "nota": "note", "notes": "note", "备注": "note",
}  # fmt: skip
"""What columns are called, by us and by those who make their own table."""


def write_csv(terms: Iterable[Mapping[str, Value]]) -> Iterator[bytes]:
    """A file of terms, given by field, line by line."""
    yield (MARK + _write(FIELDS)).encode()
    for term in terms:
        yield _write([_show(term[field]) for field in FIELDS]).encode()


def _write(cells: Iterable[str]) -> str:
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _show(value: Value) -> str:
    text = "\n".join(value) if isinstance(value, list) else value
    return f"'{text}" if FORMULA.match(text) else text


def read_csv(content: bytes) -> Iterator[Row | LeftOut]:
    """The terms of a file, in order. Raises BadFile, for a fault at its end after the terms before it."""
    text = decode(content, MAX_BYTES)
    if "\0" in text:
        raise BadFile(_("This is no CSV file."))
    reader = csv.reader(StringIO(text, newline=""), delimiter=_find_delimiter(text), strict=True)
    try:
        columns = _read_heading(next(reader, []))
        for number, cells in enumerate(reader, 1):
            if number > MAX_ROWS:
                raise BadFile(_("The file has more than %(count)s lines: divide it.") % {"count": MAX_ROWS})
            if any(cell.strip() for cell in cells):
                yield _read_row(reader.line_num, columns, cells)
    except csv.Error as error:
        line = reader.line_num
        reason = _("Line %(line)s: this is no CSV. Save it as CSV again from your spreadsheet.")
        raise BadFile(reason % {"line": line}) from error


def _find_delimiter(text: str) -> str:
    """The sign between the columns: Excel writes semicolons in Italy, commas in China."""
    first = text.lstrip("\n\r").partition("\n")[0]
    return max(",;\t", key=first.count)


def _read_heading(cells: list[str]) -> dict[int, str]:
    """The fields by column. Columns that are not ours are passed over."""
    columns: dict[int, str] = {}
    for number, cell in enumerate(cells):
        field = HEADINGS.get(cell.strip().lower().replace(" ", "_"))
        if field and field in columns.values():
            raise BadFile(_("Two columns are called “%(name)s”.") % {"name": cell.strip()[:50]})
        if field:
            columns[number] = field
    if not {"italian", "chinese"} <= set(columns.values()):
        names = ", ".join(FIELDS)
        raise BadFile(
            _("The first line must name the columns: %(names)s. The first two are needed.") % {"names": names}
        )
    return columns


def _read_row(line: int, columns: Mapping[int, str], cells: list[str]) -> Row | LeftOut:
    if len(cells) <= max(columns):
        return LeftOut(line, _("fewer cells than columns"))
    try:
        return make_row(line, {field: _bare(cells[number]) for number, field in columns.items()})
    except Unusable as error:
        return LeftOut(line, str(error))


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell
