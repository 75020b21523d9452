"""What is public at this moment, read from the live tree: documents by language, type and key, pages, and names. No database.

Each file is looked at each time and read only when it is another than before; nothing here is older than the tree.
"""

from __future__ import annotations

import os
import re
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import msgspec
from markupsafe import escape
from msgspec import Struct

from site_content.documents import TYPES, Document
from site_content.languages import LANGUAGES
from site_content.search.text import clean, fold, plain_of
from static_build.errors import BuildError
from static_build.manifest import Manifest
from static_build.release import Store

ROOT = "api/documents/v1"
MOST_KNOWN = 100_000
"""Files of which a digest is remembered."""
HEAD_BYTES = 4096
STEADY_MINUTES = 10
NAMED = {"topic": "topic"} | {name: cls.NAMED_AS for name, cls in TYPES.items() if cls.NAMED_AS}
"""Types whose documents are suggested by their names, and as what."""
_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PATH = re.compile(r"(?:/[a-z0-9][a-z0-9-]*)+/")
Mark = tuple[int, int, int, int]
"""Device, inode, size and time: behind another one stand other bytes, for the objects in the tree never change."""


class NoRelease(BuildError):
    """Nothing is public here, so nothing can be found."""


class _File(Struct):
    document: msgspec.Raw


class _Kind(Struct):
    type: str


class Tree:
    """The live tree of one data folder. May be used by several threads."""

    def __init__(self, home: Path) -> None:
        self._store = Store(home)
        self._root = str(home / "current")
        self._digests: dict[Mark, str] = {}
        self._titles: dict[Mark, str] = {}
        self._change: tuple[str, datetime | None] = ("", None)
        self._made: tuple[str, datetime | None] = ("", None)
        self._names: tuple[str, dict[str, frozenset[str]]] = ("", {})

    def release(self) -> str:
        """The release that is public. Raises NoRelease where there is none, or none can be read."""
        try:
            release = self._store.current()
        except BuildError as error:
            raise NoRelease(str(error)) from error
        if release is None:
            raise NoRelease("There is no release yet. Run `ponte build` first.")
        return release

    def next_change_at(self) -> datetime | None:
        """When a state changes by itself; None where none does."""
        release = self.release()
        if self._change[0] != release:
            self._change = release, self._read_change(release)
        return self._change[1]

    def steady_moment(self, now: datetime) -> datetime:
        """The earliest moment of these ten minutes since which no state has changed: what is asked of it can be kept.

        Raises NoRelease.
        """
        minute = now.replace(second=0, microsecond=0)
        change, made_at = self.next_change_at(), self._made_at()
        if made_at is None or (change is not None and change <= now):
            return minute
        return max(minute - timedelta(minutes=minute.minute % STEADY_MINUTES), min(made_at, minute))

    def _made_at(self) -> datetime | None:
        """The moment that the release shows: before it a state may have been another."""
        release = self.release()
        if self._made[0] != release:
            try:
                self._made = release, self._store.record(release).now
            except BuildError:
                self._made = release, None
        return self._made[1]

    def digest(self, locale: str, type: str, key: str) -> str:
        """SHA-256 of a document's file; empty where it is not public."""
        found = self._look(locale, type, key)
        if found is None:
            return ""
        path, mark = found
        digest = self._digests.get(mark)
        if digest is None:
            data = _read(path)
            if data is None:
                return ""
            digest = sha256(data).hexdigest()
            if len(self._digests) >= MOST_KNOWN:
                self._digests.clear()
            self._digests[mark] = digest
        return digest

    def document(self, locale: str, type: str, key: str) -> Document | None:
        """A document; None where it is not public, or cannot be read."""
        found = self._look(locale, type, key)
        return _decode(_read(found[0])) if found else None

    def title(self, locale: str, type: str, key: str) -> str:
        """The title of a document; empty where it is not public."""
        found = self._look(locale, type, key)
        if found is None:
            return ""
        path, mark = found
        title = self._titles.get(mark)
        if title is None:
            document = _decode(_read(path))
            title = clean(document.title) if document else ""
            if len(self._titles) >= MOST_KNOWN:
                self._titles.clear()
            self._titles[mark] = title
        return title

    def says(self, url: str, text: str) -> bool:
        """Whether the page at a public path is there and says this text."""
        data = _read(f"{self._root}{url}index.html") if _PATH.fullmatch(url) else None
        if data is None:
            return False
        return str(escape(text)).encode() in data or text in plain_of(data.decode())

    def is_named(self, kind: str, name: str) -> bool:
        """Whether a topic, person or organisation that is public has this name in any language."""
        release = self.release()
        if self._names[0] != release:
            self._names = release, self._read_names()
        return fold(name) in self._names[1].get(kind, ())

    def _look(self, locale: str, type: str, key: str) -> tuple[str, Mark] | None:
        if locale not in LANGUAGES or type not in TYPES or not _KEY.fullmatch(key):
            return None
        path = f"{self._root}/{ROOT}/{locale}/{type}/{key}.json"
        try:
            stat = os.stat(path)
        except OSError:
            return None
        return path, (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)

    def _read_change(self, release: str) -> datetime | None:
        """From the manifest's head: it says so before it lists its files, which may be very many."""
        try:
            with (self._store.releases / release / "manifest.json").open("rb") as file:
                head = file.read(HEAD_BYTES).partition(b'"outputs":')[0]
            return msgspec.json.decode(head + b'"outputs":{}}', type=Manifest).next_change_at
        except (OSError, msgspec.MsgspecError):
            return None

    def _read_names(self) -> dict[str, frozenset[str]]:
        names: dict[str, set[str]] = {kind: set() for kind in NAMED.values()}
        for locale in LANGUAGES:
            for type, kind in NAMED.items():
                for path in Path(self._root, ROOT, locale, type).glob("*.json"):
                    document = _decode(_read(str(path))) if _KEY.fullmatch(path.stem) else None
                    if document is not None:
                        names[kind] |= {fold(clean(form)) for form in document.forms_of_name()}
        return {kind: frozenset(found) for kind, found in names.items()}


def _read(path: str) -> bytes | None:
    """The bytes of a file; None where it is not there, or no more."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _decode(data: bytes | None) -> Document | None:
    """The document in a file's bytes; None where there is none: what cannot be judged is not shown."""
    try:
        raw = _file.decode(data or b"").document
        return msgspec.json.decode(raw, type=TYPES[_kind.decode(raw).type])
    except (msgspec.MsgspecError, KeyError):
        return None


_file = msgspec.json.Decoder(_File)
_kind = msgspec.json.Decoder(_Kind)
