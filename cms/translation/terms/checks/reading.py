"""The numbers of a text in either language, with every way in which each may be read. Dates are not among them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from cms.translation.terms.checks.chinese_words import LARGE, NUMERAL, UNITS, read_numeral
from cms.translation.terms.checks.currency import find_currency
from cms.translation.terms.checks.dates import find_days
from cms.translation.terms.checks.italian_words import is_idiom, read_cardinal, read_other
from cms.translation.terms.checks.phrases import settle
from cms.translation.terms.checks.quantity import (
    SMALLEST_SURE,
    Quantity,
    Reading,
    as_minute,
    as_number,
    as_percent,
    blank,
    narrow,
)

_SPACE = "[ \u00a0\u202f]"
_TIME = re.compile(r"(?<![\d:])(\d{1,2})(?::(\d{2})(?![\d:])|[点时](\d{1,2})分)")
_ITALIAN_NUMBER = re.compile(
    r"(?<!\d)(?<!\d[.,])(?:\d{1,3}(?:[.\u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
    rf"(?P<unit>{_SPACE}?(?:milioni|milione|miliardi|miliardo|mila)\b)?",
    re.IGNORECASE,
)
_CHINESE_NUMBER = re.compile(
    r"(?<!\d)(?<!\d[.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>[ ]?[十百千万亿]{1,4})?(?P<more>\d{1,4}万)?"
)
_CHINESE_WORD = re.compile(f"{NUMERAL}+")
_MEASURES = "瓦米克伏赫焦卡帕字兆"
"""After 千 these make a unit of measure: 50千瓦 is 50 kW."""
_ITALIAN_WORD = re.compile(r"[^\W\d_]+")
_ITALIAN_SCALES = {"mila": 3, "milion": 6, "miliard": 9}
_FRACTIONS = {"decim": 10, "centesim": 100, "millesim": 1000}
_MONTHS_OF = {
    "mes": 1,
    "trimestr": 3,
    "semestr": 6,
    "ann": 12,
    "bienni": 24,
    "个月": 1,
    "年": 12,
    "学年": 12,
    "周年": 12,
}
_DAYS_OF = {"giorn": 1, "settiman": 7, "天": 1, "日": 1, "周": 7, "个星期": 7, "星期": 7}
_AFTER = re.compile(
    rf"{_SPACE}?(?P<percent>%|per{_SPACE}?cento|percento)|{_SPACE}?(?P<unit>mes|trimestr|semestr|ann|bienni|giorn|settiman|个月|学年"
    r"|周年|年|天|日|周|个星期|星期)|(?P<tenths>折)|(?P<tens>成)(?![果功员立绩本为])|(?P<hour>[点时](?!候))(?P<minutes>\d{1,2}分?|半|整)?"
)
_NOON = re.compile(r"(?:下午|晚上|晚|傍晚)$")
_PERCENT_BEFORE = re.compile(r"百分之$")
_HALF = re.compile(rf"{_SPACE}\w+{_SPACE}e{_SPACE}mezz[oa]\b")
_ROMAN = re.compile(r"\b(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})\b")
_ROMAN_VALUES = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}


def read_quantities(text: str, *, is_chinese: bool) -> list[Quantity]:
    """Every number of the text, in digits and in words, in order; those inside its dates are not told."""
    text = whole = narrow(text)
    text = blank(text, [(day.start, day.end) for day in find_days(text, is_chinese=is_chinese)])
    found = list(_read_times(text, is_chinese=is_chinese))
    for read in (_READERS[is_chinese], _WORD_READERS[is_chinese], _read_roman):
        text = blank(text, [(each.start, each.end) for each in found])
        found += read(text)
    return settle(whole, sorted(found, key=lambda each: each.start), is_chinese=is_chinese)


def _read_times(text: str, *, is_chinese: bool) -> Iterator[Quantity]:
    for match in _TIME.finditer(text):
        hour, minute = int(match[1]), int(match[2] or match[3])
        if hour <= 24 and minute < 60:
            readings = {as_minute(each, minute) for each in _hours(text, match.start(), hour, is_chinese)}
            yield Quantity(*match.span(), frozenset(readings | _bare_hour(hour, minute)), is_sure=True)


def _bare_hour(hour: int, minute: int) -> set[Reading]:
    return {as_number(hour)} if not minute else set()


def _hours(text: str, start: int, hour: int, is_chinese: bool) -> list[int]:
    """The hour as it is written, and as the afternoon's where the text says so."""
    later = is_chinese and hour < 12 and _NOON.search(text, 0, start)
    return [hour + 12] if later else [hour]


