"""Dates, times, money, sizes and names of countries and languages as one language writes them.

In: values of documents. Out: plain text. Patterns stand in the catalogues: a new language needs no code.
Must not read the clock: what is relative to today is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from frontend.messages import Catalogue, read_catalogue
from site_content.documents.values import Moment, Money
from site_content.languages import Language

TEN_THOUSANDS = {"zh_Hans": "万"}
"""Languages that count in ten thousands, and how they write it."""
TEN_THOUSAND = 10_000
NO_BREAK_SPACE = "\u00a0"
SIZE_STEP = 1000
CENTS = "#,##0.00"


class Formats:
    """How one language writes values. Instances live as long as the process; results are kept."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.catalogue: Catalogue = read_catalogue(language.babel)
        self._locale = Locale.parse(language.babel)
        self.format_day = lru_cache(maxsize=4096)(self._format_day)
        self.number = lru_cache(maxsize=1024)(self._format_number)
        self.money = lru_cache(maxsize=1024)(self._format_money)
        self._join_list = lru_cache(maxsize=1024)(self._format_list)

    def _format_day(self, day: date, pattern: str) -> str:
        """`day` by one of the catalogue's patterns: `day`, `day_short`, `month_day`, `weekday_day`…"""
        cldr = self.catalogue.plain("date pattern", pattern)
        return format_date(day, cldr, locale=self._locale)

    def _format_number(self, number: Decimal | int) -> str:
        return format_decimal(number, locale=self._locale)

    def day_range(self, first: date, last: date, *, short: bool = False) -> str:
        """Two days as one range, nothing said twice; `short` leaves the year and abbreviates months."""
        if first == last:
            return self.format_day(first, "month_day" if short else "day")
        ends = self._range_patterns(first, last, short)
        start, end = (self.format_day(day, pattern) for day, pattern in zip((first, last), ends, strict=True))
        joint = "same month" if (first.year, first.month) == (last.year, last.month) else "other month"
        return self.catalogue.plain("date range", joint).format(start=start, end=end)

    def _range_patterns(self, first: date, last: date, short: bool) -> tuple[str, str]:
        kind = "short" if short else "long"
        joint = "months" if first.month != last.month else "days"
        name = "years" if first.year != last.year else joint
        return f"{kind}_{name}_start", f"{kind}_{name}_end"

    def clock(self, moment: Moment, zone: str, *, until: bool = False) -> tuple[date, str]:
        """Day and hour of a moment on the clock of `zone`.

        With `until`, a midnight of its own zone is 24:00 of the day before, so that nobody comes a day late.
        """
        local = moment.at.astimezone(ZoneInfo(zone))
        if until and zone == moment.zone and (local.hour, local.minute, local.second) == (0, 0, 0):
            return moment.day(), "24:00"
        return local.date(), f"{local.hour:02}:{local.minute:02}"

    def zone_time(self, name: str) -> str:
        """What the clock of a zone is called before an hour: `Roma`, `北京时间`."""
        return self.catalogue.plain("moment", "{zone} time").format(zone=self.zone(name))

    def zone(self, name: str) -> str:
        """The city whose clock a zone is; the end of its IANA name where no message has it."""
        if self.catalogue.has("zone", name):
            return self.catalogue.plain("zone", name)
        return name.rpartition("/")[2].replace("_", " ")

    def moment(self, moment: Moment, zone: str, *, until: bool = False) -> str:
        """Weekday, day, hour and zone as one phrase; `until` says that it is a deadline."""
        day, hour = self.clock(moment, zone, until=until)
        msgid = "by {hour} on {day}, {zone} time" if until else "at {hour} on {day}, {zone} time"
        template = self.catalogue.plain("moment", msgid)
        return template.format(hour=hour, day=self.format_day(day, "weekday_day"), zone=self.zone(zone))

    def brief_moment(self, moment: Moment, zone: str, *, until: bool = False, with_day: bool = True) -> str:
        """Day, hour and zone in the fewest words; without the day where what stands before has said it."""
        day, hour = self.clock(moment, zone, until=until)
        template = self.catalogue.plain("moment", "{day}, {hour}, {zone}" if with_day else "{hour}, {zone}")
        return template.format(hour=hour, day=self.format_day(day, "day"), zone=self.zone(zone))

    def span(self, starts: Moment, ends: Moment, zone: str) -> str:
        """From when to when on the clock of `zone`; days are said where they differ from the place's."""
        time = self.span_time(starts, ends, zone)
        return self.catalogue.plain("moment", "{zone}: {time}").format(zone=self.zone(zone), time=time)

    def span_time(self, starts: Moment, ends: Moment, zone: str) -> str:
        """The same without the name of the zone."""
        (first, start), (last, end) = self.clock(starts, zone), self.clock(ends, zone, until=True)
        pattern = "day_month" if first.year == last.year else "day"
        if first != last:
            return self._join_range(
                self.day_and_hour(first, start, pattern), self.day_and_hour(last, end, pattern)
            )
        if first != starts.local().date():
            return self.day_and_hour(first, f"{start}–{end}", pattern)
        return f"{start}–{end}"

    def day_and_hour(self, day: date, hour: str, pattern: str) -> str:
        """A day by one of the catalogue's patterns, and an hour."""
        words = self.format_day(day, pattern)
        return self.catalogue.plain("moment", "{day} {hour}").format(day=words, hour=hour)

    def _join_range(self, start: str, end: str) -> str:
        return self.catalogue.plain("date range", "other month").format(start=start, end=end)

    def local_day(self, at: datetime) -> date:
        """The day of a moment for most readers of this language."""
        return at.astimezone(ZoneInfo(self.language.zone)).date()

    def _format_money(self, money: Money) -> str:
        """An amount with its currency in words that nobody can mistake; nothing to pay is said in words."""
        if not money.amount:
            return self.catalogue.plain("", "free of charge")
        amount = self._amount(money.amount)
        if self.catalogue.has("money", money.currency):
            return self.catalogue.plain("money", money.currency).format(amount=amount)
        return f"{amount}{NO_BREAK_SPACE}{money.currency}"

    def _amount(self, amount: Decimal) -> str:
        sign = TEN_THOUSANDS.get(self.language.babel)
        if sign and amount >= TEN_THOUSAND and amount % SIZE_STEP == 0:
            return self.number(amount / TEN_THOUSAND) + sign
        return format_decimal(amount, None if amount == amount.to_integral() else CENTS, locale=self._locale)

    def money_range(self, amounts: Iterable[Money]) -> str:
        """Several amounts as one phrase, each currency once: the highest of each."""
        highest: dict[str, Money] = {}
        for money in amounts:
            known = highest.get(money.currency)
            highest[money.currency] = max(known, money, key=lambda one: one.amount) if known else money
        return self.listed(self.money(money) for money in highest.values())

    def size(self, size_bytes: int) -> str:
        """A file's size in kB or MB (powers of ten), one decimal below ten."""
        kilobytes = max(1, round(size_bytes / SIZE_STEP))
        if kilobytes < SIZE_STEP:
            return f"{self.number(kilobytes)}{NO_BREAK_SPACE}kB"
        megabytes = Decimal(size_bytes) / SIZE_STEP**2
        return f"{self.number(round(megabytes, 1 if megabytes < 10 else 0))}{NO_BREAK_SPACE}MB"

    def aside(self, text: str) -> str:
        """`text` in the language's parentheses, ready to follow a word; nothing where there is no text."""
        return self.catalogue.plain("pattern", "in parentheses").format(text=text) if text else ""

    def country(self, code: str) -> str:
        """The country's name; the code itself where there is none."""
        return str(self._locale.territories.get(code, code))

    def language_name(self, tag: str) -> str:
        """The language's name; the tag itself where there is none."""
        names = self._locale.languages
        primary = tag.replace("-", "_").split("_")[0]
        return str(names.get(_babel_name(tag)) or names.get(primary) or tag)

    def languages(self, tags: tuple[str, ...]) -> str:
        """Names of languages as a list in prose."""
        return self.listed(self.language_name(tag) for tag in tags)

    def countries(self, codes: tuple[str, ...]) -> str:
        """Names of countries as a list in prose."""
        return self.listed(self.country(code) for code in codes)

    def words(self, context: str, keys: tuple[str, ...]) -> str:
        """Words of a fixed vocabulary as a list in prose."""
        return self.listed(self.catalogue.plain(context, key) for key in keys)

    def listed(self, parts: Iterable[str]) -> str:
        """Parts as a list in prose: `a, b e c`; `a、b和c`."""
        return self._join_list(tuple(str(part) for part in parts))

    def _format_list(self, parts: tuple[str, ...]) -> str:
        return format_list(parts, locale=self._locale)


def _babel_name(tag: str) -> str:
    primary, _, rest = tag.replace("_", "-").partition("-")
    return f"{primary.lower()}_{rest.title()}" if rest else primary.lower()
