"""Compressed copies: a manifest comes in, entries of `path.br` and `path.gz` for each of its texts go out.

They are made after the pages are live (completion.py). The same text gives the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from static_build.codings import Coding, codings_of
from static_build.manifest import Entry, Manifest
from static_build.release import Store

SMALLEST = 1000
"""A text of fewer bytes fits into one packet as it is."""
_FEEDS = ("application/atom+xml", "application/feed+json")
_TEXTS = ("text/", "application/json", "application/xml", "application/javascript", "image/svg+xml", *_FEEDS)


def carry_copies(parent: Manifest, outputs: Mapping[str, Entry]) -> dict[str, Entry]:
    """The copies in the parent that are still those of these files: a build adds them to what it made."""
    return {
        path: entry
        for path, entry in parent.outputs.items()
        if path.endswith((".br", ".gz")) and path not in outputs and is_copy_of(path, entry, outputs)
    }


def copies_in(outputs: Mapping[str, Entry]) -> list[str]:
    """The paths of compressed copies, which are no outputs of a plan."""
    return [path for path in outputs if path[-3:] in (".br", ".gz") and path[:-3] in outputs]


def make_copies(store: Store, manifest: Manifest) -> dict[str, Entry]:
    """The copies that a manifest lacks, kept as objects. Raises BuildError where an original is gone."""
    lacking = _lacking(manifest)
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # both compressors let other threads run
        made = threads.map(lambda each: _make_copies_of(store, *each), lacking)
        return {path: entry for copies in made for path, entry in copies.items()}


def _lacking(manifest: Manifest) -> list[tuple[str, Entry, tuple[Coding, ...]]]:
    lacking = []
    for path, entry in manifest.outputs.items():
        if is_compressible(path, entry):
            codings = tuple(each for each in codings_of(path) if path + each.suffix not in manifest.outputs)
            if codings:
                lacking.append((path, entry, codings))
    return lacking


def is_compressible(path: str, entry: Entry) -> bool:
    """Whether a copy is worth it: of texts, but not of what a host reads itself (`_headers`) or only leads on."""
    return (
        entry.size >= SMALLEST
        and entry.type.startswith(_TEXTS)
        and not entry.redirect
        and not path.startswith("_")
    )


def _make_copies_of(store: Store, path: str, entry: Entry, codings: Iterable[Coding]) -> dict[str, Entry]:
    data = store.read(entry.sha256)
    copies = {}
    for coding in codings:
        made = coding.compress(data)
        if len(made) < entry.size:
            sha256, size = store.put(made)
            copies[path + coding.suffix] = Entry(
                sha256=sha256,
                size=size,
                type=coding.type,
                fingerprint=coding.mark + entry.sha256,
                sources=entry.sources,
                changes_at=entry.changes_at,
            )
    return copies


def is_copy_of(path: str, entry: Entry, outputs: Mapping[str, Entry]) -> bool:
    """Whether the entry is a copy, made as we make them now, of the file beside it."""
    for coding in codings_of(path):
        if path.endswith(coding.suffix):
            original = outputs.get(path.removesuffix(coding.suffix))
            return original is not None and entry.fingerprint == coding.mark + original.sha256
    return False
