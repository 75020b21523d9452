"""Pictures and downloads: only those that a released document names, never the media folder."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from typing import Any, ClassVar

from msgspec import Struct

from site_content.converters.context import FileRow, PictureRow
from site_content.renditions import CODEC_VERSION, FORMATS, Spec, specs, url_of
from static_build.outputs.output import Output
from static_build.site import Site, answers


class PictureInput(Struct, frozen=True, kw_only=True):
    """A rendition: the original by hash and place, and what to make of it."""

    original: str
    """Path of the original; its hash says what is in it."""
    hash: str
    spec: Spec
    codec: int = CODEC_VERSION
    owner: str
    identity: ClassVar[tuple[str, ...]] = ("hash", "spec", "codec")
    """All that the bytes depend on: not the place of the original, nor the code but by `codec`."""


class FileInput(Struct, frozen=True, kw_only=True):
    """A download: a copy of the original."""

    original: str
    hash: str
    owner: str
    identity: ClassVar[tuple[str, ...]] = ("hash",)


def subjects(site: Site) -> set[tuple[str, str]]:
    """Each original that a document shows, by kind and hash: the same file may have been uploaded twice."""
    return {(kind, hash) for kind, hash, _ in site.ask("originals")}


@answers("originals")
def _originals(site: Site) -> tuple[tuple[str, str, str], ...]:
    """(kind, hash, id) of every picture and file that a document shows."""
    found = []
    for token in site.ask("media"):
        kind, id = token.split(":")
        row = site.ask("original", kind, id)
        if row is not None:
            found.append((kind, row.hash, id))
    return tuple(sorted(found))


@answers("by_hash")
def _by_hash(site: Site) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for kind, hash, id in site.ask("originals"):
        found.setdefault((kind, hash), []).append(id)
    return {place: tuple(ids) for place, ids in found.items()}


@answers("ids")
def _ids(site: Site, kind: str, hash: str) -> tuple[str, ...]:
    """Ids of the shown originals that have this hash."""
    ids: tuple[str, ...] = site.ask("by_hash").get((kind, hash), ())
    return ids


@answers("original")
def _original(site: Site, kind: str, id: str) -> PictureRow | FileRow | None:
    rows: dict[str, Any] = site.content.pictures if kind == "picture" else site.content.files
    row: PictureRow | FileRow | None = rows.get(id)
    return row


def plan(site: Site, kind: str, hash: str) -> Iterator[Output]:
    """Every rendition of a picture; a file under each address that documents give it."""
    ids = site.ask("ids", kind, hash)
    if not ids:
        return
    sources = tuple(f"{kind}:{id}" for id in ids)
    row = site.ask("original", kind, ids[0])
    if kind == "picture":
        yield from _renditions(site, row, sources)
        return
    urls = sorted({url for token in sources for url in site.ask("uses", token)})
    for url in urls:
        made = FileInput(
            original=f"{site.content.media_folder}/{row.file}", hash=row.hash, owner=_owner(sources[0])
        )
        type = mimetypes.guess_type(url)[0] or "application/octet-stream"
        yield Output(path=url.lstrip("/"), type=type, input=made, sources=sources)


def _renditions(site: Site, row: PictureRow, sources: tuple[str, ...]) -> Iterator[Output]:
    original = f"{site.content.media_folder}/{row.file}"
    for spec in specs(row.width, row.height):
        made = PictureInput(original=original, hash=row.hash, spec=spec, owner=_owner(sources[0]))
        path = url_of(row.hash, spec).lstrip("/")
        yield Output(path=path, type=FORMATS[spec.format], input=made, sources=sources)


def _owner(token: str) -> str:
    """What an error calls an original: `picture 12`, `document 7`."""
    kind, id = token.split(":")
    return f"{'picture' if kind == 'picture' else 'document'} {id}"
