"""A term as a file brings it: texts cleaned and measured, or a reason why it cannot be one. Asks no database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from msgspec import Struct

from cms.translation.xml_reading import is_unfit
from site_content.search.text import HAN

TERMS = ("italian", "chinese", "english")
LISTS = ("forbidden_it", "forbidden_zh")
FIELDS = (*TERMS, "definition_it", "definition_zh", *LISTS, "note")
"""The fields of a glossary term, in the order in which files have them."""
LONGEST_TERM, LONGEST_TEXT, MOST_VARIANTS = 255, 4_000, 50
TIMES = 4
"""A text may be so much longer before it is composed and its blanks are single: a longer one is not looked at."""
BLANKS = re.compile(r"[^\S\n]+")
HAN_SIGN = re.compile(f"[{HAN}]")
Value = str | list[str]


class Unusable(ValueError):
    """Why a row cannot be a term, for people."""


class Row(Struct, frozen=True):
    """One term of a file with its line; of `values` the fields that the file speaks of, both terms always."""

    line: int
    values: dict[str, Value]

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same term as one of the glossary."""
        return str(self.values["italian"]), str(self.values["chinese"])


def make_row(line: int, texts: Mapping[str, str | Iterable[str]]) -> Row:
    """The row of a file's texts by field, cleaned. Raises Unusable."""
    values: dict[str, Value] = {}
    for field, text in texts.items():
        if field in LISTS:
            lines = text.splitlines() if isinstance(text, str) else text
            values[field] = list(dict.fromkeys(each for one in lines if (each := _clean(one, field))))
        else:
            values[field] = _clean(str(text), field)
    _check(values)
    return Row(line, values)


def _clean(text: str, field: str) -> str:
    """Composed characters, single blanks; lines stay in definitions and notes."""
    if len(text) > TIMES * LONGEST_TEXT:
        raise Unusable(_("a text too long"))
    if is_unfit(text):
        raise Unusable(_("control characters"))
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    one_line = field in TERMS or field in LISTS
    return BLANKS.sub(" ", text.replace("\n", " ") if one_line else text).strip()


def _check(values: Mapping[str, Value]) -> None:
    italian, chinese = values.get("italian", ""), values.get("chinese", "")
    if not italian or not chinese:
        raise Unusable(_("not in Italian and Simplified Chinese"))
    if not HAN_SIGN.search(str(chinese)) and HAN_SIGN.search(str(italian)):
        raise Unusable(_("Italian and Chinese stand in each other’s place"))
    for field, value in values.items():
        texts = value if isinstance(value, list) else [value]
        longest = LONGEST_TERM if field in TERMS or field in LISTS else LONGEST_TEXT
        if len(texts) > MOST_VARIANTS or any(len(each) > longest for each in texts):
            raise Unusable(_("a text too long"))
    for field, right in (("forbidden_it", italian), ("forbidden_zh", chinese)):
        if right in values.get(field, []):
            raise Unusable(_("the term itself is among its forbidden variants"))
