"""Days of the calendar in a text: 30 novembre 2026, 2026年11月30日, 30/11/2026, ranges of them, and days of the week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cms.translation.terms.checks.chinese_words import read_numeral
from cms.translation.terms.checks.finding import Finding
from cms.translation.terms.checks.pair import Pair
from cms.translation.terms.checks.quantity import narrow

MONTHS = (
    *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
    *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
)
WEEKDAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")
_DAY = r"(?:\d{1,2}[º°]?|primo)"
_AND = r"\s*(?:,|e|o|al|all['’]|-|–|/)\s*"
_ITALIAN = re.compile(
    rf"(?:(?P<days>(?<!\d)(?<!\d[.,])\b{_DAY}(?:{_AND}{_DAY}){{0,6}})\s+)?(?:di\s+)?\b(?P<month>{'|'.join(MONTHS)})\b"
    r"(?:\s+(?:del\s+)?(?P<year>[12]\d{3})\b)?",
    re.IGNORECASE,
)
_HAN_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_HAN_AND = r"\s*(?:至|到|-|–|—|~|～|、|和|及|或)\s*"
_CHINESE = re.compile(
    rf"(?:(?P<year>[12]\d{{3}}|[一二][〇零一二三四五六七八九]{{3}})\s*年\s*)?(?P<month>{_HAN_DAY})\s*月(?!球)"
    rf"(?:\s*(?P<days>{_HAN_DAY}(?:[日号]?{_HAN_AND}{_HAN_DAY}){{0,6}})\s*[日号])?"
)
_MORE_DAYS = re.compile(rf"\s*(?:[（(][^（()）]*[)）])?{_HAN_AND}({_HAN_DAY})[日号]")
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<year>[12]\d{3})([-/.])(?P<month>\d{1,2})\2(?P<days>\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(?P<days>\d{1,2})([-/.])(?P<month>\d{1,2})\2(?P<year>[12]\d{3})(?!\d)")
_ITALIAN_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_CHINESE_WEEKDAY = re.compile(r"(?:星期|礼拜|周)([一二三四五六日天])(?![次个期年周天级遍])")


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or a month where `day` is 0; `year` is 0 where the text leaves it out."""

    start: int
    end: int
    year: int
    month: int
    day: int

    def equals(self, other: Day) -> bool:
        """Whether both may be the same: what one leaves out is not compared."""
        return self.month == other.month and all(
            mine == its or not mine or not its
            for mine, its in ((self.year, other.year), (self.day, other.day))
        )


def find_days(text: str, *, is_chinese: bool) -> list[Day]:
    """Every day and month of the text, in order; what no calendar has is left out."""
    text = narrow(text)
    patterns = (_YEAR_FIRST, _DAY_FIRST, _CHINESE if is_chinese else _ITALIAN)
    found = [day for pattern in patterns for match in pattern.finditer(text) for day in _read(match)]
    return sorted(
        (day for day in found if day.month in range(1, 13) and day.day in range(32)),
        key=lambda day: day.start,
    )


def _read(match: re.Match[str]) -> Iterator[Day]:
    month, year = _number(match["month"]), _number(match["year"] or "0")
    end = match.end()
    days = [_number(each) for each in re.findall(rf"{_HAN_DAY}|primo", match["days"] or "0")]
    while match.re is _CHINESE and match["days"] and (more := _MORE_DAYS.match(match.string, end)):
        days.append(_number(more[1]))
        end = more.end()
    for day in days:
        yield Day(match.start(), end, year, month, day)


def _number(written: str) -> int:
    lower = written.lower()
    if lower in MONTHS:
        return MONTHS.index(lower) + 1
    if lower == "primo":
        return 1
    return int(written) if written.isdecimal() else int(read_numeral(written) or 0)


def check_dates(pair: Pair) -> Iterator[Finding]:
    """Days that only one of the two texts names, and days of the week that differ."""
    source = find_days(pair.source, is_chinese=pair.from_chinese)
    target = find_days(pair.target, is_chinese=pair.to_chinese)
    mine, its = _distinct(source), _distinct(target)
    for day in source:
        if not any(day.equals(other) for other in its):
            written = pair.source[day.start : day.end]
            yield Finding("date_missing", "warning", day.start, day.end, True, {"written": written.strip()})
    for day in target:
        if not any(day.equals(other) for other in mine):
            written = pair.target[day.start : day.end]
            yield Finding(
                "date_added", "warning", day.start, day.end, parameters={"written": written.strip()}
            )
    yield from _check_weekdays(pair)


def _distinct(days: list[Day]) -> list[Day]:
    return list({(day.year, day.month, day.day): day for day in days}.values())


def _check_weekdays(pair: Pair) -> Iterator[Finding]:
    source = _find_weekdays(pair.source, is_chinese=pair.from_chinese)
    for number, (start, end) in _find_weekdays(pair.target, is_chinese=pair.to_chinese).items():
        if source and number not in source:
            yield Finding("weekday", "warning", start, end, parameters={"written": pair.target[start:end]})


def _find_weekdays(text: str, *, is_chinese: bool) -> dict[int, tuple[int, int]]:
    if is_chinese:
        found = _CHINESE_WEEKDAY.finditer(text)
        return {"一二三四五六日".index(each[1].replace("天", "日")): each.span() for each in found}
    return {WEEKDAYS.index(each[1].lower()): each.span() for each in _ITALIAN_WEEKDAY.finditer(text)}
