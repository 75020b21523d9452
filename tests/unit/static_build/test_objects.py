"""Objects: kept once, whole, and for as long as a release names them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from static_build import cleaning
from static_build.cleaning import KEEP, KEEP_AT_MOST, outdated, released_at
from static_build.errors import BuildError
from static_build.manifest import Entry, Making, Manifest, Retained
from static_build.release import Store
from static_build.retention import retain
from tests.unit.static_build.small_store import FIRST, NOW, SECOND, read, release


def make_old(store: Store, name: str, number: int = 0) -> str:
    """Gives a release an id of years ago."""
    old = f"20200101T0000{number:02}.000Z"
    (store.releases / name).rename(store.releases / old)
    return old


def names_every_minute(count: int, until: datetime) -> list[str]:
    """Ids of releases, oldest first."""
    moments = [until - timedelta(minutes=number) for number in reversed(range(count))]
    return [moment.strftime("%Y%m%dT%H%M%S.000Z") for moment in moments]


def test_the_newest_and_the_young_are_kept() -> None:
    young = names_every_minute(KEEP_AT_MOST + 5, NOW)
    assert outdated(young, NOW, ()) == list(reversed(young[:5]))
    later = NOW + timedelta(days=31)
    assert outdated(young, later, ()) == list(reversed(young[:-KEEP]))
    assert outdated(young[:KEEP], later, ()) == []
    assert young[3] not in outdated(young, later, {young[3]})
    assert released_at("20261122T090000.000Z+") == NOW


def test_old_releases_go_and_later_what_they_alone_named(store: Store) -> None:
    old = [make_old(store, release(store, {"index.html": f"{n}".encode()}), n) for n in range(KEEP)]
    new = [release(store, {"index.html": f"new {n}".encode()}) for n in range(KEEP)]
    assert store.list_releases() == new
    assert len(list(store.objects.iterdir())) == 2 * KEEP
    assert store.clean() == KEEP
    assert len(list(store.objects.iterdir())) == KEEP
    assert (store.clean(), store.clean(at_once=True)) == (0, 0)
    assert read(store) == {"index.html": f"new {KEEP - 1}".encode()}
    assert old[0] not in store.list_releases()


def test_a_sweep_waits_for_twenty_releases_or_a_day(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    make_old(store, release(store, {"index.html": b"0"}))
    for number in range(KEEP):
        release(store, {"index.html": f"new {number}".encode()})
    assert store.clean() == 0
    monkeypatch.setattr(cleaning, "SWEEP_AFTER_SECONDS", -1)
    assert store.clean() == 1
    assert store.clean() == 0


def test_the_live_the_completed_and_the_held_release_are_never_dropped(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "KEEP", 0)
    monkeypatch.setattr(cleaning, "KEEP_AT_MOST", 0)
    held = release(store, {"index.html": b"held"})
    store.set_hold(held)
    completed = release(store, FIRST)
    live = release(store, SECOND, completes=completed)
    assert store.list_releases() == [held, completed, live]
    release(store, FIRST)
    assert store.list_releases() == [held, store.current()]


def test_nothing_is_swept_while_a_manifest_cannot_be_read(store: Store) -> None:
    names = [release(store, {"index.html": f"{number}".encode()}) for number in range(3)]
    (store.releases / names[1] / "manifest.json").write_text("{")
    (store.objects / ("0" * 64)).write_text("named by nothing")
    assert store.clean(at_once=True) == 0
    (store.releases / names[1] / "manifest.json").write_text('{"format": 3, "outputs": {}}')
    assert store.clean(at_once=True) == 0
    assert len(list(store.objects.iterdir())) == 4


def test_a_sweep_leaves_what_any_edition_a_record_or_a_shard_of_documents_names(store: Store) -> None:
    mirror = Store(store.home, "mainland")
    release(mirror, {"index.html": b"mainland"})
    shard, _ = store.put(b"documents")
    kept, size = store.put(b"retained")
    entry = Entry(sha256=kept, size=size, type="", fingerprint="")
    release(
        store,
        FIRST,
        documents={"news": shard},
        retained={"media/kept": Retained(entry=entry, until=NOW)},
    )
    orphan, _ = store.put(b"nobody's")
    assert store.clean(at_once=True) == 1
    assert not (store.objects / orphan).exists()
    assert store.read(shard) == b"documents"
    assert (read(mirror), read(store)) == (
        {"index.html": b"mainland"},
        {**FIRST, "media/kept": b"retained"},
    )


def test_a_sweep_leaves_what_is_released_while_it_reads(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(store, FIRST)
    store.put(b"altro")
    real = cleaning._named_by

    def named_by(releases: Any) -> set[str]:
        monkeypatch.setattr(cleaning, "_named_by", real)
        named = real(releases)
        release(store, {"index.html": b"altro"})
        return named

    monkeypatch.setattr(cleaning, "_named_by", named_by)
    assert store.clean(at_once=True) == 0
    assert store.read(store.manifest(store.current() or "").outputs["index.html"].sha256) == b"altro"


def test_no_sweep_while_a_build_runs(store: Store) -> None:
    release(store, FIRST)
    with store.lock():
        digest, _ = store.put(b"on its way")
        assert Store(store.home).clean(at_once=True) == 0
    assert store.read(digest) == b"on its way"


def test_an_object_cut_short_is_written_again(store: Store) -> None:
    release(store, FIRST)
    digest, _ = store.put(b"quattro")
    (store.objects / digest).unlink()
    (store.objects / digest).write_bytes(b"quat")
    for _turn in range(2):
        release(store, FIRST)
        assert read(store) == FIRST


def test_an_object_cannot_be_written_to_by_mistake(store: Store) -> None:
    release(store, FIRST)
    assert {path.stat().st_mode & 0o222 for path in store.objects.iterdir()} == {0}


def test_an_object_that_is_gone_is_named(store: Store) -> None:
    with pytest.raises(BuildError, match=r"The object x is missing .* Run `ponte build --full`"):
        store.read("x")


def test_renditions_made_before_are_recalled_while_their_object_is_there(store: Store) -> None:
    store.prepare()
    digest, size = store.put(b"pixels")
    store.remember("f", digest, size)
    assert store.recall("f") == (digest, size)
    assert store.recall("g") is None
    (store.made / "bad").write_text("not two words here")
    assert store.recall("bad") is None
    (store.objects / digest).unlink()
    assert store.recall("f") is None


def asset(name: str, *sources: str) -> Entry:
    return Entry(sha256=name * 64, size=1, type="", fingerprint="", sources=sources)


PARENT = Manifest(
    outputs={
        "index.html": asset("1"),
        "static/old.css": asset("2"),
        "static/same.css": asset("3"),
        "media/shown.avif": asset("4", "picture:4"),
        "media/withdrawn.avif": asset("5", "picture:5"),
    }
)
NEXT = Manifest(outputs={"static/same.css": asset("3")})


def may_be_public(entry: Entry) -> bool:
    return "picture:5" not in entry.sources


def test_assets_stay_a_week_unless_what_they_show_is_withdrawn() -> None:
    made = Making(now=NOW)
    kept = retain(PARENT, made, NEXT, may_be_public, NOW)
    assert {path: each.until - NOW for path, each in kept.items()} == {
        "static/old.css": timedelta(days=7),
        "media/shown.avif": timedelta(days=7),
    }
    again = Making(now=NOW, retained=kept)
    day = timedelta(days=1)
    assert retain(NEXT, again, NEXT, may_be_public, NOW + 6 * day) == kept
    assert retain(NEXT, again, NEXT, may_be_public, NOW + 7 * day) == {}
    assert retain(NEXT, again, NEXT, lambda entry: False, NOW) == {}
    back = Manifest(outputs={"static/old.css": asset("2"), "static/same.css": asset("3")})
    assert retain(NEXT, again, back, may_be_public, NOW).keys() == {"media/shown.avif"}
    once_more = retain(back, again, NEXT, may_be_public, NOW + 3 * day)
    assert once_more["static/old.css"].until == NOW + 10 * day
