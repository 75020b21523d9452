"""A release as search reads it: its pages with a digest of all that each entry is made from, and the entries. No database.

In: the manifest and the released JSON documents, which name no persons' results. Nothing else is ever indexed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Struct

from site_content.documents import TYPES, Document
from site_content.languages import LANGUAGES
from site_content.search.entries import make_entry
from site_content.search.entry import SearchEntry
from static_build.errors import BuildError
from static_build.manifest import Manifest
from static_build.release import Store
from static_build.site import Place

DECODED = 2000
"""So many documents that others name are kept decoded."""
_DOCUMENT = re.compile(r"api/documents/v1/([^/]+)/([^/]+)/([0-9a-f-]{36})\.json")


class _Named(Struct, frozen=True):
    refs: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


class _Naming(Struct, frozen=True):
    document: _Named


class Names(Struct, frozen=True):
    """Which documents each document names, by its SHA-256: kept from release to release, so that none is read twice."""

    known: dict[str, tuple[str, ...]] = {}

    def of(self, store: Store, sha256: str) -> tuple[str, ...]:
        """Keys that the document names. Raises BuildError where it is gone or corrupt."""
        found = self.known.get(sha256)
        if found is None:
            named: _Named = _decode(store, sha256, _naming).document
            found = self.known[sha256] = tuple(dict.fromkeys((*named.refs, *named.topics)))
        return found

    def keep(self, digests: Iterable[str]) -> None:
        """Forgets all but these, where much more is known."""
        wanted = set(digests)
        if len(self.known) > 2 * len(wanted) + 1000:
            for each in self.known.keys() - wanted:
                del self.known[each]


class Released:
    """The searchable pages of one release. Raises BuildError where a part of it is missing."""

    def __init__(
        self, store: Store, release: str, *, names: Names | None = None, manifest: Manifest | None = None
    ) -> None:
        """`names`: from an earlier release; `manifest`: where the caller has read it already."""
        self.release = release
        self._store = store
        self._names = names if names is not None else Names()
        outputs = (manifest or store.manifest(release)).outputs
        self.now = store.record(release).now
        self._documents: dict[Place, tuple[str, str]] = {}
        """SHA-256 and type of each document's JSON."""
        self._keys: dict[str, set[str]] = {locale: set() for locale in LANGUAGES}
        for path, entry in outputs.items():
            if entry.document:
                if not entry.redirect:
                    key, _, locale = entry.document.partition("@")
                    self._keys.setdefault(locale, set()).add(key)
            elif path.startswith("api/documents/") and (found := _DOCUMENT.fullmatch(path)):
                self._documents[found[3], found[1]] = (entry.sha256, found[2])
        for locale, keys in self._keys.items():
            keys &= {key for key, own in self._documents if own == locale}
        self._digests: dict[str, dict[str, str]] = {}
        self._read_named = lru_cache(maxsize=DECODED)(self._read)

    def keys(self, locale: str) -> Set[str]:
        """Keys of every searchable page of a language, known without reading any."""
        return self._keys.get(locale, set())

    def digests(self, locale: str) -> Mapping[str, str]:
        """By key, a digest of each searchable page's own JSON and of that of all it names."""
        found = self._digests.get(locale)
        if found is None:
            found = self._digests[locale] = {key: self._digest((key, locale)) for key in self.keys(locale)}
            self._names.keep(sha256 for sha256, _ in self._documents.values())
        return found

    def places(self) -> Mapping[Place, str]:
        """The digests of all languages."""
        return {
            (key, locale): digest for locale in self._keys for key, digest in self.digests(locale).items()
        }

    def entries(self, places: Iterable[Place]) -> Iterator[SearchEntry]:
        """What search knows of these pages."""
        for place in places:
            document = self._read(*self._documents[place])
            named = {key: self._read_named(*self._documents[at]) for key, at in self._named_by(place)}
            yield make_entry(document, named, self.now)

    def document_sha256(self, place: Place) -> str:
        """The SHA-256 of the page's own JSON."""
        return self._documents[place][0]

    def paths_for(self, place: Place) -> Iterator[str]:
        """Paths of the released JSON that the page's entry is made from, its own first."""
        for key, locale in (place, *(at for _, at in self._named_by(place))):
            yield f"api/documents/v1/{locale}/{self._documents[key, locale][1]}/{key}.json"

    def _digest(self, place: Place) -> str:
        own = self._documents[place][0]
        named = "".join(f" {self._documents[at][0]}" for _, at in self._named_by(place))
        return blake2b(f"{own}{named}".encode(), digest_size=16).hexdigest() if named else own[:32]

    def _named_by(self, place: Place) -> Iterator[tuple[str, Place]]:
        """Keys that a page names, and where each is to be had: in its language, else in another."""
        for key in self._names.of(self._store, self._documents[place][0]):
            for locale in (place[1], *LANGUAGES):
                if (key, locale) in self._documents:
                    yield key, (key, locale)
                    break

    def _read(self, sha256: str, type: str) -> Document:
        document: Document = _decode(self._store, sha256, _decoder(type)).document
        return document


_naming: msgspec.json.Decoder[Any] = msgspec.json.Decoder(_Naming)


@cache
def _decoder(type: str) -> msgspec.json.Decoder[Any]:
    """Decodes the file of a document of this type."""
    made = msgspec.defstruct("Released", [("document", TYPES[type])], frozen=True)
    return msgspec.json.Decoder(made)


def _decode(store: Store, sha256: str, decoder: msgspec.json.Decoder[Any]) -> Any:
    try:
        return decoder.decode(store.read(sha256))
    except msgspec.MsgspecError as error:
        raise BuildError(
            f"The released document {sha256} is corrupt ({error}). Run `ponte build --full`."
        ) from error
