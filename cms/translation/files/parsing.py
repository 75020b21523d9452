"""An XLIFF file in as what it says, read as if it were meant to do harm.

Comes in: bytes. Goes out: files with their units as elements, each with its line. What the file as a whole must be is asked
here; what a unit must be, where its text is known (`incoming.py`). Asks no database.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _
from lxml import etree  # type: ignore[import-untyped]
from msgspec import Struct

from cms.translation.files.inline import local_name
from cms.translation.files.xliff import ORIGINAL
from cms.translation.memory.tmx import LOCALES
from cms.translation.xml_reading import BadFile, decode_xml, parse_events, refuse_document_type, refuse_size

MAX_BYTES = 5 * 1024 * 1024
MAX_ELEMENTS = 200_000
APPROVED = {"translated", "final", "signed-off"}


class ReadUnit(Struct, frozen=True, kw_only=True):
    """A unit as it stands in the file: its two sides as elements."""

    id: str
    line: int
    source: Any
    target: Any
    """None where it has none."""
    is_approved: bool


class ReadFile(Struct, frozen=True, kw_only=True):
    """A `file` of the document: what it belongs to, when it was made."""

    uuid: str
    source_locale: str
    target_locale: str
    made_at: datetime | None
    line: int
    units: tuple[ReadUnit, ...]


def fail(line: int, reason: str) -> BadFile:
    """The error of a line."""
    return BadFile(_("Line %(line)s: %(reason)s") % {"line": line, "reason": reason})


def read_xliff(content: bytes) -> list[ReadFile]:
    """The files of an XLIFF 1.2 document. Raises BadFile, with the line where there is one."""
    refuse_size(len(content), MAX_BYTES)
    body, lines = decode_xml(content)
    root = _parse(body, lines)
    refuse_document_type(root)
    for entity in root.iter(etree.Entity):
        raise fail(line_of(entity, lines), _("an entity."))
    if local_name(root) != "xliff" or root.get("version") != "1.2":
        raise BadFile(_("This is no XLIFF 1.2 file."))
    files = [_read_file(element, lines) for element in root if local_name(element) == "file"]
    if not files:
        raise BadFile(_("There is nothing in this file."))
    return files


def _parse(body: bytes, lines: int) -> Any:
    found = parse_events(body, ("start",))
    try:
        for count, _event in enumerate(found):
            if count > MAX_ELEMENTS:
                raise BadFile(_("The file has more parts than a translation can have: divide it."))
    except etree.XMLSyntaxError as error:
        raise fail(
            (error.lineno or 0) + lines, _("this is no well-formed XML. Export it from your tool again.")
        ) from error
    return found.root


def line_of(element: Any, lines: int) -> int:
    """The line of an element; `lines` stand before what was parsed."""
    return (element.sourceline or 0) + lines


def _read_file(element: Any, lines: int) -> ReadFile:
    line = line_of(element, lines)
    original = element.get("original") or ""
    locales = [find_locale(element.get(name) or "", line) for name in ("source-language", "target-language")]
    if not original.startswith(ORIGINAL):
        raise fail(line, _("this file was not made here: its “original” names no translation."))
    units: dict[str, ReadUnit] = {}
    for unit in _list_units(element, lines):
        if unit.id in units:
            raise fail(unit.line, _("the unit %(id)s is there twice.") % {"id": unit.id[:40]})
        units[unit.id] = unit
    return ReadFile(
        uuid=original.removeprefix(ORIGINAL),
        source_locale=locales[0],
        target_locale=locales[1],
        made_at=read_date(element.get("date") or ""),
        line=line,
        units=tuple(units.values()),
    )


def find_locale(code: str, line: int) -> str:
    """Our language by the code that a tool wrote. Raises BadFile for any other."""
    locale = LOCALES.get(code.lower().replace("_", "-"))
    if locale is None:
        raise fail(
            line,
            _("the language “%(code)s” is neither Italian nor Simplified Chinese.") % {"code": code[:20]},
        )
    return locale


def _list_units(file: Any, lines: int) -> Iterator[ReadUnit]:
    for element in file.iter("{*}trans-unit", "{*}bin-unit"):
        line = line_of(element, lines)
        if local_name(element) != "trans-unit":
            raise fail(line, _("a unit that XLIFF does not have."))
        sides = {}
        for child in element:
            name = local_name(child)
            if name in sides:
                raise fail(line_of(child, lines), _("a unit with two texts of one language."))
            if name in ("source", "target"):
                sides[name] = child
        if "source" not in sides:
            raise fail(line, _("a unit without its source."))
        target = sides.get("target")
        state = target.get("state") if target is not None else ""
        yield ReadUnit(
            id=element.get("id") or "",
            line=line,
            source=sides["source"],
            target=target,
            is_approved=element.get("approved") == "yes" or state in APPROVED,
        )


def read_date(text: str) -> datetime | None:
    """A moment with its zone; None for anything else."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return None if found is None or is_naive(found) else found
