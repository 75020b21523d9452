"""Share pictures: which ones a release names, those it lacks drawn, and what a later release may keep.

In: the release that is live, with its documents as JSON. Out: entries of files below `media/share/`. A page names its picture
by an address that follows from its words; who draws it later has the same words from the released document.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import msgspec

from frontend.sharing.words import FOLDER, Share, digest_of, path_of, share_page, share_site
from site_content.documents import TYPES, Document
from site_content.languages import LANGUAGES
from static_build.errors import BuildError
from static_build.facts import Facts
from static_build.manifest import Entry, Manifest
from static_build.outputs.output import Output
from static_build.pagefind import BrokenOff, GoOn, always
from static_build.release import Store

TYPE = "image/jpeg"
_DOCUMENT = re.compile(r"api/documents/v1/([^/]+)/([^/]+)/([0-9a-f-]{36})\.json")
logger = logging.getLogger("ponte.builds")
Files = dict[str, Entry]


def find_share(output: Output, facts: Facts | None) -> str:
    """The digest in the address of a page's own share picture; empty where it names none, or another page's."""
    if facts is None or not facts.share:
        return ""
    path = urlsplit(facts.share).path.lstrip("/")
    digest = path.rpartition("-")[2].removesuffix(".jpg")
    return digest if path == path_of(output.document, digest) else ""


def expected(outputs: Mapping[str, Entry]) -> dict[str, str]:
    """Path of every share picture that these files name, with the token of its document; empty for the site's own."""
    return {path_of(entry.document, entry.share): entry.document for entry in outputs.values() if entry.share}


def shares_in(outputs: Mapping[str, Entry]) -> list[str]:
    """The paths of share pictures, which no plan makes."""
    return [path for path in outputs if path.startswith(FOLDER)]


def carry_shares(base: Manifest, outputs: Mapping[str, Entry]) -> Files:
    """The share pictures of `base` that these files still name."""
    wanted = expected(outputs)
    return {path: base.outputs[path] for path in shares_in(base.outputs) if path in wanted}


def make_share_pictures(store: Store, manifest: Manifest, go_on: GoOn = always) -> Files:
    """Entries of the share pictures that a release names and lacks; what was ever drawn is not drawn again.

    Raises BuildError where a document is gone, and BrokenOff as soon as `go_on` says no; what was drawn by then is kept.
    """
    lacking = {
        path: token for path, token in expected(manifest.outputs).items() if path not in manifest.outputs
    }
    if not lacking:
        return {}
    words = _Words(store, manifest)
    made: Files = {}
    for path, token in lacking.items():
        if not go_on():
            raise BrokenOff
        known = store.recall(_fingerprint(path)) or _draw(store, words, path, token)
        if known is not None:
            made[path] = Entry(
                sha256=known[0],
                size=known[1],
                type=TYPE,
                fingerprint=_fingerprint(path),
                sources=(token,) if token else (),
            )
    return made


def _fingerprint(path: str) -> str:
    return f"share-{path.rpartition('-')[2].removesuffix('.jpg')}"


def _draw(store: Store, words: _Words, path: str, token: str) -> tuple[str, int] | None:
    """Hash and size of a picture drawn now; None where the words give another address than the page names."""
    # Loaded when it is first needed: most processes that know of completions draw nothing.
    from frontend.sharing.draw import can_write, draw_share

    share = next((each for each in words.of(token) if path_of(token, digest_of(each)) == path), None)
    if share is None:
        logger.warning("/%s is not drawn: the page was made by another version of Ponte. Build again.", path)
        return None
    if not can_write(share):
        logger.warning(
            "The share picture of “%s” (%s) has no text: no font has all its letters.", share.title, token
        )
    made = store.put(draw_share(share))
    store.remember(_fingerprint(path), *made)
    return made


class _Words:
    """What stands on the share pictures of one release."""

    def __init__(self, store: Store, manifest: Manifest) -> None:
        self._store = store
        self._documents: dict[str, tuple[str, str]] = {}
        """Type and SHA-256 of each document's JSON, by token."""
        for path, entry in manifest.outputs.items():
            if path.startswith("api/documents/") and (found := _DOCUMENT.fullmatch(path)):
                self._documents[f"{found[3]}@{found[1]}"] = (found[2], entry.sha256)
        self._names = self._read_names()

    def of(self, token: str) -> Iterator[Share]:
        """What may be meant: the words of a document's page; without a token, those of the site in each language."""
        if not token:
            yield from (share_site(code, name, self._others(code)) for code, name in self._names.items())
        elif token in self._documents:
            document = self._read(*self._documents[token])
            yield share_page(document, self._names.get(document.locale, ""), self._others(document.locale))

    def _others(self, locale: str) -> dict[str, str]:
        return {code: name for code, name in self._names.items() if code != locale}

    def _read_names(self) -> dict[str, str]:
        """The site's name in each language that has a home page, as frames.py says it."""
        names: dict[str, dict[str, str]] = {}
        for token, (type, sha256) in sorted(self._documents.items()):
            if type in ("settings", "home"):
                title = self._read(type, sha256).title
                names.setdefault(token.rpartition("@")[2], {}).setdefault(type, title)
        return {
            code: names[code].get("settings") or names[code]["home"]
            for code in LANGUAGES
            if "home" in names.get(code, {})
        }

    def _read(self, type: str, sha256: str) -> Document:
        try:
            document: Document = _decoder(type).decode(self._store.read(sha256)).document
        except msgspec.MsgspecError as error:
            raise BuildError(
                f"The released document {sha256} is corrupt ({error}). Run `ponte build --full`."
            ) from error
        return document


@cache
def _decoder(type: str) -> msgspec.json.Decoder[Any]:
    """Decodes the file of a document of this type."""
    return msgspec.json.Decoder(msgspec.defstruct("Released", [("document", TYPES[type])], frozen=True))
