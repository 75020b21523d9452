"""TMX 1.4b: units out as a stream, and a file in as texts, read as if it were meant to do harm.

Comes in: bytes. Goes out: pairs of marked texts, and what was left out with line and reason. Writes nothing. Inline codes are
read by their type alone, never by what they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from msgspec import Struct

from cms.translation.marked import Code, NotMarked, Piece, Text, parse, write
from cms.translation.memory import words
from cms.translation.memory.models import Unit
from cms.translation.xml_reading import (
    XML_LANG,
    BadFile,
    LeftOut,
    decode_xml,
    is_entity,
    is_unfit,
    read_elements,
    refuse_size,
)

__all__ = ["BadFile", "Entry", "LeftOut", "read_tmx", "write_tmx"]

MAX_BYTES = 32 * 1024 * 1024
MAX_TEXT = 10_000
"""Characters of one text."""
MAX_UNITS = 100_000
TAGS = {"a": "link", "b": "bold", "i": "italic", "br": "lb", "code": "x-code", "em": "x-em", "strong": "x-strong"} | {
    "abbr": "x-abbr",
    "acronym": "x-acronym",
}  # fmt: skip
TYPES = {type: tag for tag, type in TAGS.items()}
LOCALES = {
    "it": "it", "it-it": "it", "it-ch": "it",
    "zh": "zh-hans", "zh-cn": "zh-hans", "zh-hans": "zh-hans", "zh-hans-cn": "zh-hans", "zh-sg": "zh-hans",
}  # fmt: skip
"""Ours by the codes of languages that tools write. Traditional Chinese is another language."""
NAMES = {"zh-hans": "zh-CN"}
CONTEXT, SEAL = "x-context", "x-context-seal"
"""The place of a text, and the proof that this site wrote it beside these very texts: without one a unit claims no place, and
never counts as 101 %. Whoever edits a file, and every other tool, brings texts alone."""
YEARS = range(1980, 2100)
DOCTYPE = re.compile(r'\s*<!DOCTYPE\s+tmx\s+SYSTEM\s+"tmx1[14]\.dtd"\s*>')
MARKED_UP = {"bpt", "ept", "ph", "it", "ut", "hi", "sub"}


class Entry(Struct, frozen=True, kw_only=True):
    """A unit of a file, its texts in the marked form."""

    source: str
    target: str
    source_locale: str
    target_locale: str
    path: str
    line: int
    when: datetime | None


def write_tmx(units: Iterable[Unit], now: datetime) -> Iterator[bytes]:
    """A file of those units, piece by piece."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        '<header creationtool="Ponte" creationtoolversion="1" segtype="paragraph" o-tmf="Ponte" adminlang="en" '
        f'srclang="*all*" datatype="html" creationdate="{stamp}"/>\n<body>\n'
    ).encode()
    for unit in units:
        yield _write_unit(unit).encode()
    yield b"</body>\n</tmx>\n"


def _write_unit(unit: Unit) -> str:
    source, target = parse(unit.source), parse(unit.target)
    numbers = {id: number for number, id in enumerate(dict.fromkeys(_ids(source) + _ids(target)), 1)}
    stamp = unit.when.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    from_locale, to_locale = (
        quoteattr(NAMES.get(locale, locale)) for locale in (unit.source_locale, unit.target_locale)
    )
    context = ""
    if unit.path:
        seal = _seal(unit.source_locale, unit.target_locale, unit.source, unit.target, unit.path)
        context = f'<prop type="{CONTEXT}">{escape(unit.path)}</prop><prop type="{SEAL}">{seal}</prop>'
    return (
        f'<tu creationdate="{stamp}" srclang={from_locale}><prop type="x-origin">{escape(unit.origin)}</prop>{context}\n'
        f"<tuv xml:lang={from_locale}><seg>{_write_pieces(source, numbers)}</seg></tuv>\n"
        f"<tuv xml:lang={to_locale}><seg>{_write_pieces(target, numbers)}</seg></tuv></tu>\n"
    )


def _seal(*texts: str) -> str:
    """What nobody can make without this site's secret."""
    return salted_hmac("cms.translation.memory.tmx", "\0".join(texts), algorithm="sha256").hexdigest()


def _ids(pieces: Iterable[Piece]) -> list[str]:
    return [piece.id for piece in pieces if isinstance(piece, Code)]


def _write_pieces(pieces: Iterable[Piece], numbers: dict[str, int]) -> str:
    return "".join(
        escape(piece.text) if isinstance(piece, Text) else _write_code(piece, numbers[piece.id])
        for piece in pieces
    )


def _write_code(code: Code, number: int) -> str:
    content = escape(write([code]))
    if code.kind == "open":
        return f'<bpt i="{number}" x="{number}" type="{TAGS[code.tag]}">{content}</bpt>'
    if code.kind == "close":
        return f'<ept i="{number}">{content}</ept>'
    return f'<ph x="{number}" type="{TAGS[code.tag]}">{content}</ph>'


