"""PO files as wagtail-localize writes them, in and out: texts in the marked form, each with its place as context."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from msgspec.structs import replace
from wagtail_localize.models import Translation, TranslationContext

from cms.po_upload import ID_HEADER, BadPoFile, read_po
from cms.translation.files.incoming import MAX_UNITS, Document, Incoming, make_incoming, own_strings
from cms.translation.files.parsing import read_date
from cms.translation.marked import NotMarked, parse
from cms.translation.xml_reading import BadFile, refuse_size

MAX_BYTES = 2 * 1024 * 1024
DATE_HEADER = "POT-Creation-Date"


def write_po(translation: Translation) -> bytes:
    """All texts of a translation with what is confirmed."""
    return str(translation.export_po()).encode()


def read_po_document(content: bytes, name: str) -> Document:
    """A PO file. Raises BadFile."""
    refuse_size(len(content), MAX_BYTES)
    try:
        po = read_po(ContentFile(content, name))
    except BadPoFile as error:
        raise BadFile(str(error)) from error
    uuid = po.metadata.get(ID_HEADER, "")
    if not uuid:
        text = _("The file does not say which translation it belongs to (%(header)s): export it again.")
        raise BadFile(text % {"header": ID_HEADER})
    return Document(
        name=name,
        uuid=uuid,
        made_at=read_date(po.metadata.get(DATE_HEADER, "")),
        line=1,
        read=partial(_read_entries, po),
    )


def _read_entries(po: Any, translation: Translation) -> list[Incoming]:
    if len(po) > MAX_UNITS:
        raise BadFile(_("The file has more than %(count)s units: divide it.") % {"count": MAX_UNITS})
    contexts = TranslationContext.objects.filter(object_id=translation.source.object_id)
    strings = {data: id for id, data in own_strings(translation).items()}
    known = _Known(dict(contexts.values_list("path", "pk")), strings)
    seen: set[tuple[str, str]] = set()
    found: list[Incoming] = []
    for entry in po:
        place = entry.msgctxt or "", entry.msgid
        if entry.obsolete:
            continue
        if place in seen:
            raise BadFile(_("Line %(line)s: this text is there twice.") % {"line": entry.linenum})
        seen.add(place)
        found.append(known.read(entry))
    return found


class _Known:
    """What a translation's entries are compared with."""

    def __init__(self, contexts: dict[str, int], strings: dict[str, int]) -> None:
        self.contexts, self.strings = contexts, strings

    def read(self, entry: Any) -> Incoming:
        path = entry.msgctxt or ""
        key = self.contexts.get(path, 0), self.strings.get(entry.msgid, 0)
        line = entry.linenum or 0
        if not key[0]:
            reason = _("“%(path)s” is no place of this translation.") % {"path": path[:60]}
            return self._refuse(key, path, line, reason)
        try:
            parse(entry.msgid)
            pieces = parse(entry.msgstr.strip())
        except NotMarked:
            return self._refuse(key, path, line, _("it holds markup that is not allowed."))
        unit = make_incoming(
            key, path, line, entry.msgid, entry.msgid, pieces, is_approved=False, is_strange=False
        )
        return _doubt(unit) if entry.fuzzy else unit

    def _refuse(self, key: tuple[int, int], path: str, line: int, reason: str) -> Incoming:
        return Incoming(key=key, path=path, line=line, source="", target="", refused=reason)


def _doubt(unit: Incoming) -> Incoming:
    return replace(unit, doubts=(*unit.doubts, _("It is marked as fuzzy in the file.")))
