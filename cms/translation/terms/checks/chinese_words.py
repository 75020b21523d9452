"""Chinese numerals become values: 一百六十八, 二〇二六, 三万五千. Knows nothing of texts."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {each: value for value, each in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "壹": 1,
    "俩": 2,
}
UNITS = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}
LONGEST = 20
"""Numerals of a number; nobody writes longer ones."""
NUMERAL = "[" + "".join([*DIGITS, *UNITS, *LARGE]) + "]"


def read_numeral(run: str) -> Decimal | None:
    """The value of a run of numerals; None where they make no number (千万 and 万一 are words)."""
    if len(run) > LONGEST or not any(each in DIGITS or each == "十" for each in run):
        return None
    if all(each in DIGITS for each in run):
        # Digit by digit as in a year; 一二 alone is "one or two".
        return Decimal("".join(str(DIGITS[each]) for each in run)) if len(run) in (1, 4) else None
    total = section = digit = 0
    for each in run:
        if each in DIGITS:
            digit = DIGITS[each]
        elif each in UNITS:
            section, digit = section + (digit or 1) * UNITS[each], 0
        else:
            total, section, digit = (total + section + digit) * LARGE[each], 0, 0
    return Decimal(total + section + digit)
