"""Trees: brought up to date by differences or by comparison, repaired by themselves, and nothing outside is touched."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from static_build import trees
from static_build.errors import BuildError
from static_build.release import Store
from tests.unit.static_build.small_store import FIRST, SECOND, read, release


def idle_tree(store: Store) -> Path:
    """The folder that is not public."""
    return next(store.trees / name for name in ("a", "b") if os.readlink(store.public) != f"trees/{name}")


@pytest.fixture
def listings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every tree that was listed, in turn."""
    listed: list[str] = []
    real = trees.list_tree

    def list_tree(root: str) -> Any:
        listed.append(Path(root).name)
        return real(root)

    monkeypatch.setattr(trees, "list_tree", list_tree)
    return listed


def test_folders_and_files_may_change_places(store: Store) -> None:
    for files in (FIRST, SECOND, {"it": b"x", "media/x/y": b"z"}, FIRST, SECOND, {"it": b"x"}):
        for opened in (store, store, Store(store.home)):  # by differences, and by comparison
            release(opened, files)
            assert read(store) == files
    assert not [path for path in store.public.rglob("*") if path.is_dir() and not any(path.iterdir())]


def test_a_tree_that_this_process_filled_is_not_listed_again(store: Store, listings: list[str]) -> None:
    for number in range(6):
        release(store, {**FIRST, "index.html": str(number).encode()})
    assert listings == ["a", "b"]
    assert read(store) == {**FIRST, "index.html": b"5"}


def test_a_tree_that_another_process_filled_is_listed(store: Store, listings: list[str]) -> None:
    for files in (FIRST, SECOND, FIRST):
        release(store, files)
    release(Store(store.home), SECOND)
    del listings[:]
    release(store, FIRST)
    release(store, SECOND)
    assert listings == ["b"]
    assert read(store) == SECOND
    store.forget()
    release(store, FIRST)
    assert listings == ["b", "a"]


def test_only_what_differs_is_touched(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    big = {f"it/news/{number}/index.html": f"{number}".encode() for number in range(200)}
    for _turn in range(2):
        release(store, big)
    made: list[str] = []
    real = os.link
    monkeypatch.setattr(os, "link", lambda source, path: (made.append(path), real(source, path)))
    release(store, {**big, "it/news/7/index.html": b"altro"})
    assert [path.split("/trees/")[1][2:] for path in made] == ["it/news/7/index.html"]


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
    damage_by_hand(idle_tree(store))
    release(Store(store.home), FIRST)
    assert read(store) == FIRST
    assert not (store.public / "media/x").is_symlink()
    assert not (store.public / "extra").exists()


@pytest.mark.parametrize("is_known", [True, False])
def test_a_folder_replaced_by_a_link_leads_nowhere(is_known: bool, store: Store, tmp_path: Path) -> None:
    for files in (FIRST, SECOND, FIRST, SECOND):
        release(store, files)
    outside = tmp_path / "outside"
    shutil.copytree(idle_tree(store) / "it", outside)
    before = {path: path.is_file() and path.read_bytes() for path in outside.rglob("*")}
    shutil.rmtree(idle_tree(store) / "it")
    (idle_tree(store) / "it").symlink_to(outside)
    release(store if is_known else Store(store.home), {"it/index.html": b"altro", "it/x/y": b"z"})
    assert {path: path.is_file() and path.read_bytes() for path in outside.rglob("*")} == before
    assert read(store) == {"it/index.html": b"altro", "it/x/y": b"z"}
    assert not (store.public / "it").is_symlink()


def test_a_file_replaced_by_a_link_to_the_same_bytes_is_replaced_again(store: Store, tmp_path: Path) -> None:
    """A link is as long as the path that it leads to."""
    outside = tmp_path / "outside"
    text = b"x" * len(str(outside))
    outside.write_bytes(text)
    for _turn in range(2):
        release(store, {"index.html": text})
    (idle_tree(store) / "index.html").unlink()
    (idle_tree(store) / "index.html").symlink_to(outside)
    release(Store(store.home), {"index.html": text})
    assert not (store.public / "index.html").is_symlink()


@pytest.mark.parametrize("name", ["trees/a", "trees/b", "trees"])
def test_a_tree_replaced_by_a_link_is_refused(name: str, store: Store, tmp_path: Path) -> None:
    release(store, FIRST)
    outside = tmp_path / "outside"
    place = store.home / name
    if place.exists():
        place.rename(outside)
    else:
        shutil.copytree(store.trees / "a", outside)
    place.symlink_to(outside)
    before = sorted(outside.rglob("*"))
    if name == "trees/a":  # which is live: the next release is made in the other one
        release(store, SECOND)
    with pytest.raises(BuildError, match="changes nothing behind a link"):
        release(Store(store.home), FIRST)
    assert sorted(outside.rglob("*")) == before


def to_a_folder_elsewhere(public: Path, elsewhere: Path) -> None:
    public.symlink_to(elsewhere)


def to_a_tree_of_its_own_name(public: Path, elsewhere: Path) -> None:
    public.symlink_to(elsewhere / "trees/a")


def to_no_link_at_all(public: Path, elsewhere: Path) -> None:
    public.mkdir()
    (public / "index.html").write_text("mine")


@pytest.mark.parametrize("point", [to_a_folder_elsewhere, to_a_tree_of_its_own_name, to_no_link_at_all])
def test_a_link_that_leads_elsewhere_is_refused(
    point: Callable[[Path, Path], None], store: Store, tmp_path: Path
) -> None:
    release(store, FIRST)
    store.public.unlink()
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "trees/a").mkdir(parents=True)
    (elsewhere / "trees/a/index.html").write_text("mine")
    point(store.public, elsewhere)
    before = sorted(store.home.rglob("*"))
    for act in (store.current, lambda: release(store, SECOND)):
        with pytest.raises(BuildError, match=r"not a link to trees/a or trees/b\. Nothing was changed"):
            act()
    assert [path for path in before if not path.exists()] == []
    assert (elsewhere / "trees/a/index.html").read_text() == "mine"


def test_where_links_cannot_be_made_copies_are(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    for files in (FIRST, SECOND, FIRST):
        release(Store(store.home), files)
        assert read(store) == files
    assert (store.public / "index.html").stat().st_nlink == 1


def test_a_file_and_a_folder_of_one_name_are_refused(store: Store) -> None:
    release(store, FIRST)
    for _turn in range(2):
        with pytest.raises(BuildError, match="Not a directory"):
            release(store, {"it": b"x", "it/index.html": b"y"})
    assert read(store) == FIRST
    release(store, SECOND)
    assert read(store) == SECOND