def _read_italian_digits(text: str) -> Iterator[Quantity]:
    for match in _ITALIAN_NUMBER.finditer(text):
        written, unit = match[0], (match["unit"] or "").strip().lower()
        digits = written[: len(written) - len(match["unit"] or "")]
        value = _italian_value(digits) * _scale_of(unit)
        readings = _with_unit(text, match.end(), value, digits) | _and_a_half(text, match.end(), value)
        if clock := re.fullmatch(r"([01]?\d|2[0-4])\.([0-5]\d)", digits):
            readings |= {as_minute(int(clock[1]), int(clock[2]))} | _bare_hour(int(clock[1]), int(clock[2]))
        elif digits.isdecimal() and value <= 24:
            readings |= {as_minute(int(value))}
        yield _make(text, match.span(), readings, is_sure=True)


def _italian_value(digits: str) -> Decimal:
    if re.fullmatch(r"\d{1,3}(?:[.\u00a0\u202f]\d{3})+(?:,\d+)?", digits):
        digits = re.sub(r"[.\u00a0\u202f]", "", digits)
    return Decimal(digits.replace(",", "."))


def _scale_of(unit: str) -> int:
    return next((10**power for name, power in _ITALIAN_SCALES.items() if unit.startswith(name)), 1)


def _read_chinese_digits(text: str) -> Iterator[Quantity]:
    for match in _CHINESE_NUMBER.finditer(text):
        unit, end = (match["unit"] or "").strip(), match.end()
        digits = match[0][: match.start("unit") - match.start()] if unit else match[0]
        value = Decimal(digits.strip().replace(",", ""))
        readings: set[Reading] = set()
        if unit:
            if unit[-1] == "千" and text[end : end + 1] in _MEASURES and text[end : end + 1]:
                unit = unit[:-1]
            for each in unit:
                value *= (UNITS | LARGE)[each]
            value += int(match["more"][:-1]) * LARGE["万"] if match["more"] else 0
        readings |= _clock(text, match.start(), end, value) or _with_unit(text, end, value, digits)
        yield _make(text, match.span(), _as_share(text, match.start(), value, readings), is_sure=True)


def _read_chinese_words(text: str) -> Iterator[Quantity]:
    for match in _CHINESE_WORD.finditer(text):
        run, end = match[0], match.end()
        if run[-1] == "千" and text[end : end + 1] in _MEASURES and len(run) > 1:
            run = run[:-1]
        value = read_numeral(run)
        if value is None:
            # Two numbers side by side, as in 三四十: each is known, none is sure.
            values = [number for each in run if (number := read_numeral(each)) is not None]
            yield Quantity(*match.span(), frozenset(map(as_number, values)), is_sure=False)
            continue
        readings = _clock(text, match.start(), end, value) or _with_unit(text, end, value, "")
        if text.startswith("半", end + 1) or text.startswith("个半", end):
            readings |= _with_unit(text, end + 2, value + Decimal("0.5"), "")
        is_sure = value >= SMALLEST_SURE and len(run) > 1 and not text.startswith(("分", "足"), end)
        shares = _as_share(text, match.start(), value, readings)
        yield _make(text, match.span(), shares, is_sure=is_sure)
    for match in re.finditer("半|双", text):
        if match[0] == "双":
            yield Quantity(*match.span(), frozenset({as_number(2)}), is_sure=False)
            continue
        half = Decimal("0.5")
        readings = {as_number(half), as_percent(50)} | _with_unit(text, match.end(), half, "")
        yield Quantity(*match.span(), frozenset(readings), is_sure=False)


def _clock(text: str, start: int, end: int, value: Decimal) -> set[Reading]:
    """9点, 下午3点半, 14时30分 as times of day."""
    after = _AFTER.match(text, end)
    if after is None or not after["hour"] or value > 24 or value != int(value):
        return set()
    minutes = after["minutes"] or ""
    minute = 30 if minutes == "半" else int(re.sub(r"\D", "", minutes) or 0)
    return {
        as_minute(hour, minute) for hour in _hours(text, start, int(value), is_chinese=True)
    } | _bare_hour(int(value), minute)


