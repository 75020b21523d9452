"""The glossary as TBX-Basic (ISO 30042): out in the form of 2008, `martif`, which CAT tools read; in also in that of 2019.

Comes in: bytes. Goes out: rows, and what was left out with line and reason. Writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from msgspec import Struct

from cms.translation.terms.row import Row, Unusable, Value, make_row
from cms.translation.xml_reading import (
    XML_LANG,
    BadFile,
    LeftOut,
    decode_xml,
    is_entity,
    read_elements,
    refuse_size,
)

MAX_BYTES = 5 * 1024 * 1024
MAX_ENTRIES, MAX_TAGS = 10_000, 400_000
MOST_SYNONYMS = 10
DOCTYPE = re.compile(r'\s*<!DOCTYPE\s+martif\s+SYSTEM\s+["\']\.?/?TBX(?:Basic)?(?:core|cdv)\w*\.dtd["\']\s*>')
NAMESPACE = "{urn:iso:std:iso:30042:ed-2}"
ROOTS = ("martif", "tbx", f"{NAMESPACE}tbx")
ENTRIES = ("termEntry", "conceptEntry", f"{NAMESPACE}conceptEntry")
LANGUAGES = ("langSet", "langSec")
TERM_GROUPS = ("tig", "ntig", "termSec")
FORBIDDEN, PREFERRED = "deprecatedTerm-admn-sts", "preferredTerm-admn-sts"
WRONG = ("deprecated", "superseded", "obsolete", "forbidden", "notrecommended")
"""What a status begins with that is said of a wording not to be used, by us and by others."""
FIELDS = {"it": "italian", "zh": "chinese", "en": "english"}
TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo", "zh-hant")
HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<martif type="TBX-Basic" xml:lang="it">
<martifHeader><fileDesc><titleStmt><title>Ponte</title></titleStmt><sourceDesc><p>Ponte</p></sourceDesc></fileDesc>
<encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc></martifHeader>
<text><body>
"""


class Wordings(Struct):
    """What a file says of one concept in one language."""

    terms: list[str]
    forbidden: list[str]
    definition: str


def write_tbx(terms: Iterable[Mapping[str, Value]]) -> Iterator[bytes]:
    """A file of terms, given by field, piece by piece."""
    yield HEADER.encode()
    for number, term in enumerate(terms, 1):
        yield _write_entry(number, term).encode()
    yield b"</body></text>\n</martif>\n"


def _write_entry(number: int, term: Mapping[str, Value]) -> str:
    note = f"<note>{escape(str(term['note']))}</note>" if term["note"] else ""
    english = str(term["english"])
    return (
        f'<termEntry id="t{number}">{note}\n'
        + _write_language("it", str(term["italian"]), term["forbidden_it"], str(term["definition_it"]))
        + _write_language("zh-CN", str(term["chinese"]), term["forbidden_zh"], str(term["definition_zh"]))
        + (_write_language("en", english, [], "") if english else "")
        + "</termEntry>\n"
    )


def _write_language(code: str, term: str, forbidden: Value, definition: str) -> str:
    said = f'<descrip type="definition">{escape(definition)}</descrip>' if definition else ""
    wrong = "".join(_write_term(each, FORBIDDEN) for each in forbidden)
    return f'<langSet xml:lang="{code}">{said}{_write_term(term, PREFERRED)}{wrong}</langSet>\n'


def _write_term(wording: str, status: str) -> str:
    note = f'<termNote type="administrativeStatus">{status}</termNote>'
    return f"<tig><term>{escape(wording)}</term>{note}</tig>"


def read_tbx(content: bytes) -> Iterator[Row | LeftOut]:
    """The terms of a file, in order. Raises BadFile, for a fault at its end after the terms before it."""
    refuse_size(len(content), MAX_BYTES)
    body, lines = decode_xml(content, DOCTYPE)
    not_ours = _("This is no TBX file: it begins with <%(tag)s>.")
    for number, (element, line) in enumerate(
        read_elements(body, lines, ENTRIES, ROOTS, not_ours, MAX_TAGS), 1
    ):
        if number > MAX_ENTRIES:
            raise BadFile(_("The file has more than %(count)s terms: divide it.") % {"count": MAX_ENTRIES})
        yield from _read_entry(element, line)


def _read_entry(element: Any, line: int) -> Iterator[Row | LeftOut]:
    """The rows of one concept: its terms, and for each synonym one more."""
    try:
        found = _read_languages(element)
        for number, texts in enumerate(_combine(found)):
            # What is said of the concept stands once, with its first terms.
            yield make_row(line, {**texts, **_describe(element, found)} if not number else texts)
    except Unusable as error:
        yield LeftOut(line, str(error))


def _combine(found: Mapping[str, Wordings]) -> Iterator[dict[str, str]]:
    italian, chinese = (found[code].terms if code in found else [] for code in ("it", "zh"))
    if not italian or not chinese:
        raise Unusable(_("not in Italian and Simplified Chinese"))
    pairs = [(italian[0], each) for each in chinese] + [(each, chinese[0]) for each in italian[1:]]
    for ours, theirs in pairs[:MOST_SYNONYMS]:
        yield {"italian": ours, "chinese": theirs}


def _describe(element: Any, found: Mapping[str, Wordings]) -> dict[str, str | list[str]]:
    """The other fields, as far as the file speaks of them."""
    english = found["en"].terms[:1] if "en" in found else []
    told: dict[str, str | list[str]] = {
        "english": english[0] if english else "",
        "definition_it": found["it"].definition,
        "definition_zh": found["zh"].definition,
        "forbidden_it": found["it"].forbidden,
        "forbidden_zh": found["zh"].forbidden,
        "note": "\n".join(_text(child) for child in element if _name(child) == "note"),
    }
    return {field: value for field, value in told.items() if value}


def _read_languages(element: Any) -> dict[str, Wordings]:
    found: dict[str, Wordings] = {}
    for child in element:
        code = (child.get(XML_LANG) or "").lower().replace("_", "-")
        language = code.partition("-")[0]
        if _name(child) not in LANGUAGES or language not in FIELDS or code.startswith(TRADITIONAL):
            continue
        if language in found:
            raise Unusable(_("one language twice"))
        found[language] = _read_language(child)
    return found


def _read_language(element: Any) -> Wordings:
    preferred: list[str] = []
    admitted: list[str] = []
    forbidden: list[str] = []
    for group in element.iter():
        if _name(group) in TERM_GROUPS:
            status = _status(group)
            kind = forbidden if status.startswith(WRONG) else preferred if "prefer" in status else admitted
            kind.append(next((_text(each) for each in group.iter() if _name(each) == "term"), ""))
    definitions = (
        _text(each)
        for each in element.iter()
        if _name(each) == "descrip" and each.get("type") == "definition"
    )
    return Wordings(
        [each for each in (*preferred, *admitted) if each], forbidden, next(definitions, "").strip()
    )


def _status(group: Any) -> str:
    notes = (_text(each) for each in group.iter() if each.get("type") == "administrativeStatus")
    return next(notes, "").strip().lower().replace(" ", "").replace("_", "")


def _text(element: Any) -> str:
    """The words of an element. Raises Unusable where one of them is a reference."""
    if any(is_entity(each) for each in element.iter()):
        raise Unusable(_("an entity"))
    return "".join(element.itertext()).strip()


def _name(element: Any) -> str:
    """The local name; empty for a reference."""
    return "" if is_entity(element) else str(element.tag).rpartition("}")[2]
