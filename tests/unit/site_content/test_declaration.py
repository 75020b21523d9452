"""The accessibility declaration's season: from 1 September to 31 August, due by 23 September."""

from __future__ import annotations

from datetime import date

import pytest

from site_content.declaration import due_by, needs_review, season_of


@pytest.mark.parametrize(
    ("today", "opened"),
    [
        (date(2026, 8, 31), date(2025, 9, 1)),
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2026, 12, 31), date(2026, 9, 1)),
        (date(2027, 1, 1), date(2026, 9, 1)),
    ],
)
def test_a_season_begins_on_the_first_of_september(today: date, opened: date) -> None:
    assert season_of(today) == opened
    assert due_by(today) == date(opened.year, 9, 23)


@pytest.mark.parametrize(
    ("reviewed_on", "today", "needed"),
    [
        (date(2025, 9, 20), date(2026, 8, 31), False),
        (date(2025, 9, 20), date(2026, 9, 1), True),
        (date(2026, 8, 31), date(2026, 9, 1), True),
        (date(2026, 9, 1), date(2026, 9, 1), False),
        (date(2026, 9, 10), date(2027, 8, 31), False),
        (None, date(2026, 3, 1), True),
    ],
)
def test_a_review_counts_for_its_own_season_alone(
    reviewed_on: date | None, today: date, needed: bool
) -> None:
    assert needs_review(reviewed_on, today) is needed
