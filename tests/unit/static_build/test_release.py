"""Releases on disk: what is released is what is read, and nothing corrupt or foreign is believed."""

from __future__ import annotations

import errno
import multiprocessing
import os
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec
import pytest

from static_build.errors import BuildError, Busy
from static_build.manifest import Cause, Entry, Making, Manifest, Retained, served_files
from static_build.release import Store
from static_build.releases import describe, list_releases
from tests.unit.static_build.small_store import FIRST, NOW, SECOND, put, read, release

HASH = "0" * 64


def test_what_is_released_is_what_is_read(store: Store) -> None:
    first = release(store, FIRST)
    assert (read(store), store.current()) == (FIRST, first)
    second = release(store, SECOND)
    assert (read(store), store.current()) == (SECOND, second)
    assert store.record(second).parent == first
    assert store.list_releases() == [first, second]


def test_a_record_holds_what_its_maker_said_and_what_the_store_saw(store: Store) -> None:
    cause = Cause(what="published", title="Un robot", locale="it", user="anna")
    name = release(store, FIRST, causes=(cause,), documents={"news": HASH}, seconds={"load": 0.5})
    record = store.record(name)
    assert (record.release, record.parent, record.now) == (name, None, NOW)
    assert (record.causes, record.documents, record.outputs) == ((cause,), {"news": HASH}, len(FIRST))
    assert record.manifest_bytes == (store.releases / name / "manifest.json").stat().st_size
    assert record.host


def test_the_same_files_give_the_same_manifest(store: Store) -> None:
    with store.lock():
        entries = put(store, FIRST)
    backwards = Manifest(outputs=dict(reversed(entries.items())))
    assert backwards.encode() == Manifest(outputs=entries).encode()


def test_ids_sort_in_the_order_of_release(store: Store) -> None:
    names = [release(store, FIRST) for _turn in range(5)]
    assert names == sorted(names) == store.list_releases()


def hold_the_lock(home: Path, told: Connection) -> None:
    """What the other process of the test below does."""
    with Store(home).lock():
        told.send("held")
        time.sleep(0.5)


def test_of_two_builds_one_leaves_with_a_clear_word_or_waits(store: Store) -> None:
    here, there = multiprocessing.Pipe()
    other = multiprocessing.get_context("spawn").Process(target=hold_the_lock, args=(store.home, there))
    other.start()
    try:
        assert here.recv() == "held"
        with pytest.raises(Busy, match=r"Another build is running on this data folder\. Wait until"):
            release(store, FIRST)
        with pytest.raises(Busy), store.lock(wait_seconds=0.05):
            pass
        with store.lock(wait_seconds=30):
            assert not other.is_alive() or store.list_releases() == []
    finally:
        other.join()
    release(store, FIRST)


def test_all_editions_share_one_lock_and_the_objects(store: Store) -> None:
    mirror = Store(store.home, "mainland")
    with store.lock(), pytest.raises(Busy), mirror.lock():
        pass
    release(store, FIRST)
    name = release(mirror, FIRST)
    assert read(mirror) == read(store) == FIRST
    assert mirror.public == store.home / "editions/mainland/current"
    assert mirror.manifest(name).edition == "mainland"
    assert len(list(store.objects.iterdir())) == len(FIRST)


def entry(**more: Any) -> dict[str, Any]:
    return {"sha256": HASH, "size": 0, "type": "", "fingerprint": "", **more}


@pytest.mark.parametrize(
    ("bytes", "why"),
    [
        (b"{", "is corrupt"),
        (b"", "is corrupt"),
        (b"[]", "is corrupt"),
        (b'{"format": 2, "outputs": {"x": 3}}', "is corrupt"),
        (b'{"format": 9}', r"has format 9; this version of Ponte writes 2\. .* build with --full"),
        (b'{"edition": "mainland"}', "belongs to the edition 'mainland', not to 'main'"),
        *(
            (msgspec.json.encode({"outputs": {"a": entry(), path: entry()}}), "is not a path of a site")
            for path in ("../x", "/x", "", "x/", "x//y", "./x", "x/../../y", "x\0", "x\ny", "..", ".")
        ),
        *(
            (msgspec.json.encode({"outputs": {"x": entry(sha256=hash)}}), "which is none")
            for hash in ("../secret_key", "", "/etc/passwd", "A" * 64, f"{HASH}\n")
        ),
    ],
)
def test_a_corrupt_or_foreign_manifest_is_refused_by_name_and_nothing_is_deleted(
    store: Store, bytes: bytes, why: str
) -> None:
    name = release(store, FIRST)
    path = store.releases / name / "manifest.json"
    path.write_bytes(bytes)
    before = everything(store)
    with pytest.raises(BuildError, match=why) as refused:
        store.manifest(name)
    assert str(path) in str(refused.value)
    assert everything(store) == before
    release(store, SECOND)
    release(store, FIRST)
    assert store.clean(at_once=True) == 0
    assert read(store) == FIRST


