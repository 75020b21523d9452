"""Answers are kept as long as nothing that they were made from has changed, and are as right as if they were made now."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from site_content.documents.news import NewsDocument
from site_content.documents.values import Money
from static_build.answers import Answers, Question, are_same


class Sheet:
    """Numbers in cells, and sums over them: what was worked out is noted."""

    def __init__(self, **cells: int) -> None:
        self.cells = cells
        self.made: list[Question] = []
        self.answers = Answers(self._make)

    def ask(self, *question: Any) -> Any:
        return self.answers.ask(question)

    def _make(self, question: Question) -> Any:
        self.made.append(question)
        kind, *names = question
        if kind == "cell":
            return self.cells.get(names[0], 0)
        if kind == "sum":
            return sum(self.ask("cell", name) for name in names)
        if kind == "sign":
            return self.ask("sum", *names) >= 0
        return f"{'in the black' if self.ask('sign', *names) else 'in the red'}"

    def change(self, **cells: int) -> set[Question]:
        self.cells.update(cells)
        self.made.clear()
        return self.answers.change(("cell", name) for name in cells)


def test_an_answer_is_made_once() -> None:
    sheet = Sheet(a=1, b=2)
    assert [sheet.ask("sum", "a", "b"), sheet.ask("sum", "a", "b")] == [3, 3]
    assert sheet.made.count(("sum", "a", "b")) == 1


def test_only_what_was_made_from_a_change_is_made_again() -> None:
    sheet = Sheet(a=1, b=2, c=3)
    sheet.ask("sum", "a", "b")
    sheet.ask("sum", "c")
    doubtful = sheet.change(a=5)
    assert doubtful == {("cell", "a"), ("sum", "a", "b")}
    assert (sheet.ask("sum", "a", "b"), sheet.ask("sum", "c")) == (7, 3)
    assert sheet.made == [("cell", "a"), ("sum", "a", "b")]


def test_an_answer_that_comes_out_as_before_stops_the_change() -> None:
    sheet = Sheet(a=1, b=2)
    sheet.ask("words", "a", "b")
    assert ("words", "a", "b") in sheet.change(a=9)
    assert sheet.ask("words", "a", "b") == "in the black"
    assert sheet.made == [("cell", "a"), ("sum", "a", "b"), ("sign", "a", "b")]
    assert not sheet.answers.changed(("sign", "a", "b"))
    assert sheet.answers.changed(("sum", "a", "b"))


def test_a_change_that_nobody_asks_about_is_not_lost_by_the_next() -> None:
    sheet = Sheet(a=1, b=2)
    sheet.ask("words", "a", "b")
    sheet.change(a=-9)
    sheet.change(b=3)
    assert sheet.ask("words", "a", "b") == "in the red"


def test_a_forgotten_answer_is_made_again_and_no_longer_doubted() -> None:
    sheet = Sheet(a=1)
    sheet.ask("sum", "a")
    sheet.answers.forget(("sum", "a"))
    assert sheet.change(a=2) == {("cell", "a")}
    assert sheet.ask("sum", "a") == 2


def test_an_answer_that_others_were_made_from_is_not_dropped() -> None:
    sheet = Sheet(a=1)
    sheet.ask("words", "a")
    sheet.answers.forget(("sum", "a"))
    sheet.change(a=-1)
    assert sheet.ask("words", "a") == "in the red"


def test_what_is_asked_only_under_a_condition_is_not_asked_when_that_no_longer_holds() -> None:
    """Looking at what was read in another order would ask for the members of a room that is not there any more."""
    rooms = {"open": ("anna", "bruno")}

    def make(question: Question) -> Any:
        if question == ("is open",):
            return "open" in rooms
        if question == ("members",):
            return rooms["open"]
        return answers.ask(("members",)) if answers.ask(("is open",)) else ()

    for _ in range(20):  # a set gives its members in another order in each process, and for other names
        rooms["open"] = ("anna", "bruno")
        answers = Answers(make)
        assert answers.ask(("who",)) == ("anna", "bruno")
        del rooms["open"]
        answers.change([("members",), ("is open",)])
        assert answers.ask(("who",)) == ()


def test_an_error_leaves_no_reading_open() -> None:
    answers = Answers(lambda question: 1 // question[0])
    with pytest.raises(ZeroDivisionError):
        answers.ask((0,))
    assert answers.ask((1,)) == 1


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.integers(-3, 3), st.booleans()), max_size=30),
    st.integers(),
)
def test_answers_are_what_a_new_sheet_says(changes: list[tuple[str, int, bool]], seed: int) -> None:
    dice, sheet = random.Random(seed), Sheet()
    for name, value, asks in changes:
        sheet.change(**{name: value})
        names = [dice.choice("abcd") for _ in range(dice.randrange(1, 4))]
        kind = dice.choice(["sum", "sign", "words"])
        if asks:
            assert sheet.ask(kind, *names) == Sheet(**sheet.cells).ask(kind, *names)
        elif dice.random() < 0.2:
            sheet.answers.forget((kind, *names))


class Pair(Struct, frozen=True):
    one: Any
    other: Any


def news(**more: Any) -> NewsDocument:
    return NewsDocument(
        **({"key": "k", "locale": "it", "title": "T", "source_locale": "it", "date": None} | more)
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Decimal("1.0"), Decimal("1.0"), True),
        (Decimal("1.0"), Decimal("1.00"), False),
        (Money(Decimal("1.0"), "EUR"), Money(Decimal("1.00"), "EUR"), False),
        ((Money(Decimal(1), "EUR"),), (Money(Decimal(1), "EUR"),), True),
        ({"a": Decimal("1.0")}, {"a": Decimal("1.00")}, False),
        (1, True, False),
        (1, 1.0, False),
        ((), None, False),
        (("a",), ("a", "b"), False),
        (Pair("a", (1,)), Pair("a", (1,)), True),
        (Pair("a", (1,)), Pair("a", (True,)), False),
        (news(), news(), True),
        (news(), news(seo_title="x"), False),
    ],
)
def test_values_are_the_same_only_if_they_are_written_alike(one: Any, other: Any, same: bool) -> None:
    assert are_same(one, other) is same
    assert are_same(other, one) is same
