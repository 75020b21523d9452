"""Trees: two folders of links, and the link `current` that names the live one.

The idle tree is made equal to a list of files, from whatever state it is in, then `current` is switched by one rename:
whoever reads it sees the old site or the new one, whole. Nothing outside the two folders is ever touched.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from static_build.disk import remove_file, replace_file
from static_build.errors import BuildError
from static_build.manifest import Entry

TREES = ("a", "b")
Files = Mapping[str, Entry]
Link = Callable[[Entry, str], None]


class Found(Struct, frozen=True):
    """A file of a tree as the folder lists it."""

    size: int
    links: int
    is_link: bool

    def holds(self, path: str, entry: Entry) -> bool:
        """Whether it is the entry's file. What is no link to an object is a copy, or was put there by hand: it is read."""
        if self.is_link or self.size != entry.size:
            return False
        return self.links > 1 or sha256(Path(path).read_bytes()).hexdigest() == entry.sha256


class Trees:
    """The two trees of one edition.

    A tree's mark says which release it holds, with a word of chance for each time that it was brought up to date. It is
    removed before the tree is touched: a tree without its mark is listed and compared, whatever happened to it. A process
    that finds the mark it wrote itself knows what the tree holds, and applies the differences alone.
    """

    def __init__(self, root: Path, link: Link) -> None:
        self.folder = root / "trees"
        self.current = root / "current"
        self._aside = str(root / ".current")
        self._link = link
        self._known: dict[str, tuple[str, Files]] = {}

    def live(self) -> str | None:
        """The tree that is public; None where there is none. Raises BuildError where `current` is not ours."""
        try:
            target = os.readlink(self.current)
        except FileNotFoundError:
            return None
        except OSError:
            target = "something that is no link"
        for tree in TREES:
            if target == f"trees/{tree}":
                return tree
        raise BuildError(
            f"{self.current} is {target!r}, not a link to trees/a or trees/b. Nothing was changed. "
            "Move it out of the way, then build with --full."
        )

    def current_release(self) -> str | None:
        """The release that is public; None where there is none."""
        tree = self.live()
        return self._release_in(tree) if tree else None

    def fill_idle(self, release: str, files: Files, held_by: Callable[[str], Files]) -> list[str]:
        """Makes the tree that is not public hold `files`, ready for the switch; returns the paths of what was written.

        `held_by`: the files of a release, for what a tree's mark names. Raises BuildError and OSError.
        """
        linked: list[str] = []

        def link(entry: Entry, path: str) -> None:
            self._link(entry, path)
            linked.append(path)

        tree = self._tree(idle=True)
        root = str(self.folder / tree)
        self._refuse_foreign(root)
        mark = self._read_mark(tree)
        known_mark, known = self._known.pop(tree, ("", {}))
        remove_file(f"{root}.release")
        if not (mark and mark == known_mark and _apply_differences(root, known, files, link)):
            update_tree(root, files, _held(mark, held_by), link)
        mark = f"{release} {secrets.token_hex(8)}"
        replace_file(f"{root}.release", mark.encode())
        self._known[tree] = (mark, files)
        remove_file(self._aside)
        os.symlink(f"trees/{tree}", self._aside)
        return [*linked, f"{root}.release"]

    def switch(self) -> None:
        """Makes the tree that was filled the public one. Raises OSError."""
        os.rename(self._aside, self.current)

    def knows(self, *, idle: bool) -> bool:
        """Whether the idle tree, or the live one, is as this process left it: then a release costs its differences."""
        tree = self._tree(idle=idle)
        mark = self._read_mark(tree)
        return bool(mark) and self._known.get(tree, ("", {}))[0] == mark

    def look_at_live(self, files: Files) -> None:
        """Lists the live tree, and knows it from then on if it holds `files`; if not, its turn to be mended comes."""
        tree = self._tree(idle=False)
        root, mark = str(self.folder / tree), self._read_mark(tree)
        found, _ = list_tree(root)
        is_whole = found.keys() == files.keys() and all(
            found[name].holds(f"{root}/{name}", entry) for name, entry in files.items()
        )
        if is_whole and mark:
            self._known[tree] = (mark, files)

    def _tree(self, *, idle: bool) -> str:
        live = self.live() or TREES[1]
        return TREES[live == TREES[0]] if idle else live

    def forget(self) -> None:
        """Lists and compares the trees again before they are next used."""
        self._known.clear()

    def _read_mark(self, tree: str) -> str:
        try:
            return (self.folder / f"{tree}.release").read_text().strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def _release_in(self, tree: str) -> str | None:
        return self._read_mark(tree).partition(" ")[0] or None

    def _refuse_foreign(self, root: str) -> None:
        """The trees are folders of our own: a link could lead anywhere."""
        for folder in (str(self.folder), root):
            if os.path.islink(folder):
                raise BuildError(
                    f"{folder} is a link to {os.readlink(folder)!r}; Ponte changes nothing behind a link. "
                    "Remove it, then build again."
                )
        os.makedirs(root, exist_ok=True)


