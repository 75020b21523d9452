"""Kept answers: what the search server said comes in, and goes out again for as long as asking would bring the same.

In memory, without who asked. What is public is not decided here: whoever takes an answer out looks at each hit once more.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from static_build.search.holding import Holding

T = TypeVar("T")
MOST = 1000
"""Answers of some 20 kB each."""


class Kept:
    """The answers of one release and one state of its indices. May be used by several threads."""

    def __init__(self, home: Path, *, most: int = MOST) -> None:
        self._holding = Holding(home)
        self._most = most
        self._lock = Lock()
        self._state: Hashable = None
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()

    def answer(self, release: str, question: Hashable, ask: Callable[[], T]) -> T:
        """The answer to a question, kept or from `ask`. Raises what that raises: no failure is kept.

        Nothing is kept while the indices change, nor where nobody tells when they do.
        """
        changed_at = self._holding.changed_at()
        if changed_at is None:
            return ask()
        state = release, changed_at
        with self._lock:
            if state != self._state:
                self._state = state
                self._answers.clear()
            elif question in self._answers:
                self._answers.move_to_end(question)
                kept: T = self._answers[question]
                return kept
        found = ask()
        self._keep(state, question, found)
        return found

    def _keep(self, state: Hashable, question: Hashable, found: Any) -> None:
        """`state`: as it was before the server was asked; what is newer than that is not said to be older."""
        with self._lock:
            if state == self._state:
                self._answers[question] = found
                if len(self._answers) > self._most:
                    self._answers.popitem(last=False)
