"""Answers: what follows from the documents, each kept with what it was made from, made again only when that changed.

A question is a tuple that names a function and its arguments. The function reads nothing but the answers to other questions,
and each that it asks is noted. When basic answers change, only what was made from them is looked at again; an answer that
comes out as before stops the change there. (Demand-driven incremental computation: Hammer et al., Adapton, PLDI 2014.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from operator import is_
from typing import Any

from msgspec import Struct

Question = tuple[Any, ...]
Reads = dict[Question, None]
"""Questions in the order in which they were asked."""


class _Answer:
    """A value, what it was made from, and the rounds in which it last changed and was last found right."""

    __slots__ = ("changed_in", "doubtful", "lost", "reads", "right_in", "value")

    def __init__(self, value: Any, reads: Reads, round: int) -> None:
        self.value, self.reads = value, reads
        self.changed_in = self.right_in = round
        self.doubtful = self.lost = False


class Answers:
    """Keeps the answers to questions; `make` answers one that is not known, asking others on its way."""

    def __init__(self, make: Callable[[Question], Any]) -> None:
        self._make = make
        self._known: dict[Question, _Answer] = {}
        self._readers: dict[Question, set[Question]] = {}
        self._reading: Reads | None = None
        self._round = 0

    def ask(self, question: Question) -> Any:
        """The answer, as right as if it were made now."""
        if self._reading is not None:
            self._reading[question] = None
        answer = self._known.get(question)
        if answer is None or answer.doubtful:
            answer = self._refresh(question)
        return answer.value

    def change(self, questions: Iterable[Question]) -> set[Question]:
        """Says that the values behind these questions are others now; returns every known one that may follow from them."""
        self._round += 1
        doubtful: set[Question] = set()
        waiting = []
        for question in questions:
            if (answer := self._known.get(question)) is not None:
                answer.lost = True
                waiting.append(question)
        while waiting:
            question = waiting.pop()
            if question not in doubtful:
                doubtful.add(question)
                self._known[question].doubtful = True
                waiting += self._readers.get(question, ())
        return doubtful

    def forget(self, question: Question) -> None:
        """Drops an answer that nobody will ask for again; one that others were made from stays."""
        answer = None if self._readers.get(question) else self._known.pop(question, None)
        if answer is not None:
            self._note_reads(question, answer.reads, {})

    def changed(self, question: Question) -> bool:
        """Whether the answer, just asked for, came out other than before in this round."""
        return self._known[question].changed_in == self._round

    def _refresh(self, question: Question) -> _Answer:
        answer = self._known.get(question)
        if answer is not None and self._still_holds(answer):
            answer.doubtful, answer.right_in = False, self._round
            return answer
        outer, self._reading = self._reading, {}
        try:
            value = self._make(question)
        finally:
            reads, self._reading = self._reading, outer
        self._note_reads(question, answer.reads if answer else {}, reads)
        if answer is None:
            self._known[question] = made = _Answer(value, reads, self._round)
            return made
        if not are_same(answer.value, value):
            answer.value, answer.changed_in = value, self._round
        answer.reads, answer.right_in = reads, self._round
        answer.doubtful = answer.lost = False
        return answer

    def _still_holds(self, answer: _Answer) -> bool:
        """Whether nothing that it was made from has changed since it was last right.

        Looks in the order in which it was asked: what was asked later may make no sense where an earlier answer is another.
        """
        if answer.lost:
            return False
        for question in answer.reads:
            read = self._known.get(question)
            if read is None or read.doubtful:
                read = self._refresh(question)
            if read.changed_in > answer.right_in:
                return False
        return True

    def _note_reads(self, reader: Question, before: Reads, now: Reads) -> None:
        for question in now.keys() - before.keys():
            self._readers.setdefault(question, set()).add(reader)
        for question in before.keys() - now.keys():
            self._readers[question].discard(reader)


def are_same(one: Any, other: Any) -> bool:
    """Whether two values would be written alike: stricter than `==`, which takes 1.0 for 1.00."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple):
        return len(one) == len(other) and (all(map(is_, one, other)) or all(map(are_same, one, other)))
    if isinstance(one, Struct):
        if hasattr(one, "digest"):
            return bool(one.digest == other.digest)
        return all(are_same(getattr(one, name), getattr(other, name)) for name in one.__struct_fields__)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(are_same(value, other[key]) for key, value in one.items())
    return str(one) == str(other) if isinstance(one, Decimal) else bool(one == other)
