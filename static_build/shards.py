"""Shards: the documents that a release was made from, kept as objects beside it, so that it can be planned again later.

Documents are cut by the first two digits of their key; a shard that holds what it held before is the same object. What
outputs need beside documents (originals of pictures and files, redirects, assets, search rules) is a shard of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

from site_content.converters.context import FileRow, PictureRow
from site_content.documents import TYPES, Document
from site_content.search.rules import Rules
from static_build.errors import BuildError
from static_build.release import Store
from static_build.site import Content, Place, Redirect

REST = "rest"
_encoder = msgspec.json.Encoder(order="deterministic")


class _Kept(Struct, array_like=True):
    """A document and where it stands among those of its type."""

    order: str
    document: Any


class _Rest(Struct):
    """What is no document."""

    pictures: dict[str, PictureRow]
    files: dict[str, FileRow]
    redirects: tuple[Redirect, ...]
    assets: dict[str, str]
    search_rules: dict[str, Rules] = {}


class Shards:
    """Keeps the shards of the newest content; writes those that changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names: dict[str, set[Place]] = defaultdict(set)
        self._kept: dict[str, str] = {}

    def keep(self, content: Content, changed: Iterable[Place] | None) -> dict[str, str]:
        """SHA-256 by name of every shard of the content. `changed`: where it may differ from the last; None: everywhere."""
        if changed is None:
            self._names.clear()
            self._kept.clear()
            changed = content.documents
        touched = set()
        for place in changed:
            name = shard_of(place)
            touched.add(name)
            if place in content.documents:
                self._names[name].add(place)
            else:
                self._names[name].discard(place)
        for name in touched:
            self._keep_one(name, content)
        rest = _Rest(content.pictures, content.files, content.redirects, content.assets, content.search_rules)
        self._kept[REST] = self._store.put(_encoder.encode(rest))[0]
        return dict(self._kept)

    def _keep_one(self, name: str, content: Content) -> None:
        places = sorted(self._names[name])
        if not places:
            self._kept.pop(name, None)
            return
        held = [_Kept(content.order[place], content.documents[place]) for place in places]
        self._kept[name] = self._store.put(_encoder.encode(held))[0]


def shard_of(place: Place) -> str:
    """The name of the shard in which a document is kept."""
    return place[0][:2]


def read_shards(store: Store, shards: dict[str, str], *, like: Content) -> Content:
    """The content that shards hold; everything else as in `like`. Raises BuildError where one is missing or corrupt."""
    rest = _decode(store, shards.get(REST, ""), _Rest)
    held = _read(store, shards)
    return msgspec.structs.replace(
        like,
        documents={place: document for place, (_, document) in held.items()},
        order={place: order for place, (order, _) in held.items()},
        pictures=rest.pictures,
        files=rest.files,
        redirects=rest.redirects,
        assets=rest.assets,
        search_rules=rest.search_rules,
    )


def read_documents(store: Store, shards: dict[str, str]) -> dict[Place, Document]:
    """The documents in these shards. Raises BuildError where one is missing or corrupt."""
    return {place: document for place, (_, document) in _read(store, shards).items()}


def _read(store: Store, shards: dict[str, str]) -> dict[Place, tuple[str, Document]]:
    kind = list[tuple[str, _union()]]  # type: ignore[misc, valid-type]
    held = [kept for name in sorted(shards.keys() - {REST}) for kept in _decode(store, shards[name], kind)]
    return {(document.key, document.locale): (order, document) for order, document in held}


def _union() -> Any:
    union: Any = None
    for cls in TYPES.values():
        union = cls if union is None else union | cls
    return union


def _decode(store: Store, digest: str, type: Any) -> Any:
    if not digest:
        raise BuildError(
            "The release keeps no documents: it was made before Ponte kept them. Choose a newer one."
        )
    try:
        return msgspec.json.decode(store.read(digest), type=type)
    except msgspec.MsgspecError as error:
        raise BuildError(
            f"The documents of the release are corrupt ({error}); nothing was changed."
        ) from error
