"""Dates, deadlines, money and names read as terms fix them, in each language."""

from __future__ import annotations

from datetime import date

import pytest

from frontend.formats import Formats
from frontend.times import Times
from site_content.documents.values import Moment, Money
from site_content.languages import LANGUAGES
from tests.unit.frontend.bases import BEIJING, ROME
from tests.unit.frontend.pieces import euro, moment, yuan

IT, ZH = Formats(LANGUAGES["it"]), Formats(LANGUAGES["zh-hans"])
ROME_MIDNIGHT = moment("2026-12-01T00:00", ROME)
BEIJING_MIDNIGHT = moment("2026-12-01T00:00", BEIJING)


@pytest.mark.parametrize(
    ("formats", "deadline", "zone", "words"),
    [
        (ZH, BEIJING_MIDNIGHT, BEIJING, "北京时间2026年11月30日（星期一）24:00"),
        (ZH, BEIJING_MIDNIGHT, ROME, "罗马时间2026年11月30日（星期一）17:00"),
        (IT, ROME_MIDNIGHT, ROME, "entro le 24:00 di lunedì 30 novembre 2026, ora di Roma"),
        (IT, ROME_MIDNIGHT, BEIJING, "entro le 07:00 di martedì 1 dicembre 2026, ora di Pechino"),
        (ZH, ROME_MIDNIGHT, BEIJING, "北京时间2026年12月1日（星期二）07:00"),
        (ZH, ROME_MIDNIGHT, ROME, "罗马时间2026年11月30日（星期一）24:00"),
        (
            IT,
            moment("2026-07-01T12:00", ROME),
            BEIJING,
            "entro le 18:00 di mercoledì 1 luglio 2026, ora di Pechino",
        ),
    ],
)
def test_deadline_is_said_in_each_zone(formats: Formats, deadline: Moment, zone: str, words: str) -> None:
    assert formats.moment(deadline, zone, until=True) == words


def test_midnight_that_is_no_deadline_stays_midnight() -> None:
    assert IT.moment(ROME_MIDNIGHT, ROME) == "alle 00:00 di martedì 1 dicembre 2026, ora di Roma"


def test_time_element_holds_the_next_day_of_a_deadline_at_midnight() -> None:
    element = Times(ZH).large(BEIJING_MIDNIGHT, BEIJING, until=True)
    assert element.startswith('<time datetime="2026-12-01T00:00+08:00">')
    assert element.striptags() == "北京时间2026年11月30日（星期一）24:00"
    assert "<strong>30 novembre 2026,</strong>" in Times(IT).large(ROME_MIDNIGHT, ROME, until=True)


@pytest.mark.parametrize(
    ("amount", "italian", "chinese"),
    [
        (euro("4500"), "4.500\u00a0€", "4,500欧元"),
        (yuan("1800000"), "1.800.000\u00a0yuan (CNY)", "180万元人民币"),
        (euro("250000"), "250.000\u00a0€", "25万欧元"),
        (yuan("12500"), "12.500\u00a0yuan (CNY)", "12,500元人民币"),
        (euro("1200.50"), "1.200,50\u00a0€", "1,200.50欧元"),
        (euro("0"), "gratuito", "免费"),
        (Money(yuan("100").amount, "GBP"), "100\u00a0GBP", "100\u00a0GBP"),
    ],
)
def test_money_is_never_a_bare_sign(amount: Money, italian: str, chinese: str) -> None:
    assert (IT.money(amount), ZH.money(amount)) == (italian, chinese)


def test_several_amounts_say_each_currency_once() -> None:
    assert IT.money_range([euro("100"), yuan("800"), euro("300")]) == "300\u00a0€ e 800\u00a0yuan (CNY)"


@pytest.mark.parametrize(
    ("first", "last", "italian", "chinese"),
    [
        (date(2026, 11, 12), date(2026, 11, 12), "12 novembre 2026", "2026年11月12日"),
        (date(2026, 11, 12), date(2026, 11, 14), "12–14 novembre 2026", "2026年11月12日至14日"),
        (date(2026, 11, 30), date(2026, 12, 2), "30 novembre – 2 dicembre 2026", "2026年11月30日至12月2日"),
        (
            date(2026, 12, 30),
            date(2027, 1, 2),
            "30 dicembre 2026 – 2 gennaio 2027",
            "2026年12月30日至2027年1月2日",
        ),
    ],
)
def test_range_says_nothing_twice(first: date, last: date, italian: str, chinese: str) -> None:
    assert (IT.day_range(first, last), ZH.day_range(first, last)) == (italian, chinese)


def test_span_says_the_day_only_where_it_is_another() -> None:
    starts, ends = moment("2026-12-10T18:00", ROME), moment("2026-12-10T19:30", ROME)
    assert IT.span(starts, ends, ROME) == "Roma: 18:00–19:30"
    assert IT.span(starts, ends, BEIJING) == "Pechino: 11 dicembre, 01:00–02:30"
    later = moment("2026-12-11T12:00", ROME)
    assert ZH.span(starts, later, BEIJING) == "北京时间12月11日01:00–19:00"


def test_sizes_countries_and_languages_have_names() -> None:
    assert [IT.size(one) for one in (12, 248_300, 1_234_567, 25_000_000)] == [
        "1\u00a0kB",
        "248\u00a0kB",
        "1,2\u00a0MB",
        "25\u00a0MB",
    ]
    assert (IT.country("CN"), ZH.country("IT"), IT.country("XX")) == ("Cina", "意大利", "XX")
    names = [IT.language_name(tag) for tag in ("it", "zh-Hans", "zh-CN", "en", "x-none")]
    assert names == ["italiano", "cinese semplificato", "cinese", "inglese", "x-none"]
    assert ZH.zone("America/New_York") == "New York"