def read_tmx(content: bytes) -> Iterator[Entry | LeftOut]:
    """The units of a file, in order. Raises BadFile, for a fault at its end after the units before it."""
    refuse_size(len(content), MAX_BYTES)
    body, lines = decode_xml(content, DOCTYPE)
    not_ours = _("This is no TMX file: it begins with <%(tag)s>.")
    for number, (element, line) in enumerate(read_elements(body, lines, ("tu",), ("tmx",), not_ours), 1):
        if number > MAX_UNITS:
            raise BadFile(_("The file has more than %(count)s units: divide it.") % {"count": MAX_UNITS})
        yield _read_unit(element, line)


def _read_unit(element: Any, line: int) -> Entry | LeftOut:
    texts: dict[str, str] = {}
    for variant in element.iterchildren("tuv"):
        locale = LOCALES.get((variant.get(XML_LANG) or variant.get("lang") or "").lower().replace("_", "-"))
        segment = variant.find("seg")
        if locale is None or segment is None:
            continue
        if locale in texts:
            return LeftOut(line, _("one language twice"))
        try:
            texts[locale] = _read_segment(segment)
        except NotMarked as error:
            return LeftOut(line, error.reason)
    if len(texts) != len(set(LOCALES.values())):
        return LeftOut(line, _("not in Italian and Simplified Chinese"))
    return _entry(element, texts, line)


def _entry(element: Any, texts: dict[str, str], line: int) -> Entry | LeftOut:
    first = LOCALES.get((element.get("srclang") or "").lower(), next(iter(texts)))
    second = next(locale for locale in texts if locale != first)
    try:
        source, target = parse(texts[first]), parse(texts[second])
    except NotMarked:
        return LeftOut(line, _("codes that do not close"))
    if not words.read_words(source).strip() or not words.read_words(target).strip():
        return LeftOut(line, _("a side without text"))
    # Links are numbered by the source: elsewhere they mean nothing.
    names = words.by_order(source)
    return Entry(
        source=write(words.rename(source, names)),
        target=write(words.rename(target, names)),
        source_locale=first,
        target_locale=second,
        path=_read_path(
            element, first, second, words.canonical(source, names), words.canonical(target, names)
        ),
        line=line,
        when=_read_date(element.get("changedate") or element.get("creationdate") or ""),
    )


def _read_path(element: Any, *texts: str) -> str:
    """The place that the unit claims and proves; else none."""
    said = {prop.get("type"): prop.text or "" for prop in element.iterchildren("prop")}
    path = said.get(CONTEXT, "")
    return path if path and constant_time_compare(said.get(SEAL, ""), _seal(*texts, path)) else ""


def _read_date(stamp: str) -> datetime | None:
    """None for what is no moment, and for years in which no tool was used: no zone can show the last of them."""
    try:
        when = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return when if when.year in YEARS else None


def _read_segment(segment: Any) -> str:
    """The marked form of a `seg`. Raises NotMarked with a reason for people."""
    pieces: list[Piece] = [Text(segment.text or "")]
    opened: dict[str, Code] = {}
    for child in segment:
        if is_entity(child):
            raise NotMarked(_("an entity"), 0)
        if child.tag not in MARKED_UP:
            raise NotMarked(_("markup that TMX does not have"), 0)
        pieces += _read_code(child, opened)
        pieces.append(Text(child.tail or ""))
    text = "".join(piece.text for piece in pieces if isinstance(piece, Text))
    if len(text) > MAX_TEXT:
        raise NotMarked(_("a text too long"), 0)
    if is_unfit(text):
        raise NotMarked(_("control characters"), 0)
    return _close(pieces)


def _read_code(element: Any, opened: dict[str, Code]) -> list[Piece]:
    """What one inline element says. Of a kind that we do not have nothing stays but the words that `hi` highlights."""
    number, tag = element.get("i") or "", TYPES.get(element.get("type") or "")
    if element.tag == "hi":
        return [Text("".join(element.itertext()))]
    if element.tag == "bpt" and tag and tag != "br" and number not in opened:
        opened[number] = Code("open", tag, f"a{element.get('x') or number}" if tag == "a" else "")
        return [opened[number]]
    if element.tag == "ept" and number in opened:
        code = opened.pop(number)
        return [Code("close", code.tag, code.id)]
    if element.tag == "ph" and tag == "br":
        return [Code("single", "br", "")]
    return []


def _close(pieces: list[Piece]) -> str:
    data = write(piece for piece in pieces if not isinstance(piece, Text) or piece.text)
    try:
        parse(data)
    except NotMarked as error:
        raise NotMarked(_("codes that do not close"), error.position) from error
    return data
