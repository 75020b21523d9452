"""Numbers whose words around them say whether the other language must have them: ranges must, set phrases need not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from cms.translation.terms.checks.chinese_words import NUMERAL
from cms.translation.terms.checks.quantity import Quantity, as_number

_RANGES = {
    True: re.compile(rf"{NUMERAL}{{1,3}}[至到]{NUMERAL}{{1,3}}(?:个月|年|天|周|个星期)"),
    False: re.compile(r"\b(?:da|tra|fra) \w+ (?:a|e) \w+ (?:mesi|anni|giorni|settimane)\b", re.IGNORECASE),
}
"""`da tre a sei mesi`, 三至六个月: small numbers in words, and yet meant to the letter."""
_PHRASES = {
    True: re.compile(r"\d{2}世纪(?=\d0年代)|十[一二三四五六]五(?=”|规划|期间|时期)"),
    False: re.compile(r"\b24 ore su 24\b|\b7 giorni su 7\b", re.IGNORECASE),
}
"""The century of a decade (`anni Novanta` has none), a plan of five years, round the clock."""
_QUARTERS = re.compile(r"\b(?P<count>un|tre) quart[oi] d['’]ora\b", re.IGNORECASE)


def settle(text: str, quantities: Sequence[Quantity], *, is_chinese: bool) -> list[Quantity]:
    """The quantities of a text, sure or not by the words around them; and its quarters of an hour, in minutes."""
    strict = [found.span() for found in _RANGES[is_chinese].finditer(text)]
    loose = [found.span() for found in _PHRASES[is_chinese].finditer(text)]
    settled = [
        replace(each, is_sure=not _within(each, loose) and (each.is_sure or _within(each, strict)))
        for each in quantities
    ]
    for found in () if is_chinese else _QUARTERS.finditer(text):
        minutes = Decimal(45 if found["count"].lower() == "tre" else 15)
        settled.append(Quantity(*found.span(), frozenset({as_number(minutes)}), is_sure=False))
    return settled


def _within(quantity: Quantity, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= quantity.start and quantity.end <= end for start, end in spans)
