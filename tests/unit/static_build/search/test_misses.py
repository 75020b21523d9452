"""What was searched and found nothing: counted by day, never whose it was, and never in an answer's way."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from static_build.models import MissedQuery
from static_build.search import misses
from static_build.search.misses import fold_query, forget_misses, looks_personal, note_miss, write_misses

PERSONAL = (
    "mario.rossi@unibg.it",
    "mario.rossi＠unibg.it",
    "mario (at) unibg.it",
    "mario.rossi at unibg dot it",
    "035 205 2111",
    "+39 (035) 2052111",
    "１３８-００１３-８０００",
    "IT60X0542811101000000123456",
    "110101199003077758",
    "RSSMRA80A01H501U",
    "https://example.org/?token=x",
    "www.example.org",
)
HARMLESS = ("bando 2026", "工业4.0", "TRL 6", "anno 2026/27", "5G", "l’innovazione", "pmi at work")


@pytest.fixture(autouse=True)
def own_counts(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Nothing that another test left, and no thread."""
    waiting = misses._Waiting()
    monkeypatch.setattr(waiting, "_thread", threading.main_thread())
    monkeypatch.setattr(misses, "_waiting", waiting)
    return waiting


def rows() -> dict[tuple[str, str], int]:
    return {
        (locale, query): count
        for locale, query, count in MissedQuery.objects.values_list("locale", "query", "count")
    }


@pytest.mark.parametrize("query", PERSONAL)
def test_what_may_be_somebodys_is_not_kept(query: str, own_counts: Any) -> None:
    assert looks_personal(fold_query(query))
    note_miss("it", query)
    assert not own_counts.take()


@pytest.mark.parametrize("query", HARMLESS)
def test_what_is_nobodys_is_kept(query: str) -> None:
    assert not looks_personal(fold_query(query))


def test_a_query_has_one_form() -> None:
    assert fold_query("  Ｂando\tAPERTO\0 ") == "bando aperto"
    assert [fold_query(query) for query in ("", " ?! ", "x" * 81, "\u202e")] == [""] * 4


@pytest.mark.django_db
def test_counts_are_added_up() -> None:
    for query in ("Gare", "gare", "文旅"):
        note_miss("it", query)
    note_miss("zh-hans", "文旅")
    assert rows() == {}
    write_misses()
    write_misses()
    assert rows() == {("it", "gare"): 2, ("it", "文旅"): 1, ("zh-hans", "文旅"): 1}
    note_miss("it", "gare")
    write_misses()
    assert rows()["it", "gare"] == 3


@pytest.mark.django_db
def test_what_cannot_be_written_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(counts: Any) -> None:
        raise OperationalError("locked")

    note_miss("it", "gare")
    with monkeypatch.context() as patch:
        patch.setattr(misses, "_add_to_rows", fail)
        write_misses()
        note_miss("it", "gare")
    write_misses()
    assert rows() == {("it", "gare"): 2}


@pytest.mark.django_db
def test_a_flood_leaves_room_for_nothing_else(monkeypatch: pytest.MonkeyPatch, own_counts: Any) -> None:
    monkeypatch.setattr(misses, "MOST_A_DAY", 3)
    monkeypatch.setattr(misses, "MOST_WAITING", 5)
    for number in range(9):
        note_miss("it", f"query {number}")
    assert len(own_counts._counts) == 5
    write_misses()
    assert len(rows()) == 3
    note_miss("it", "query 0")
    note_miss("it", "query 8")
    write_misses()
    assert rows()["it", "query 0"] == 2
    assert len(rows()) == 3


@pytest.mark.django_db
def test_rows_go_after_ninety_days() -> None:
    today = timezone.localdate()
    for days in (0, 90, 91):
        MissedQuery.objects.create(day=today - timedelta(days=days), locale="it", query="gare", count=1)
    forget_misses(today)
    assert MissedQuery.objects.count() == 2


def test_a_thread_writes_them_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it writes with is tested above: here it only says when."""
    waiting = misses._Waiting()
    written: list[Any] = []
    monkeypatch.setattr(misses, "WRITE_EVERY_SECONDS", 0.05)
    monkeypatch.setattr(misses, "_waiting", waiting)
    monkeypatch.setattr(misses, "write_misses", lambda: written.append(waiting.take()))
    for count in (1, 2):
        note_miss("it", "gare")
        thread = waiting._thread
        assert thread is not None
        thread.join(10)
        assert not thread.is_alive()
        assert [list(each.values()) for each in written] == [[1]] * count
