"""The moment of which the search server is asked stands still for minutes, and never on the other side of a change."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from static_build.search.live import NoRelease, Tree
from tests.contracts.searchable_site import NOW, SearchableSite, news

MINUTE = timedelta(minutes=1)


@pytest.fixture
def site(tmp_path: Path) -> SearchableSite:
    """Its release shows 9:00."""
    site = SearchableSite(tmp_path)
    site.put(news("polpo", "Il polpo"))
    return site


def moment_at(site: SearchableSite, now: datetime) -> datetime:
    return Tree(site.store.home).steady_moment(now)


def test_ten_minutes_have_one_moment(site: SearchableSite) -> None:
    site.release()
    seconds = range(0, 600, 37)
    assert {moment_at(site, NOW + timedelta(seconds=each)) for each in seconds} == {NOW}
    assert moment_at(site, NOW + 10 * MINUTE) == NOW + 10 * MINUTE


def test_it_is_not_before_the_moment_that_the_release_shows(site: SearchableSite) -> None:
    site.now = NOW + 7 * MINUTE
    site.release()
    assert {moment_at(site, NOW + minutes * MINUTE) for minutes in (7, 8, 9)} == {NOW + 7 * MINUTE}


def test_from_the_next_change_on_it_is_the_minute_itself(site: SearchableSite) -> None:
    site.next_change_at = NOW + 14 * MINUTE
    site.release()
    moments = [moment_at(site, NOW + minutes * MINUTE) for minutes in (13, 14, 15)]
    assert moments == [NOW + minutes * MINUTE for minutes in (10, 14, 15)]


def test_it_is_never_after_now(site: SearchableSite) -> None:
    site.release()
    early = NOW - timedelta(hours=3, seconds=20)
    assert moment_at(site, early) == early.replace(second=0)


def test_a_new_release_is_looked_at_anew(site: SearchableSite) -> None:
    site.release()
    tree = Tree(site.store.home)
    assert tree.steady_moment(NOW + 8 * MINUTE) == NOW
    site.now = NOW + 5 * MINUTE
    site.release()
    assert tree.steady_moment(NOW + 8 * MINUTE) == NOW + 5 * MINUTE


def test_without_a_release_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(NoRelease):
        Tree(tmp_path).steady_moment(NOW)