def _as_share(text: str, start: int, value: Decimal, readings: set[Reading]) -> set[Reading]:
    """Only as a percentage after 百分之."""
    return {as_percent(value)} if _PERCENT_BEFORE.search(text, max(0, start - 3), start) else readings


def _with_unit(text: str, end: int, value: Decimal, digits: str) -> set[Reading]:
    """The readings that what follows the number gives it."""
    after = _AFTER.match(text, end)
    if after and after["percent"]:
        return {as_percent(value)}
    readings = {as_number(value)}
    if after and after["unit"]:
        unit = after["unit"]
        if unit in _MONTHS_OF:
            readings.add(("months", value * _MONTHS_OF[unit]))
        if unit in _DAYS_OF:
            readings.add(("days", value * _DAYS_OF[unit]))
    if after and after["tenths"]:
        readings |= {
            as_percent(100 - value * 10),
            as_percent(value * 10),
            as_percent(100 - value),
            as_percent(value),
        }
    if after and after["tens"]:
        readings.add(as_percent(value * 10))
    if fraction := re.match(rf"{_SPACE}({'|'.join(_FRACTIONS)})[oi]\b", text[end : end + 14]):
        readings.add(as_number(value / _FRACTIONS[fraction[1]]))
    return readings


def _read_italian_words(text: str) -> Iterator[Quantity]:
    for match in _ITALIAN_WORD.finditer(text):
        word = match[0]
        cardinal, other = _read_elided(word, text[match.end() : match.end() + 1]), read_other(word)
        if cardinal is not None:
            readings, end = _scaled(text, match.end(), cardinal)
            is_sure = cardinal >= SMALLEST_SURE and not is_idiom(cardinal)
            yield _make(text, (match.start(), end), readings, is_sure=is_sure)
        elif other is not None:
            readings = {as_number(other), ("months", other), ("months", other * 12)}
            yield Quantity(*match.span(), frozenset(readings), is_sure=False)
        elif word.lower().startswith(("metà", "mezz", "semestr", "dimezza")):
            months: set[Reading] = {("months", Decimal(6))}
            half = {as_number(Decimal("0.5")), as_percent(50)} | months
            yield Quantity(*match.span(), frozenset(half), is_sure=False)


def _read_elided(word: str, after: str) -> Decimal | None:
    """A number in one word, in `vent’anni` too."""
    endings = "iao" if after in ("'", "’") else ("",)
    return next((value for each in endings if (value := read_cardinal(word + each)) is not None), None)


def _scaled(text: str, end: int, value: Decimal) -> tuple[set[Reading], int]:
    """`due milioni`, `un milione e mezzo`: the readings, and where it ends."""
    scale = re.compile(rf"{_SPACE}(milion[ei]|miliard[oi])\b(?P<half>{_SPACE}e{_SPACE}mezzo)?").match(
        text, end
    )
    if scale is None:
        return _with_unit(text, end, value, "") | _and_a_half(text, end, value), end
    value = (value + (Decimal("0.5") if scale["half"] else 0)) * _scale_of(scale[1])
    return _with_unit(text, scale.end(), value, ""), scale.end()


def _and_a_half(text: str, end: int, value: Decimal) -> set[Reading]:
    """`tre ore e mezza`, `4 anni e mezzo`."""
    half = _HALF.match(text, end)
    return _with_unit(text, end, value + Decimal("0.5"), "") if half else set()


def _read_roman(text: str) -> Iterator[Quantity]:
    for match in _ROMAN.finditer(text):
        value = len(match[1]) * 10 + _ROMAN_VALUES[match[2]]
        if value:
            yield Quantity(*match.span(), frozenset({as_number(value)}), is_sure=False)


def _make(text: str, span: tuple[int, int], readings: set[Reading], *, is_sure: bool) -> Quantity:
    return Quantity(*span, frozenset(readings), is_sure, find_currency(text, *span))


_READERS: dict[bool, Callable[[str], Iterable[Quantity]]] = {
    True: _read_chinese_digits,
    False: _read_italian_digits,
}
_WORD_READERS: dict[bool, Callable[[str], Iterable[Quantity]]] = {
    True: _read_chinese_words,
    False: _read_italian_words,
}
