"""Dates and amounts typed into a call's text are compared with its facts."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import get_messages

from site_content.models.call import CallPage
from site_content.prose_facts import find_amounts, find_dates, find_strays, read_number
from site_content.wagtail_hooks import warn_of_stray_facts
from tests.factories.call import CallPageFactory


def test_dates_are_found_as_either_language_writes_them() -> None:
    text = (
        "Entro il 30 novembre 2026, dal 1º Ottobre 2026; 2026年11月30日24:00; 30/11/2026; 31 febbraio 2026."
    )
    deadline = date(2026, 11, 30)
    assert [day for _written, day in find_dates(text)] == [deadline, date(2026, 10, 1), deadline, deadline]


def test_amounts_are_found_as_either_language_writes_them() -> None:
    text = "4.500 €, € 1.200,50, 1.800.000 yuan, 4,500欧元, 180万元人民币; articolo 12, 3 mesi"
    amounts = sorted(amount for _written, amount in find_amounts(text))
    assert amounts == [Decimal("1200.50"), 4500, 4500, 1_800_000, 1_800_000]


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", "5"), ("4.500", "4500"), ("4,5", "4.5"), ("4.500,50", "4500.50"), ("12.50", "12.50")],
)
def test_numbers(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


def make_call(text: str) -> CallPage:
    """A call with a deadline, an amount and that text about how to apply."""
    side = {
        "side": "cn",
        "deadline": "2026-11-30T16:00:00Z[Asia/Shanghai]",
        "amount": "4500",
        "currency": "EUR",
    }
    sides = CallPage._meta.get_field("sides").to_python(json.dumps([{"type": "side", "value": side}]))
    call: CallPage = CallPageFactory(
        how_to_apply=text, sides=sides, opens="2026-10-01T08:00:00Z[Europe/Rome]"
    )
    return call


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "strays"),
    [
        ("<p>Entro il 30 novembre 2026, fino a 4.500 €, dal 1 ottobre 2026.</p>", []),
        ("<p>Entro il 29 novembre 2026, fino a 5.000 €.</p>", ["29 novembre 2026", "5.000 €"]),
        ("<p>Entro {deadline}, fino a {amount}.</p>", []),
    ],
)
def test_what_differs_from_the_facts_is_named(text: str, strays: list[str]) -> None:
    assert find_strays(make_call(text)) == strays


@pytest.mark.django_db
def test_an_editor_is_warned_at_saving(rf: Any) -> None:
    from django.contrib.messages.storage.fallback import FallbackStorage

    request = rf.post("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    warn_of_stray_facts(request, make_call("<p>Entro il 29 novembre 2026.</p>"))
    assert "29 novembre 2026" in str(next(iter(get_messages(request))))
