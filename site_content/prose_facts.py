"""Finds dates and amounts in a call's text that differ from its facts: texts go in, what is odd comes out.

Reads Italian and Chinese ways of writing them. Only for a warning to an editor: nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import get_text_for_indexing

from site_content.validation import read_moment

MONTHS = (
    *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
    *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
)
ITALIAN_DATE = re.compile(rf"\b(\d{{1,2}})º?\s+({'|'.join(MONTHS)})\s+(\d{{4}})\b", re.IGNORECASE)
CHINESE_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
NUMERIC_DATE = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
NUMBER = r"(\d[\d.,]*\d|\d)"
MONEY_AFTER = re.compile(NUMBER + r"\s*(万)?\s*(?:€|euro\b|EUR\b|yuan\b|CNY\b|欧元|元)")
MONEY_BEFORE = re.compile(r"(?:€|EUR|CNY)\s*" + NUMBER)


def find_dates(text: str) -> Iterator[tuple[str, date]]:
    """Each date in `text`: as it is written, and which day it is; days that no calendar has are left out."""
    for match in ITALIAN_DATE.finditer(text):
        month = MONTHS.index(match[2].lower()) + 1
        yield from _make_date(match[0], int(match[3]), month, int(match[1]))
    for match in CHINESE_DATE.finditer(text):
        yield from _make_date(match[0], int(match[1]), int(match[2]), int(match[3]))
    for match in NUMERIC_DATE.finditer(text):
        yield from _make_date(match[0], int(match[3]), int(match[2]), int(match[1]))


def _make_date(written: str, year: int, month: int, day: int) -> Iterator[tuple[str, date]]:
    try:
        yield written, date(year, month, day)
    except ValueError:
        return


def find_amounts(text: str) -> Iterator[tuple[str, Decimal]]:
    """Each amount of money in `text`: as it is written, and its value."""
    for match in MONEY_AFTER.finditer(text):
        yield match[0], read_number(match[1]) * (10_000 if match[2] else 1)
    for match in MONEY_BEFORE.finditer(text):
        yield match[0], read_number(match[1])


def read_number(text: str) -> Decimal:
    """The value of a number as either language writes it: 4.500, 4,500 or 4.500,50."""
    whole, separator, rest = text, "", ""
    if len(text) > 3 and text[-3] in ".,":
        whole, separator, rest = text[:-3], ".", text[-2:]
    elif len(text) > 2 and text[-2] in ".,":
        whole, separator, rest = text[:-2], ".", text[-1:]
    return Decimal(re.sub(r"[.,]", "", whole) + separator + rest)


def find_strays(call: Any) -> list[str]:
    """Dates and amounts in a call's text that are none of its facts, as they are written, without doubles."""
    texts = list(list_texts(call))
    days, amounts = set(list_days(call)), set(list_amounts(call))
    dates = [written for text in texts for written, day in find_dates(text) if day not in days]
    sums = [written for text in texts for written, amount in find_amounts(text) if amount not in amounts]
    return list(dict.fromkeys([*dates, *sums]))


def list_texts(call: Any) -> Iterator[str]:
    """Every text of the call but its amendments, which tell of earlier facts."""
    for name in type(call).TEXT:
        field, value = type(call)._meta.get_field(name), getattr(call, name)
        if isinstance(field, StreamField):
            yield from (str(text) for text in field.get_searchable_content(value) if name != "amendments")
        elif isinstance(field, RichTextField):
            yield get_text_for_indexing(value)
        else:
            yield str(value)


def list_days(call: Any) -> Iterator[date]:
    """Every day that is a fact of the call, in the zone where it was set."""
    deadlines = [side.value.get("deadline") for side in call.sides]
    for text in (call.opens, call.questions_until, *deadlines):
        moment = read_moment(text)
        if moment:
            yield from (moment.day(), moment.local().date())
    for block in (*call.results, *call.amendments):
        yield from _present(block.value.get("date"), block.value.get("remove_on"))


def list_amounts(call: Any) -> Iterator[Decimal]:
    """Every amount that is a fact of the call."""
    for side in call.sides:
        yield from _present(side.value.get("amount"))


def _present(*values: Any) -> Iterable[Any]:
    return [value for value in values if value is not None]
