"""What a reader gets from each kind of target, read past Ponte's own code as far as the kind allows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.request import urlopen

import obstore
from obstore.store import from_url

from static_build.targets.state import FOLDER


class Place(Protocol):
    """Somewhere that a target's files are read from."""

    url: str
    honours_conditions: bool
    keeps_headers: bool

    def files(self) -> dict[str, bytes]:
        """Every file that readers may get, by path."""

    def read(self, path: str) -> bytes | None:
        """One of them; None where it is not there."""

    def headers(self, path: str) -> dict[str, str]:
        """What goes with it."""

    def damage(self, path: str, data: bytes) -> None:
        """Writes past Ponte."""


class FolderPlace:
    """PATH/current, as a web server reads it."""

    honours_conditions = True
    keeps_headers = False

    def __init__(self, root: Path) -> None:
        self.root, self.url = root, f"folder:{root}"

    def files(self) -> dict[str, bytes]:
        root = self.root / "current"
        return {
            each.relative_to(root).as_posix(): each.read_bytes() for each in root.rglob("*") if each.is_file()
        }

    def read(self, path: str) -> bytes | None:
        file = self.root / "current" / path
        return file.read_bytes() if file.is_file() else None

    def headers(self, path: str) -> dict[str, str]:
        raise NotImplementedError("a folder keeps none")

    def damage(self, path: str, data: bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


class BucketPlace:
    """A bucket, read at its own address even where Ponte reaches it through something that fails."""

    def __init__(self, endpoint: str, bucket: str, prefix: str, *, honours_conditions: bool) -> None:
        self.url = f"s3://{bucket}/{prefix}"
        self.honours_conditions = self.keeps_headers = honours_conditions
        options: Any = {"allow_http": True, "timeout": "10s"}
        keys: Any = {
            "endpoint": endpoint,
            "access_key_id": "test",
            "secret_access_key": "test",
            "region": "us-east-1",
        }
        self._store = from_url(self.url, client_options=options, **keys)

    def files(self) -> dict[str, bytes]:
        names = [each["path"] for batch in obstore.list(self._store) for each in batch]
        return {name: self.read(name) or b"" for name in names if not name.startswith(f"{FOLDER}/")}

    def read(self, path: str) -> bytes | None:
        try:
            return bytes(obstore.get(self._store, path).bytes())
        except FileNotFoundError:
            return None

    def headers(self, path: str) -> dict[str, str]:
        found = obstore.get(self._store, path, options={"head": True})
        return {str(name): value for name, value in found.attributes.items()}

    def all_headers(self, path: str) -> dict[str, str]:
        """What a host would have to hand on, past what the client understands; names in small letters."""
        url = obstore.sign(self._store, "GET", path, timedelta(minutes=1))
        with urlopen(url, timeout=10) as answer:
            return {name.lower(): value for name, value in answer.headers.items()}

    def damage(self, path: str, data: bytes) -> None:
        obstore.put(self._store, path, data)
