"""The static search index: which bundles a release should have, those it lacks made, and what a later release may keep.

In: a release as search reads it. Out: entries of files below `search/static/`. A bundle is made again only where one of its
pages is another; it leaves with the first word in it that may not be public any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from site_content.languages import LANGUAGES
from static_build.codings import CODINGS
from static_build.errors import BuildError
from static_build.manifest import Entry, Manifest
from static_build.outputs.output import JSON
from static_build.pagefind import VERSION, GoOn, always
from static_build.release import Store
from static_build.search.released import Names, Released
from static_build.site import Place
from static_build.static_engine import Listed, engine_files, list_bundles
from static_build.static_records import ENTRY, FACTS, make_bundle

FOLDER = "search/static/"
SMALL = 400
"""A type with fewer pages shares a bundle with the other small ones: each bundle costs a reader three requests."""
LARGEST = 2500
"""Pages in one bundle; so many take 3 s and 350 MB to index."""
OTHERS = "others"
BYTES = "application/octet-stream"
COPIES = tuple(coding.suffix for coding in CODINGS)
Files = dict[str, Entry]
_ROOT = Path(__file__).resolve().parent.parent
_READ = (
    "site_content/documents",
    "site_content/search",
    "static_build/pagefind.py",
    "static_build/static_records.py",
    "static_build/static_words.py",
    "static_build/search/released.py",
)


class Bundle(Struct, frozen=True, kw_only=True):
    """One index of its own, and what has to be in it."""

    folder: str
    """Below the public root, with a slash at the end."""
    types: tuple[str, ...]
    places: tuple[Place, ...]
    fingerprint: str


def plan_bundles(released: Released) -> list[Bundle]:
    """Every bundle that the release should have. The same pages give the same bundles."""
    bundles = []
    for locale in LANGUAGES:
        digests = released.digests(locale)
        by_type: dict[str, list[str]] = {}
        for key in sorted(digests):
            by_type.setdefault(_type(released, (key, locale)), []).append(key)
        for name, some, keys in _cut(by_type):
            state = blake2b(f"{making_digest()} {locale} {name}".encode(), digest_size=20)
            for key in keys:
                state.update(f"\n{key} {digests[key]}".encode())
            bundles.append(
                Bundle(
                    folder=f"{FOLDER}{locale}/{name}/",
                    types=some,
                    places=tuple((key, locale) for key in keys),
                    fingerprint=state.hexdigest(),
                )
            )
    return bundles


def _type(released: Released, place: Place) -> str:
    return next(iter(released.paths_for(place))).split("/")[4]


def _cut(by_type: Mapping[str, list[str]]) -> Iterator[tuple[str, tuple[str, ...], list[str]]]:
    """Name, types and keys of each bundle: small types together, a large one by the first digits of its keys."""
    small = sorted(type for type, keys in by_type.items() if len(keys) < SMALL)
    if small:
        yield OTHERS, tuple(small), sorted(key for type in small for key in by_type[type])
    for type, keys in sorted(by_type.items()):
        if type in small:
            continue
        parts = 1
        while len(keys) > parts * LARGEST:
            parts *= 2
        for part in range(parts):
            own = [key for key in keys if int(key[:4], 16) * parts >> 16 == part]
            if own:
                yield (f"{type}-{part + 1}-of-{parts}" if parts > 1 else type), (type,), own


def make_static_index(
    store: Store, release: str, manifest: Manifest, names: Names | None = None, go_on: GoOn = always
) -> Files:
    """Entries of all files of the static index of a release; what it has already is not made again.

    Raises BuildError, and BrokenOff as soon as `go_on` says no; bundles that were finished need not be made again.
    """
    released = Released(store, release, names=names, manifest=manifest)
    have = static_files(manifest)
    entries: Files = {}
    bundles = plan_bundles(released)
    for bundle in bundles:
        entries |= _kept(bundle, have) or _make(store, released, bundle, manifest, go_on)
    return entries | _list(store, bundles, entries)


def choose_fitting(
    store: Store, release: str, manifest: Manifest, made: Files, names: Names | None = None
) -> Files:
    """What of these files, made for an earlier release, is right for this one: whole bundles. Raises BuildError."""
    bundles = plan_bundles(Released(store, release, names=names, manifest=manifest))
    have = static_files(manifest)
    entries: Files = {}
    for bundle in bundles:
        entries |= _kept(bundle, have) or _kept(bundle, made)
    return entries | _list(store, bundles, entries)


def carry_static(base: Manifest, allowed: Set[str]) -> Files:
    """The files of the static index that a release after `base` may still have: bundles all of whose sources are allowed."""
    files = static_files(base)
    lost = tuple(
        path.rpartition("/")[0] + "/"
        for path, entry in files.items()
        if path.endswith(FACTS) and not allowed >= set(entry.sources)
    )
    return {path: entry for path, entry in files.items() if not path.startswith(lost)} if lost else files


def static_files(manifest: Manifest) -> Files:
    """The static index's own files in a manifest, compressed copies left out."""
    return {path: entry for path, entry in manifest.outputs.items() if is_static(path)}