def everything(store: Store) -> set[Path]:
    return set(store.home.rglob("*"))


def test_a_manifest_cut_in_half_is_refused(store: Store) -> None:
    name = release(store, FIRST)
    path = store.releases / name / "manifest.json"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(BuildError, match=r"manifest.json is corrupt"):
        store.manifest(name)
    (row,) = list_releases(store)
    assert "manifest.json is corrupt" in row["problem"]
    assert "manifest.json is corrupt" in describe(row)


@pytest.mark.parametrize("name", ["2026", "../trees", "", "/etc", "20261122T090000.000Z"])
def test_a_release_that_is_not_there_is_named(name: str, store: Store) -> None:
    release(store, FIRST)
    with pytest.raises(BuildError, match=f"There is no release {name}"):
        store.manifest(name)


def test_a_manifest_that_lies_elsewhere_is_no_release(store: Store) -> None:
    (store.releases / release(store, FIRST)).rename(store.home / "elsewhere")
    with pytest.raises(BuildError, match=r"There is no release \.\./elsewhere"):
        store.manifest("../elsewhere")


def test_a_corrupt_record_is_named(store: Store) -> None:
    name = release(store, FIRST)
    (store.releases / name / "release.json").write_text("{")
    with pytest.raises(BuildError, match=r"release.json is corrupt"):
        store.record(name)
    assert "release.json is corrupt" in list_releases(store)[0]["problem"]
    release(store, SECOND)
    assert read(store) == SECOND


def test_a_record_cannot_retain_what_lies_outside(store: Store) -> None:
    name = release(store, FIRST)
    path = store.releases / name / "release.json"
    record = msgspec.json.decode(path.read_bytes())
    record["retained"] = {"../../x": {"entry": entry(), "until": NOW}}
    path.write_bytes(msgspec.json.encode(record))
    with pytest.raises(BuildError, match="is not a path of a site"):
        store.record(name)


def test_a_missing_object_is_named(store: Store) -> None:
    release(store, FIRST)
    digest, size = store.put(b"tre")
    (store.objects / digest).unlink()
    manifest = Manifest(outputs={"x": Entry(sha256=digest, size=size, type="", fingerprint="")})
    for _turn in range(2):
        with pytest.raises(BuildError, match=f"The object {digest} is missing"), store.lock():
            store.release(manifest, Making(now=NOW))
    assert read(store) == FIRST
    assert len(store.list_releases()) == 1
    release(store, SECOND)
    assert read(store) == SECOND


def test_the_files_of_another_edition_are_refused(store: Store) -> None:
    with store.lock(), pytest.raises(BuildError, match="store of 'main', not of 'mainland'"):
        store.release(Manifest(edition="mainland"), Making(now=NOW))
    with pytest.raises(BuildError, match="no name of an edition"):
        Store(store.home, "../x")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("name", ["link", "mkdir", "rename", "symlink", "write"])
def test_a_full_disk_is_told_in_one_sentence(
    code: int, name: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(store, FIRST)

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OSError(code, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, name, refuse)
        with pytest.raises(
            BuildError, match=r"The disk of .* is full. Free some space; the site that was live stays"
        ):
            release(store, SECOND)
    assert read(store) == FIRST
    assert [path for path in store.releases.iterdir() if path.name.startswith(".")] == []


def test_a_hold_stays_until_it_is_cleared(store: Store) -> None:
    assert store.hold() is None
    name = release(store, FIRST)
    store.set_hold(name)
    assert (store.hold(), Store(store.home).hold()) == (name, name)
    assert list_releases(store)[0]["held"] is True
    store.clear_hold()
    store.clear_hold()
    assert store.hold() is None


def test_a_hold_that_cannot_be_written_stays_what_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, other = release(store, FIRST), release(store, SECOND)
    store.set_hold(name)
    real = os.write

    def write_half(file: int, data: bytes) -> int:
        real(file, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", write_half)
        with pytest.raises(BuildError, match="is full"):
            store.set_hold(other)
    assert store.hold() == name
    assert [path.name for path in store.home.iterdir() if path.name.startswith(".hold")] == []


def test_what_is_retained_is_served_and_not_in_the_manifest(store: Store) -> None:
    first = release(store, FIRST)
    kept = Retained(entry=store.manifest(first).outputs["media/x"], until=NOW)
    files = {"index.html": b"dopo"}
    name = release(store, files, retained={"media/x": kept})
    assert read(store) == {**files, "media/x": FIRST["media/x"]}
    assert store.manifest(name).outputs.keys() == files.keys()
    assert served_files(store.manifest(name), store.record(name)).keys() == read(store).keys()