def _held(mark: str, held_by: Callable[[str], Files]) -> Files:
    """What a tree should hold by its mark; nothing where its update was interrupted or its release cannot be read."""
    try:
        return held_by(mark.partition(" ")[0]) if mark else {}
    except BuildError:
        return {}


def update_tree(root: str, wanted: Files, held: Files, link: Link) -> None:
    """Makes the tree hold what is wanted and nothing else. `held`: what it should hold by its own mark."""
    found, folders = list_tree(root)
    for name in found.keys() - wanted.keys():
        os.unlink(f"{root}/{name}")
    needed = folders_of(wanted)
    for folder in sorted(folders - needed, key=len, reverse=True):
        os.rmdir(f"{root}/{folder}")
    there = {"", *folders & needed}
    for name, entry in wanted.items():
        path, before = f"{root}/{name}", found.get(name)
        if before is not None:
            known = held.get(name)
            if known is not None and known.sha256 == entry.sha256 and before.holds(path, entry):
                continue
            os.unlink(path)
        _make_folder(root, name.rpartition("/")[0], there)
        link(entry, path)


def _apply_differences(root: str, old: Files, new: Files, link: Link) -> bool:
    """Makes the tree, which held `old`, hold `new`. False where it did not hold what it should have: then list it."""
    removed = old.keys() - new.keys()
    changed = [
        (name, entry, before is not None)
        for name, entry in new.items()
        if (before := old.get(name)) is not entry and (before is None or before.sha256 != entry.sha256)
    ]
    there = {""}
    try:
        for name in removed:
            _make_folder(root, name.rpartition("/")[0], there)
            os.unlink(f"{root}/{name}")
        _remove_empty(root, {name.rpartition("/")[0] for name in removed}, there)
        for name, entry, is_there in changed:
            _make_folder(root, name.rpartition("/")[0], there)
            if is_there:
                os.unlink(f"{root}/{name}")
            link(entry, f"{root}/{name}")
    except (FileNotFoundError, FileExistsError, NotADirectoryError, IsADirectoryError, PermissionError):
        return False
    return True


def _make_folder(root: str, folder: str, there: set[str]) -> None:
    """The folder is there and no link leads to it. `there` are known to be, and grows. Raises NotADirectoryError."""
    if folder in there:
        return
    _make_folder(root, folder.rpartition("/")[0], there)
    path = f"{root}/{folder}"
    try:
        os.mkdir(path)
    except FileExistsError:
        if not stat.S_ISDIR(os.lstat(path).st_mode):
            raise NotADirectoryError(20, "Not a directory", path) from None
    there.add(folder)


def _remove_empty(root: str, folders: set[str], there: set[str]) -> None:
    """Removes these folders and those above them, as far as nothing is left in them."""
    for folder in sorted(folders, key=len, reverse=True):
        left = folder
        while left:
            try:
                os.rmdir(f"{root}/{left}")
            except OSError:
                break
            there.discard(left)
            left = left.rpartition("/")[0]


def folders_of(names: Files) -> set[str]:
    """Every folder that these files need, those above them too."""
    folders: set[str] = set()
    for name in names:
        folder = name.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


def list_tree(root: str) -> tuple[dict[str, Found], set[str]]:
    """(files, folders) below a folder by their relative paths. Links are files and are not followed."""
    files: dict[str, Found] = {}
    folders: set[str] = set()
    start = len(root) + 1
    stack = [root]
    while stack:
        with os.scandir(stack.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    stack.append(entry.path)
                    folders.add(entry.path[start:])
                else:
                    stat = entry.stat(follow_symlinks=False)
                    files[entry.path[start:]] = Found(stat.st_size, stat.st_nlink, entry.is_symlink())
    return files, folders
