"""What was uploaded as documents: one XLIFF or PO file, or a zip of them. Asks no database."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from msgspec.structs import replace

from cms.translation.files.incoming import Document, make_document
from cms.translation.files.omegat import NEEDED
from cms.translation.files.parsing import MAX_BYTES, read_xliff
from cms.translation.files.po import read_po_document
from cms.translation.xml_reading import BadFile, refuse_size

MAX_ZIP_BYTES = 20 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_UNPACKED_BYTES = 60 * 1024 * 1024
ZIP, DIRECTORY_ENTRY = b"PK\x03\x04", b"PK\x01\x02"
PO_ENDING = ".po"
ENDINGS = (".xlf", ".xliff", PO_ENDING)
TRANSLATED = "target"
"""The folder of an OmegaT project in which the translated files are."""
BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError)
"""What the reader raises on damaged, encrypted and unknown zips."""


def read_documents(content: bytes, name: str) -> Iterator[Document]:
    """The translations of an upload, one after the other; one from a zip has its file's name in `within`. Raises BadFile."""
    if not content.strip():
        raise BadFile(_("This file is empty."))
    if not content.startswith(ZIP):
        yield from _read_document(content, name)
        return
    refuse_size(len(content), MAX_ZIP_BYTES)
    is_empty = True
    for member, data in unpack(content):
        is_empty = False
        try:
            documents = _read_document(data, member)
        except BadFile as error:
            raise BadFile(f"{member}: {error}") from error
        for document in documents:
            yield replace(document, within=member)
    if is_empty:
        raise BadFile(_("There is no XLIFF and no PO file in this zip."))


def unpack(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The XLIFF and PO files of a zip with their names. Raises BadFile."""
    if content.count(DIRECTORY_ENTRY) > MAX_MEMBERS:
        # Before they are read: a directory of nothing but names fills the memory.
        raise _too_many()
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = _choose(archive)
            left = MAX_UNPACKED_BYTES
            for name in names:
                with archive.open(name) as member:
                    data = member.read(MAX_BYTES + 1)
                left -= len(data)
                if len(data) > MAX_BYTES or left < 0:
                    raise BadFile(_("What is in the zip is too large: divide it."))
                yield PurePosixPath(name).name[-120:], data
    except BROKEN as error:
        raise BadFile(_("This zip cannot be opened.")) from error


def _too_many() -> BadFile:
    return BadFile(_("The zip has more than %(count)s files: divide it.") % {"count": MAX_MEMBERS})


def _choose(archive: zipfile.ZipFile) -> list[str]:
    names = [info.filename for info in archive.infolist() if not info.is_dir()]
    if len(names) > MAX_MEMBERS:
        raise _too_many()
    chosen = [name for name in names if name.lower().endswith(ENDINGS)]
    if any(PurePosixPath(name).name == NEEDED for name in names):
        chosen = [name for name in chosen if TRANSLATED in PurePosixPath(name).parts]
        if not chosen:
            raise BadFile(_("The project has no translated files yet: let OmegaT create them first."))
    return chosen


def _read_document(content: bytes, name: str) -> list[Document]:
    if name.lower().endswith(PO_ENDING):
        return [read_po_document(content, name)]
    return [make_document(file, name) for file in read_xliff(content)]
