"""Numbers and money: what one text counts must be counted in the other, whichever way each language writes it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from cms.translation.terms.checks.currency import find_bare_yen, names_currency
from cms.translation.terms.checks.finding import Finding
from cms.translation.terms.checks.links import find_addresses
from cms.translation.terms.checks.pair import Pair
from cms.translation.terms.checks.quantity import Quantity, Reading, blank, narrow
from cms.translation.terms.checks.reading import read_quantities

_CODE = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]++(?:[-/.][A-Za-z]++){0,6}+[-/.]?\d[A-Za-z0-9]*+(?:[-/.][A-Za-z0-9]++){0,6}+|(?<![A-Za-z0-9])\d+[A-Z][A-Za-z0-9]*"
    r"|\+\d[\d ()\u00a0-]{5,}\d|(?<!\d)(?<!\d[.,])(?!\d{1,3}(?:\.\d{3})++(?!\.?\d))\d+(?:\.\d+){2,6}(?![\d,])"
)
"""An identifier (PONTE-MOB-11, CN1234567, ISO9001, 5G), a telephone number, a version."""


def check_numbers(pair: Pair) -> Iterator[Finding]:
    """Numbers that are missing in the translation or stand in it alone; money of another currency; codes that differ."""
    yield from _check_codes(pair)
    mine = read_quantities(_without_codes(pair.source), is_chinese=pair.from_chinese)
    its = read_quantities(_without_codes(pair.target), is_chinese=pair.to_chinese)
    for start, end in _find_alone(mine, its, pair.source, pair.target):
        written = pair.source[start:end].strip()
        yield Finding("number_missing", "warning", start, end, True, {"written": written})
    for start, end in _find_alone(its, mine, pair.target, pair.source):
        written = pair.target[start:end].strip()
        yield Finding("number_added", "warning", start, end, parameters={"written": written})
    yield from _check_money(pair, mine, its)


def _find_alone(
    quantities: list[Quantity], others: list[Quantity], text: str, other_text: str
) -> Iterator[tuple[int, int]]:
    """Where the quantities stand that the other text does not say, as a number or within a code."""
    said = frozenset(reading for each in others for reading in each.readings)
    in_codes = {
        digits for match in _CODE.finditer(narrow(other_text)) for digits in re.findall(r"\d+", match[0])
    }
    for each in quantities:
        is_said = not each.readings.isdisjoint(said) or narrow(text[each.start : each.end]) in in_codes
        if each.is_sure and not is_said:
            yield each.start, each.end


def _check_money(pair: Pair, mine: list[Quantity], its: list[Quantity]) -> Iterator[Finding]:
    by_reading: dict[Reading, dict[str, Quantity]] = defaultdict(dict)
    for each in its:
        for reading in each.readings:
            by_reading[reading].setdefault(each.currency, each)
    for amount in (each for each in mine if each.currency):
        same = {
            code: each for reading in amount.readings for code, each in by_reading.get(reading, {}).items()
        }
        wrong = next((code for code in sorted(same) if code), "")
        if (
            same
            and amount.currency not in same
            and (wrong or not names_currency(pair.target, amount.currency))
        ):
            found = same[wrong]
            parameters = {"written": pair.target[found.start : found.end], "currency": amount.currency}
            yield Finding("money", "warning", found.start, found.end, parameters=parameters)
    for start, end in find_bare_yen(pair.target):
        yield Finding("yen_sign", "warning", start, end)


def _without_codes(text: str) -> str:
    spans = [(each.start, each.end) for each in find_addresses(text)]
    text = blank(text, spans)
    return blank(text, [each.span() for each in _CODE.finditer(narrow(text))])


def _check_codes(pair: Pair) -> Iterator[Finding]:
    """Each identifier of the source must stand in the translation, however it is spaced, and the reverse."""
    whole = {True: _compact(pair.source), False: _compact(pair.target)}
    for in_source, whole_text in ((True, pair.source), (False, pair.target)):
        text = blank(whole_text, [(each.start, each.end) for each in find_addresses(whole_text)])
        for match in _CODE.finditer(narrow(text)):
            if _compact(match[0]) not in whole[not in_source]:
                parameters = {"written": match[0]}
                code = "number_missing" if in_source else "number_added"
                yield Finding(code, "warning", *match.span(), in_source, parameters)


def _compact(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", narrow(text).upper())
