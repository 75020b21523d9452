"""A number, date or time as it stands in a text, with every way in which it may be read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

Reading = tuple[str, Decimal]
"""What is counted and how many: `number`, `percent`, `minute` of the day, `month` of the year, `months`, `days`."""

SMALLEST_SURE = 11
"""Smaller numbers in words are said in too many ways (a couple, both, once) to be missed when they are not found."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One of a text's numbers. Two are the same if they share a reading."""

    start: int
    end: int
    readings: frozenset[Reading]
    is_sure: bool
    """Whether the other language must say it too: digits, and larger numbers in words."""
    currency: str = ""


def as_number(value: Decimal | int) -> Reading:
    """A plain number."""
    return "number", Decimal(value)


def as_percent(value: Decimal | int) -> Reading:
    """Hundredths."""
    return "percent", Decimal(value)


def as_minute(hour: int, minute: int = 0) -> Reading:
    """A time of day, in minutes from midnight."""
    return "minute", Decimal(hour * 60 + minute)


WIDE = str.maketrans("０１２３４５６７８９％：．＋－／", "0123456789%:.+-/")


def narrow(text: str) -> str:
    """The text with full-width digits and signs as half-width ones, character for character."""
    return text.translate(WIDE)


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with those stretches as spaces, so that all other positions stay."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return "".join(characters)
