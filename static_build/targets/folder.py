"""A folder as a target, switched as a whole: two trees of links and `current`, which is the root for a web server.

Files are copies: what is done to them by hand does not reach the releases.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path

from static_build.disk import sync_files, telling
from static_build.errors import BuildError
from static_build.manifest import Entry
from static_build.objects import Objects
from static_build.release import Store
from static_build.targets.files import Difference
from static_build.targets.outcome import TargetError
from static_build.targets.parcel import Parcel
from static_build.targets.shelf import FolderShelf
from static_build.trees import Trees

Progress = Callable[[str, int, int], None]


class FolderTarget:
    """One folder of this machine; `root/current` is what is served. Raises TargetError for the data folder itself."""

    negotiates = True

    def __init__(self, root: Path, source: Store) -> None:
        if root.resolve() == source.home.resolve():
            raise TargetError(
                f"folder:{root} is the data folder itself. Give another folder in PONTE_TARGETS; {root}/current is public "
                "already."
            )
        self.root = root
        self.shelf = FolderShelf(root)
        self._objects = Objects(root)
        self._source = source
        self._renew: Callable[[], None] = lambda: None
        self._trees = Trees(root, self._link)

    def _link(self, entry: Entry, path: str) -> None:
        """Makes `path` the file, which is copied from the release if it is not here yet."""
        self._renew()
        if not self._objects.has(entry):
            self._objects.put(self._source.read(entry.sha256))
        self._objects.link(entry, path)

    def carry_out(
        self,
        parcel: Parcel,
        difference: Difference,
        uncertain: Collection[str],
        *,
        renew: Callable[[], None],
        progress: Progress,
    ) -> tuple[int, int]:
        """Fills the tree that is not served, then switches. Returns how many files and bytes are new. Raises BuildError."""
        self._source, self._renew = parcel.store, renew
        with telling(self.root, self.root):
            for folder in (self._objects.folder, self._trees.folder):
                folder.mkdir(parents=True, exist_ok=True)
            written = self._trees.fill_idle(parcel.release, parcel.entries, self._held_by)
            sync_files(written)
            self.shelf.may_go_on()
            self._trees.switch()
            self._sweep()
        sent = difference.uploaded
        progress("files", len(sent), len(sent))
        return len(sent), parcel.size_of(sent)

    def _held_by(self, release: str) -> dict[str, Entry]:
        """The files of an earlier release, by which a tree is compared; a release that is gone tells nothing."""
        try:
            return self._source.served(release)
        except BuildError:
            return {}

    def _sweep(self) -> None:
        """Removes objects that neither tree links to; where links can't be made, all of them: they are copied again."""
        with os.scandir(self._objects.folder) as found:
            for each in found:
                if each.stat(follow_symlinks=False).st_nlink == 1:
                    os.unlink(each.path)

    def look(self, parcel: Parcel, difference: Difference) -> None:
        """Looks at what is served now. Raises TargetError where it is not the parcel."""
        if self._trees.current_release() != parcel.release:
            raise TargetError(
                f"{self.root}/current does not show {parcel.release}. Does something else write there?"
            )
        root = self.root / "current"
        for path in difference.uploaded:
            if not (root / path).is_file():
                raise TargetError(
                    f"{root}/{path} was put there, but is missing. Does something else write there?"
                )
        for path in difference.deleted:
            if (root / path).exists():
                raise TargetError(
                    f"{root}/{path} was removed, but is there. Does something else write there?"
                )
