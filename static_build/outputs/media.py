"""Pictures and downloads: only those that a released document names, never the media folder."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from frontend.inputs import Frame
from site_content.documents.values import File, Picture
from site_content.renditions import CODEC_VERSION, FORMATS, Spec, specs, url_of
from static_build.outputs.output import Output
from static_build.site import Site


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


def plan(site: Site, frames: dict[str, Frame]) -> Iterator[Output]:
    """Every rendition and download that a document names."""
    pictures: dict[str, None] = {}
    files: dict[str, File] = {}
    for document in site.documents.values():
        for value in site.media(document):
            if isinstance(value, Picture):
                pictures[value.id] = None
            else:
                files[value.id] = value
    for id in pictures:
        yield from _renditions(site, id)
    for id, file in files.items():
        yield _download(site, id, file)


def _renditions(site: Site, id: str) -> Iterator[Output]:
    row = site.pictures[id]
    for spec in specs(row.width, row.height):
        made = PictureInput(
            original=f"{site.media_folder}/{row.file}", hash=row.hash, spec=spec, owner=f"picture {id}"
        )
        path = url_of(row.hash, spec).lstrip("/")
        yield Output(path=path, type=FORMATS[spec.format], input=made, sources=(f"picture:{id}",))


def _download(site: Site, id: str, file: File) -> Output:
    row = site.files[id]
    made = FileInput(original=f"{site.media_folder}/{row.file}", hash=row.hash, owner=f"document {id}")
    type = mimetypes.guess_type(file.url)[0] or "application/octet-stream"
    return Output(path=file.url.lstrip("/"), type=type, input=made, sources=(f"file:{id}",))
