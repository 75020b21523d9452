"""A translator's PO file: read, checked whole, then imported; or what is wrong with it is said."""

from __future__ import annotations

import re
import tempfile
from typing import Any

import polib  # type: ignore[import-untyped]
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail_localize.models import Translation

from cms.po_entries import take_in
from cms.rights import may_open
from cms.segment_limits import find_limit
from cms.translation_drafts import TargetLocked, find_target, refuse_locked

MAX_BYTES = 10_000_000
ID_HEADER = "X-WagtailLocalize-TranslationID"
MAX_LINES = 2_000
"""Of one text in a file."""
KEPT_COMMENTS = ("#,", "#~")
"""Which entries are fuzzy, and which obsolete."""
CHARSET = re.compile(rb"charset=([^\s\\\"]*)", re.IGNORECASE)
BROKEN = (OSError, ValueError, LookupError, AttributeError, TypeError)
"""What the parser raises on files that are no PO file."""


class BadPoFile(Exception):
    """Why a file cannot be imported, in the translator's words."""


@require_POST
def upload_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Imports the file, or says why not, and goes back to where the translator came from."""
    translation = get_object_or_404(Translation.objects.select_related("source"), pk=translation_id)
    target = find_target(translation)
    if target is None or not may_open(request.user, target):
        raise PermissionDenied
    try:
        refuse_locked(target, request.user)
        _import(request, translation)
    except (BadPoFile, TargetLocked) as error:
        messages.error(request, str(error))
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")


def _import(request: HttpRequest, translation: Translation) -> None:
    po = read_po(request.FILES.get("file"))
    check_po(po, translation)
    with transaction.atomic():
        outcome = take_in(po, translation, request.user)
    messages.success(request, _("The translations of the PO file are imported."))
    for sentence in outcome.say():
        messages.warning(request, sentence)


def read_po(upload: Any) -> Any:
    """The PO file of an upload. Raises BadPoFile."""
    if upload is None:
        raise BadPoFile(_("Choose a PO file first."))
    if upload.size > MAX_BYTES:
        raise BadPoFile(_("This file is too large for a PO file of one translation."))
    data = upload.read()
    if not data.strip():
        raise BadPoFile(_("This file is empty: export the translation again."))
    text = _lighten(_decode(data))
    # Parsed from a file of our own making: given a text, the parser would open the path that it names.
    with tempfile.NamedTemporaryFile("w", suffix=".po", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        try:
            return polib.pofile(file.name, encoding="utf-8")
        except BROKEN as error:
            raise BadPoFile(_("This is not a valid PO file.")) from error


def _decode(data: bytes) -> str:
    found = CHARSET.search(data[:4096])
    named = found.group(1).decode("ascii", "replace").lower() if found else "utf-8"
    try:
        if named.replace("_", "-") not in ("utf-8", "utf8", "ascii", "us-ascii", ""):
            raise UnicodeError(named)
        text = data.decode("utf-8-sig")
    except UnicodeError as error:
        raise BadPoFile(_("This file is not in UTF-8: save it with the character set UTF-8.")) from error
    if "\0" in text:
        raise BadPoFile(_("This is not a valid PO file."))
    return text


def _lighten(text: str) -> str:
    """The file with blank lines for its comments, which nobody reads here: to gather many lines, the parser takes time by the
    square of their number. Raises BadPoFile where one text has more lines than any text.
    """
    lines, many = text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 0
    for number, line in enumerate(lines):
        begun = line.lstrip()[:2]
        said = line.lstrip("#~ \t")
        many = 0 if said.startswith("msg") else many + said.startswith('"')
        if many > MAX_LINES:
            raise BadPoFile(_("This is not a valid PO file."))
        if begun.startswith("#") and begun not in KEPT_COMMENTS:
            lines[number] = ""
    return "\n".join(lines)


def check_po(po: Any, translation: Translation) -> None:
    """Raises BadPoFile where the file is another translation's, or holds a text too long for its field."""
    if not len(po) and not po.metadata:
        raise BadPoFile(_("This is not a valid PO file."))
    name = po.metadata.get(ID_HEADER)
    if not name:
        text = _("The file does not say which translation it belongs to (%(header)s): export it again.")
        raise BadPoFile(text % {"header": ID_HEADER})
    if name != str(translation.uuid):
        raise BadPoFile(_("This file belongs to another translation."))
    model = translation.source.specific_content_type.model_class()
    for entry in po:
        limit = find_limit(model, entry.msgctxt or "")
        if limit and len(entry.msgstr) > limit:
            text = _(
                "Line %(line)s: “%(start)s…” is too long for its field (%(limit)s characters). Nothing was imported."
            )
            raise BadPoFile(text % {"line": entry.linenum, "start": entry.msgstr[:40], "limit": limit})
