"""What the search server said goes out again for as long as it would say the same: no longer, and nothing that failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from cms.search.kept import Kept
from static_build.search.holding import Holding

RELEASE = "r1"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder whose indices were brought to a release once."""
    with Holding(tmp_path).difference() as note:
        note.open(RELEASE)
        note.close()
    return tmp_path


@pytest.fixture
def ask() -> Callable[[], int]:
    """A server that says another number each time."""
    numbers: Iterator[int] = count()
    return lambda: next(numbers)


def test_the_same_question_is_asked_once(home: Path, ask: Callable[[], int]) -> None:
    kept = Kept(home)
    assert [kept.answer(RELEASE, "polpo", ask) for _ in range(3)] == [0, 0, 0]
    assert kept.answer(RELEASE, "seppia", ask) == 1


def test_another_release_is_asked_anew(home: Path, ask: Callable[[], int]) -> None:
    kept = Kept(home)
    assert [kept.answer(release, "polpo", ask) for release in ("r1", "r2", "r2")] == [0, 1, 1]


def test_after_the_indices_have_changed_everything_is_asked_anew(home: Path, ask: Callable[[], int]) -> None:
    kept = Kept(home)
    assert [kept.answer(RELEASE, each, ask) for each in ("polpo", "seppia")] == [0, 1]
    with Holding(home).difference() as note:
        note.open("r2")
        note.close()
    assert [kept.answer(RELEASE, each, ask) for each in ("polpo", "seppia", "polpo")] == [2, 3, 2]


def test_a_switch_to_new_indices_counts_as_a_change(home: Path, ask: Callable[[], int]) -> None:
    kept = Kept(home)
    assert kept.answer(RELEASE, "polpo", ask) == 0
    with Holding(home).difference() as note:
        note.close()  # as a fill does, which opens no note
    assert kept.answer(RELEASE, "polpo", ask) == 1


def test_nothing_is_kept_while_the_indices_change(home: Path, ask: Callable[[], int]) -> None:
    kept = Kept(home)
    assert kept.answer(RELEASE, "polpo", ask) == 0
    with Holding(home).difference() as note:
        note.open("r2")
        assert [kept.answer(RELEASE, "polpo", ask) for _ in range(2)] == [1, 2]
        note.close()
    assert kept.answer(RELEASE, "polpo", ask) == 3


def test_an_answer_that_was_asked_for_before_a_change_is_not_kept_after_it(home: Path) -> None:
    kept = Kept(home)

    def change() -> str:
        with Holding(home).difference() as note:
            note.open("r2")
            note.close()
        assert kept.answer(RELEASE, "seppia", lambda: "new") == "new"
        return "old"

    assert kept.answer(RELEASE, "polpo", change) == "old"
    assert kept.answer(RELEASE, "polpo", lambda: "new") == "new"


def test_where_nobody_tells_of_changes_nothing_is_kept(tmp_path: Path, ask: Callable[[], int]) -> None:
    kept = Kept(tmp_path)
    assert [kept.answer(RELEASE, "polpo", ask) for _ in range(2)] == [0, 1]


def test_what_fails_is_asked_again(home: Path, ask: Callable[[], int]) -> None:
    kept = Kept(home)

    def fail() -> int:
        raise ValueError("gone")

    with pytest.raises(ValueError, match="gone"):
        kept.answer(RELEASE, "polpo", fail)
    assert kept.answer(RELEASE, "polpo", ask) == 0


def test_of_too_many_the_one_not_asked_for_longest_goes(home: Path, ask: Callable[[], int]) -> None:
    kept = Kept(home, most=2)
    assert [kept.answer(RELEASE, each, ask) for each in ("a", "b", "a", "c")] == [0, 1, 0, 2]
    assert [kept.answer(RELEASE, each, ask) for each in ("a", "c", "b")] == [0, 2, 3]
