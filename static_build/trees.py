"""Trees: a folder of links is made equal to a list of files by its differences, from whatever state it is in.

Damage by hand is repaired; what is right already is not touched. Must not know where the files come from.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from static_build.release import Entry


class Found(Struct, frozen=True):
    """A file of a tree as the folder lists it."""

    size: int
    links: int
    is_link: bool

    def holds(self, path: Path, entry: Entry) -> bool:
        """Whether it is the entry's file. What is no link to an object is a copy, or was put there by hand: it is read."""
        if self.is_link or self.size != entry.size:
            return False
        return self.links > 1 or sha256(path.read_bytes()).hexdigest() == entry.sha256


def update_tree(
    root: Path,
    wanted: Mapping[str, Entry],
    held: Mapping[str, Entry],
    link: Callable[[Entry, Path], None],
) -> None:
    """Makes the tree hold what is wanted and nothing else. `held`: what it should hold by its own mark."""
    found = dict(files_below(root))
    for name in found.keys() - wanted.keys():
        (root / name).unlink()
    folders: set[Path] = set()
    for name, entry in wanted.items():
        known, path = held.get(name), root / name
        is_known = known is not None and known.sha256 == entry.sha256
        if is_known and name in found and found[name].holds(path, entry):
            continue
        _make_room(path, folders, replace=name in found)
        link(entry, path)
    _remove_empty_folders(root)


def _make_room(path: Path, folders: set[Path], *, replace: bool) -> None:
    """The folder is there and nothing stands where the file shall be. `folders` are known to be there."""
    if path.parent not in folders:
        if path.parent.exists() and not path.parent.is_dir():
            path.parent.unlink()
        path.parent.mkdir(parents=True, exist_ok=True)
        folders.add(path.parent)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif replace:
        path.unlink()


def files_below(root: Path) -> Iterator[tuple[str, Found]]:
    """Every file below a folder by its relative path."""
    stack = [str(root)]
    start = len(str(root)) + 1
    while stack:
        with os.scandir(stack.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    stack.append(entry.path)
                else:
                    stat = entry.stat(follow_symlinks=False)
                    yield entry.path[start:], Found(stat.st_size, stat.st_nlink, entry.is_symlink())


def _remove_empty_folders(root: Path) -> None:
    for folder, _, _ in os.walk(root, topdown=False):
        if folder != str(root):
            try:
                os.rmdir(folder)
            except OSError:
                continue
