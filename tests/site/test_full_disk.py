"""A disk that fills up: the release says so in one sentence, the site stays as it was, and goes on when there is room."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from static_build.errors import BuildError
from static_build.release import Store
from tests.unit.static_build.small_store import read, release

PAGE = 4096
OLD = {f"it/news/{number}/index.html": f"vecchio {number}".encode() for number in range(30)}
NEW = {f"it/events/{number}/index.html": f"nuovo {number}".encode() * 500 for number in range(8)} | {
    "it/news/1/index.html": b"vecchio 1"
}
LEFT = range(0, 40, 2)
"""Free pages of the disk when the release begins."""


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A file system of one megabyte."""
    folder = tmp_path_factory.mktemp("disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, text=True
    )
    if mounted.returncode and os.environ.get("CI") != "true":
        pytest.skip(f"a disk of our own cannot be mounted here: {mounted.stderr.strip()}")
    assert mounted.returncode == 0, mounted.stderr
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(disk: Path, pages_left: int) -> Path:
    """A file that leaves so many pages free."""
    filler = disk / "filler"
    filler.write_bytes(b"x" * (free_pages(disk) - pages_left) * PAGE)
    assert free_pages(disk) == pages_left
    return filler


def free_pages(disk: Path) -> int:
    state = os.statvfs(disk)
    return state.f_bavail * state.f_frsize // PAGE


def test_a_disk_that_fills_up_at_twenty_sizes(small_disk: Path) -> None:
    outcomes = [release_with(pages_left, small_disk) for pages_left in LEFT]
    assert len(outcomes) == 20
    assert set(outcomes) == {"refused", "released"}
    assert outcomes == sorted(outcomes)


def release_with(pages_left: int, disk: Path) -> str:
    """What became of a release on a disk with so much room; whatever it was, the site is whole and goes on."""
    store = Store(disk / "home")
    release(store, OLD)
    filler = fill(disk, pages_left)
    said = try_to_release(store)
    assert said in (
        "",
        f"The disk of {store.home} is full. Free some space; the site that was live stays live.",
    )
    assert read(store) == (OLD if said else NEW)
    filler.unlink()
    for files in (NEW, OLD):
        release(store, files)
        assert read(store) == files
    subprocess.run(["rm", "-r", store.home], check=True)
    return "refused" if said else "released"


def try_to_release(store: Store) -> str:
    """What was said, if it was refused."""
    try:
        release(store, NEW)
    except BuildError as error:
        return str(error)
    return ""
