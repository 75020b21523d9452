"""security.txt: whom to tell, and an end that is always ahead without anyone looking at the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from static_build.outputs.security import PATH
from static_build.render import render
from tests.unit.static_build.plain_site import ORIGIN, outputs_of, surroundings


def lines(now: datetime) -> list[str]:
    return render(outputs_of(now=now)[PATH]).decode().splitlines()


def test_it_says_whom_to_tell_and_where_it_stands() -> None:
    found = lines(datetime(2026, 11, 22, tzinfo=UTC))
    assert found == [
        "Contact: mailto:napoli@ponte.example",
        "Expires: 2027-07-01T00:00:00Z",
        "Preferred-Languages: it, zh-Hans, en",
        f"Canonical: {ORIGIN}/{PATH}",
    ]


@pytest.mark.parametrize("month", range(1, 13))
def test_it_never_expires_before_half_a_year_nor_after_one(month: int) -> None:
    now = datetime(2026, month, 28, 23, tzinfo=UTC)
    (expires,) = (line.removeprefix("Expires: ") for line in lines(now) if line.startswith("Expires"))
    ahead = datetime.fromisoformat(expires) - now
    assert timedelta(days=180) < ahead < timedelta(days=366)


def test_it_stays_the_same_for_a_quarter_and_says_when_it_changes() -> None:
    first, last = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
    assert lines(first) == lines(last)
    changes_at = outputs_of(now=first)[PATH].changes_at
    assert changes_at == datetime(2027, 1, 1, tzinfo=UTC)
    assert lines(changes_at) != lines(first)


def test_without_a_contact_there_is_none() -> None:
    nowhere = [replace(office, mail="") for office in surroundings() if office.key == "office"]
    assert PATH not in outputs_of(*nowhere)
