"""Releases on disk: whole or not at all, repaired without hands, refused by name when something is corrupt."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from static_build.errors import BuildError, Busy
from static_build.release import KEEP, Entry, Manifest, Store
from static_build.releases import list_releases

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FIRST = {"index.html": b"uno", "it/index.html": b"due", "it/old/index.html": b"tre", "media/x": b"quattro"}
SECOND = {
    "index.html": b"uno",
    "it/index.html": b"altro",
    "it/new/a/index.html": b"cinque",
    "media": b"un file",
}


class Crash(BaseException):
    """The power goes: nothing catches it."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def release(store: Store, files: dict[str, bytes]) -> str:
    """Puts the files and switches to them, as a build does."""
    with store.lock():
        entries = {}
        for path, data in files.items():
            digest, size = store.put(data)
            entries[path] = Entry(sha256=digest, size=size, type="text/html", fingerprint="")
        return store.release(Manifest(outputs=entries), now=NOW, seconds={})


def read(store: Store) -> dict[str, bytes]:
    """The public folder."""
    root = store.home / "current"
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_what_is_released_is_what_is_read(store: Store) -> None:
    first = release(store, FIRST)
    assert (read(store), store.current()) == (FIRST, first)
    second = release(store, SECOND)
    assert (read(store), store.current()) == (SECOND, second)
    assert store.record(second).parent == first
    assert store.list_releases() == [first, second]


def test_folders_and_files_may_change_places(store: Store) -> None:
    for files in (FIRST, SECOND, {"it": b"x", "media/x/y": b"z"}, FIRST, SECOND):
        release(store, files)
        assert read(store) == files
    assert not [
        path for path in (store.home / "current/").rglob("*") if path.is_dir() and not any(path.iterdir())
    ]


def boundaries() -> Iterator[tuple[str, int]]:
    """Each call that changes the disk in the second release, by name and number."""
    for name in ("rename", "link", "mkdir", "symlink", "unlink", "rmdir", "open"):
        for number in range(20):
            yield name, number


@contextmanager
def crashing(monkeypatch: pytest.MonkeyPatch, name: str, number: int, *, after: bool) -> Iterator[None]:
    """The power goes at the nth call of a function of `os`, before or after it has done its work."""
    calls = iter(range(1000))
    owner, attribute = ("builtins", "open") if name == "open" else ("os", name)
    real = open if name == "open" else getattr(os, name)

    def call(*args: Any, **kwargs: Any) -> Any:
        if next(calls) != number:
            return real(*args, **kwargs)
        if after:
            made = real(*args, **kwargs)
            if name == "open":
                made.close()
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(f"{owner}.{attribute}", call)
        try:
            yield
        except Crash:
            pass