def is_static(path: str) -> bool:
    """Whether a file belongs to the static index, and no plan makes it."""
    return path.startswith(FOLDER) and not path.endswith(COPIES)


def _kept(bundle: Bundle, files: Files) -> Files:
    """The bundle's files where they are among these as they should be; else nothing."""
    own = {path: entry for path, entry in files.items() if path.startswith(bundle.folder)}
    is_whole = any(path.endswith(FACTS) for path in own)
    return own if is_whole and all(each.fingerprint == bundle.fingerprint for each in own.values()) else {}


def _make(store: Store, released: Released, bundle: Bundle, manifest: Manifest, go_on: GoOn) -> Files:
    """The bundle's files, made now, or ever before from the same pages."""
    sources = _sources(released, bundle, manifest)
    made = _recall(store, bundle.fingerprint)
    if made is None:
        files = make_bundle(released.entries(bundle.places), go_on)
        made = {path: store.put(data) for path, data in files.items()}
        store.remember(bundle.fingerprint, *store.put(msgspec.json.encode(made, order="deterministic")))
    return {
        bundle.folder + path: Entry(
            sha256=digest,
            size=size,
            type=_type_of(path),
            fingerprint=bundle.fingerprint,
            sources=sources if path.endswith(FACTS) else (),
        )
        for path, (digest, size) in sorted(made.items())
    }


def _recall(store: Store, fingerprint: str) -> dict[str, tuple[str, int]] | None:
    """Hash and size of each file of a bundle that was made before, for another edition or before a rollback."""
    known = store.recall(fingerprint)
    if known is None:
        return None
    try:
        files = msgspec.json.decode(store.read(known[0]), type=dict[str, tuple[str, int]])
    except (BuildError, msgspec.MsgspecError):
        return None
    entries = [Entry(sha256=digest, size=size, type="", fingerprint="") for digest, size in files.values()]
    return files if all(map(store.has, entries)) else None


def _sources(released: Released, bundle: Bundle, manifest: Manifest) -> tuple[str, ...]:
    """Tokens of all documents, pictures and files of which a word may stand in the bundle: its pages and what they name."""
    paths = {path for place in bundle.places for path in released.paths_for(place)}
    return tuple(sorted({token for path in paths for token in manifest.outputs[path].sources}))


def _list(store: Store, bundles: list[Bundle], entries: Files) -> Files:
    """What the script reads first, for each language, and Pagefind's own files."""
    files = dict(engine_files())
    for locale in LANGUAGES:
        own = [each for each in bundles if each.folder.startswith(f"{FOLDER}{locale}/")]
        listed = [_listed(store, each, entries) for each in own]
        files[f"{locale}.json"] = list_bundles([each for each in listed if each.paths])
    return {FOLDER + path: _put(store, path, data) for path, data in sorted(files.items())}


def _listed(store: Store, bundle: Bundle, entries: Files) -> Listed:
    paths = tuple(path for path in entries if path.startswith(bundle.folder))
    entry = entries.get(bundle.folder + ENTRY)
    told = msgspec.json.decode(store.read(entry.sha256)) if entry else {}
    return Listed(
        folder=bundle.folder,
        name=bundle.folder.removeprefix(FOLDER),
        types=bundle.types,
        paths=paths,
        characters=told.get("characters", ""),
    )


def _put(store: Store, path: str, data: bytes) -> Entry:
    digest, size = store.put(data)
    return Entry(sha256=digest, size=size, type=_type_of(path), fingerprint=digest[:40])


def _type_of(path: str) -> str:
    if path.endswith(".json"):
        return JSON
    return "text/javascript" if path.endswith(".js") else BYTES


@cache
def making_digest() -> str:
    """Digest of the code by which bundles are made."""
    state = sha256(VERSION.encode())
    for name in _READ:
        place = _ROOT / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            state.update(f"{path.relative_to(_ROOT).as_posix()}\0".encode() + path.read_bytes())
    return state.hexdigest()
