"""Objects: each file of any release once, named by the SHA-256 of its bytes, and what each picture was made into.

An object is never changed. Must not know which release names it.
"""

from __future__ import annotations

import os
from errno import EMLINK, EOPNOTSUPP, EPERM, EXDEV
from hashlib import sha256
from pathlib import Path

from static_build.disk import create_file, replace_file, telling
from static_build.errors import BuildError
from static_build.manifest import Entry

READ_ONLY = 0o444
"""A tree's file is the object itself: what is edited there by hand would be wrong in every release."""


class Objects:
    """The objects of one data folder; all its editions share them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "objects"
        self.made = home / "renditions"

    def put(self, data: bytes) -> tuple[str, int]:
        """Keeps the bytes once and returns their SHA-256 and size. Raises BuildError.

        Any number of processes may put the same bytes at once.
        """
        digest = sha256(data).hexdigest()
        path = f"{self.folder}/{digest}"
        with telling(self.home, self.folder):
            try:
                create_file(path, data, mode=READ_ONLY)
            except FileExistsError:
                if _size_of(path) != len(data):  # cut short when a build was killed
                    replace_file(path, data, mode=READ_ONLY)
        return digest, len(data)

    def read(self, digest: str) -> bytes:
        """The bytes of an object. Raises BuildError where they are gone."""
        try:
            return (self.folder / digest).read_bytes()
        except OSError as error:
            raise self._missing(digest) from error

    def has(self, entry: Entry) -> bool:
        """Whether the object of an entry is there with its size."""
        return _size_of(f"{self.folder}/{entry.sha256}") == entry.size

    def link(self, entry: Entry, path: str) -> None:
        """Makes `path` the object, or a copy where links cannot be made. Raises BuildError where the object is gone."""
        source = f"{self.folder}/{entry.sha256}"
        try:
            os.link(source, path)
        except FileNotFoundError as error:
            if os.path.exists(source):
                raise
            raise self._missing(entry.sha256) from error
        except OSError as error:
            if error.errno not in (EXDEV, EPERM, EMLINK, EOPNOTSUPP):
                raise
            create_file(path, self.read(entry.sha256))

    def recall(self, fingerprint: str) -> tuple[str, int] | None:
        """Hash and size of what was made from this fingerprint in any release, where the object is still there."""
        try:
            digest, text = (self.made / fingerprint).read_text().split()
            size = int(text)
        except (OSError, ValueError):
            return None
        return (digest, size) if _size_of(f"{self.folder}/{digest}") == size else None

    def remember(self, fingerprint: str, digest: str, size: int) -> None:
        """Keeps what a fingerprint gave, so that it is never made again."""
        with telling(self.home, self.made):
            replace_file(f"{self.made}/{fingerprint}", f"{digest} {size}".encode())

    def _missing(self, digest: str) -> BuildError:
        return BuildError(
            f"The object {digest} is missing from {self.folder}. Run `ponte build --full` to make it again."
        )


def _size_of(path: str) -> int:
    """Size in bytes; -1 where there is no such file."""
    try:
        return os.stat(path).st_size
    except OSError:
        return -1