@pytest.mark.parametrize("after", [False, True])
def test_a_crash_anywhere_leaves_a_whole_site_and_the_next_build_repairs(
    after: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashes = 0
    template = Store(tmp_path / "template")
    release(template, SECOND)
    release(template, FIRST)
    for place, (name, number) in enumerate(boundaries()):
        store = Store(tmp_path / str(place))
        shutil.copytree(template.home, store.home, symlinks=True, copy_function=os.link)
        finished = False
        with crashing(monkeypatch, name, number, after=after):
            release(store, SECOND)
            finished = True
        crashes += not finished
        assert read(store) in (FIRST, SECOND), (name, number)
        assert store.manifest(store.current() or "").outputs.keys() == read(store).keys()
        last = release(store, SECOND)
        assert (read(store), store.current()) == (SECOND, last)
        assert all(row["release"] for row in list_releases(store.home))
        left = [path for path in store.releases.iterdir() if path.name.startswith(".")]
        assert left == []
        shutil.rmtree(store.home)
    assert crashes > 10


def test_two_builds_at_once_are_refused(store: Store) -> None:
    said = r"Another build is running on this data folder\. Wait until"
    with store.lock(), pytest.raises(Busy, match=said), Store(store.home).lock():
        pass
    with store.lock():
        pass


@pytest.mark.parametrize(
    ("bytes", "why"),
    [
        (b"{", "corrupt"),
        (b'{"format": 1, "outputs": {"x": 3}}', "corrupt"),
        (b'{"format": 9}', "has format 9"),
        (
            b'{"outputs": {"../x": {"sha256": "", "size": 0, "type": "", "fingerprint": ""}}}',
            "not a path of a site",
        ),
        (
            b'{"outputs": {"/x": {"sha256": "", "size": 0, "type": "", "fingerprint": ""}}}',
            "not a path of a site",
        ),
    ],
)
def test_a_corrupt_manifest_is_refused_by_name_and_nothing_is_deleted(
    store: Store, bytes: bytes, why: str
) -> None:
    name = release(store, FIRST)
    path = store.releases / name / "manifest.json"
    path.write_bytes(bytes)
    with pytest.raises(BuildError, match=why) as refused:
        store.manifest(name)
    assert str(path) in str(refused.value)
    assert read(store) == FIRST


def test_a_release_that_is_gone_is_named(store: Store) -> None:
    with pytest.raises(BuildError, match="There is no release 2026"):
        store.manifest("2026")


def test_a_corrupt_record_is_named(store: Store) -> None:
    name = release(store, FIRST)
    (store.releases / name / "release.json").write_text("{")
    with pytest.raises(BuildError, match=r"release.json cannot be read"):
        list_releases(store.home)


def damage_by_hand(root: Path) -> None:
    """What a person with a shell can do to a folder."""
    (root / "index.html").unlink()
    (root / "index.html").write_bytes(b"UNO")
    (root / "it/index.html").unlink()
    (root / "it/index.html").mkdir()
    (root / "it/index.html/x").write_text("x")
    (root / "extra").mkdir()
    (root / "extra/file").write_text("x")
    (root / "media/x").unlink()
    (root / "media/x").symlink_to("/etc/hostname")
    shutil.rmtree(root / "it/old")


def test_an_idle_tree_damaged_by_hand_is_repaired(store: Store) -> None:
    release(store, FIRST)
    release(store, SECOND)
    idle = next(store.trees / name for name in ("a", "b") if store._live_tree() != name)
    damage_by_hand(idle)
    release(store, FIRST)
    assert read(store) == FIRST
    assert not (store.home / "current/media/x").is_symlink()
    assert not (store.home / "current/extra").exists()


def test_an_object_cut_short_is_written_again(store: Store) -> None:
    release(store, FIRST)
    digest, _ = store.put(b"quattro")
    (store.objects / digest).unlink()
    (store.objects / digest).write_bytes(b"quat")
    release(store, FIRST)
    release(store, FIRST)
    assert read(store) == FIRST


def test_a_missing_object_is_named(store: Store) -> None:
    release(store, FIRST)
    digest, size = store.put(b"tre")
    (store.objects / digest).unlink()
    manifest = Manifest(outputs={"x": Entry(sha256=digest, size=size, type="", fingerprint="")})
    with pytest.raises(BuildError, match=f"The object {digest} is missing"), store.lock():
        store.release(manifest, now=NOW, seconds={})
    assert read(store) == FIRST


def test_where_links_cannot_be_made_copies_are(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    for files in (FIRST, SECOND, FIRST):
        release(store, files)
        assert read(store) == files
    assert (store.home / "current/index.html").stat().st_nlink == 1


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("name", ["link", "mkdir", "rename", "symlink"])
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


def test_old_releases_and_what_they_alone_named_go(store: Store) -> None:
    for number in range(KEEP + 3):
        release(store, {"index.html": f"{number}".encode()})
    assert len(store.list_releases()) == KEEP
    assert len(list(store.objects.iterdir())) == KEEP
    assert read(store) == {"index.html": f"{KEEP + 2}".encode()}


def test_nothing_is_swept_while_a_manifest_cannot_be_read(store: Store) -> None:
    names = [release(store, {"index.html": f"{number}".encode()}) for number in range(KEEP)]
    (store.releases / names[5] / "manifest.json").write_text("{")
    release(store, FIRST)
    assert read(store) == FIRST
    assert len(list(store.objects.iterdir())) == KEEP + len(FIRST)


def test_ids_sort_in_the_order_of_release(store: Store) -> None:
    names = [release(store, FIRST) for _turn in range(5)]
    assert names == sorted(names) == store.list_releases()


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
