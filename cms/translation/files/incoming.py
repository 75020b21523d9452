"""What comes back for one translation: each unit with its address and its texts in the marked form, or why it cannot be used.

Reads which texts the translation has, and has had; writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _
from msgspec import Struct
from msgspec.structs import replace
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
)

from cms.translation.files.inline import BadText, Reading, number_codes, shape_of
from cms.translation.files.parsing import ReadFile, ReadUnit, fail, find_locale
from cms.translation.marked import NotMarked, Piece, Text, parse, write
from cms.translation.memory import words
from cms.translation.segments import Key
from cms.translation.xml_reading import XML_LANG, BadFile, is_unfit

MAX_UNITS = 5_000
LEAST_ROOM, TIMES = 2_000, 10
"""A text may have so many characters, or so many times those of its source."""
ID = re.compile(r"([1-9][0-9]{0,17})-([1-9][0-9]{0,17})")


class Incoming(Struct, frozen=True, kw_only=True):
    """A unit of a file. `source` is the file's own; it is not the text that the unit names where `is_changed`."""

    key: Key
    path: str
    line: int
    source: str
    target: str
    is_approved: bool = False
    is_changed: bool = False
    refused: str = ""
    """Why it is not taken at all."""
    doubts: tuple[str, ...] = ()
    """Why it is not to be confirmed."""


class Document(Struct, frozen=True, kw_only=True):
    """All that came back for one translation, which `uuid` names; `read` gives its units, or raises BadFile.

    `within` is the name of its file in a zip.
    """

    name: str
    uuid: str
    made_at: datetime | None
    line: int
    read: Callable[[Translation], list[Incoming]]
    within: str = ""


def make_document(file: ReadFile, name: str) -> Document:
    """An XLIFF file."""
    return Document(
        name=name, uuid=file.uuid, made_at=file.made_at, line=file.line, read=partial(read_units, file)
    )


def read_units(file: ReadFile, translation: Translation) -> list[Incoming]:
    """A file's units. Raises BadFile where it is of other languages, or names texts that are not the translation's."""
    ours = translation.source.locale.language_code, translation.target_locale.language_code
    theirs = file.source_locale, file.target_locale
    if theirs != ours:
        said = _("it is from %(theirs)s; this translation is from %(ours)s.")
        raise fail(file.line, said % {"theirs": " → ".join(theirs), "ours": " → ".join(ours)})
    return list(_read_units(file, translation))


def _read_units(file: ReadFile, translation: Translation) -> Iterator[Incoming]:
    if len(file.units) > MAX_UNITS:
        raise BadFile(_("The file has more than %(count)s units: divide it.") % {"count": MAX_UNITS})
    keys = {unit.id: _read_id(unit) for unit in file.units}
    contexts = TranslationContext.objects.filter(object_id=translation.source.object_id)
    paths = dict(contexts.values_list("pk", "path"))
    for unit in file.units:
        if keys[unit.id][0] not in paths:
            raise _unknown(unit)
    strings = String.objects.filter(
        locale_id=translation.source.locale_id, pk__in={string for _context, string in keys.values()}
    )
    texts, own = dict(strings.values_list("pk", "data")), own_strings(translation)
    for unit in file.units:
        context, string = keys[unit.id]
        if string not in texts:
            raise _unknown(unit)
        found = _read_unit(unit, (context, string), paths[context], texts[string], file.target_locale)
        # Others' texts may be private: only a file that has the very text may name it, and none is told it.
        is_strange = string not in own and (found.is_changed or found.refused)
        yield _refuse(unit, found) if is_strange else found


def own_strings(translation: Translation) -> dict[int, str]:
    """Every text that the translation has, or has had a translation of, by its id."""
    now = StringSegment.objects.filter(source=translation.source).values_list("string_id", "string__data")
    before = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale_id=translation.target_locale_id
    ).values_list("translation_of_id", "translation_of__data")
    return dict((*before, *now))


def _refuse(unit: ReadUnit, found: Incoming) -> Incoming:
    return replace(found, source="", target="", is_changed=False, refused=_not_ours(unit))


def _read_id(unit: ReadUnit) -> Key:
    found = ID.fullmatch(unit.id)
    if found is None:
        raise _unknown(unit)
    return int(found[1]), int(found[2])


def _unknown(unit: ReadUnit) -> BadFile:
    return fail(unit.line, _not_ours(unit))


def _not_ours(unit: ReadUnit) -> str:
    return _("the unit %(id)s is not one of this translation’s.") % {"id": unit.id[:40]}


def _read_unit(unit: ReadUnit, key: Key, path: str, text: str, target_locale: str) -> Incoming:
    known = number_codes(pieces_of(text))
    try:
        source = Reading(unit.source, known)
        target = Reading(unit.target, known) if unit.target is not None else None
        if unit.target is not None and unit.target.get(XML_LANG):
            _check_language(unit, target_locale)
    except BadText as error:
        reason = _("it holds markup that is not allowed: %(name)s") % {"name": str(error)[:60]}
        return Incoming(key=key, path=path, line=unit.line, source=text, target="", refused=reason)
    return make_incoming(
        key,
        path,
        unit.line,
        text,
        write(source.pieces),
        target.pieces if target else [],
        is_approved=unit.is_approved,
        is_strange=target is not None and target.is_strange,
    )


def _check_language(unit: ReadUnit, locale: str) -> None:
    if find_locale(unit.target.get(XML_LANG), unit.line) != locale:
        raise fail(unit.line, _("its text is said to be in another language."))


def make_incoming(
    key: Key,
    path: str,
    line: int,
    text: str,
    source: str,
    pieces: Collection[Piece],
    *,
    is_approved: bool,
    is_strange: bool,
) -> Incoming:
    """The unit for `text`, which is what ours says its source is; `source` is what the file says."""
    said = "".join(piece.text for piece in pieces if isinstance(piece, Text))
    refused = ""
    if len(said) > max(LEAST_ROOM, TIMES * len(text)):
        refused = _("it is much longer than its source.")
    elif is_unfit(said) or (source != text and is_unfit(source)):
        refused = _("it holds control characters, or some that turn the direction of the text.")
    is_other = is_strange or shape_of(pieces) != shape_of(pieces_of(text))
    return Incoming(
        key=key,
        path=path,
        line=line,
        source=text if refused else source,
        target="" if refused else write(pieces),
        is_approved=is_approved,
        is_changed=not refused and spell(source) != spell(text),
        refused=refused,
        doubts=(_("Its codes are not the source’s."),) if is_other and said.strip() else (),
    )


def pieces_of(data: str) -> tuple[Piece, ...]:
    """The pieces of a text that may not be in the marked form; then it is one text."""
    try:
        return parse(data)
    except NotMarked:
        return (Text(data),)


def spell(data: str) -> str:
    """The text as texts are compared: programs change blanks and compose characters."""
    return words.canonical(pieces_of(data), {})
