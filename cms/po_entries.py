"""The entries of a PO file that has been checked: each becomes its segment's translation, or is kept and said why not.

Nothing is lost: what cannot be confirmed is kept as a text at work; what has no place any more goes into the memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail_localize.models import StringTranslation, Translation

from cms.translation.confirm import Refused, confirm
from cms.translation.memory.models import Origin
from cms.translation.memory.units import place, remember
from cms.translation.segments import Segment, read_segments
from cms.translation.tokens import to_tokens
from cms.translation.working import keep

ORIGIN = "po"
SAID_AT_MOST = 10


@dataclass(slots=True)
class Outcome:
    """What became of a file's entries."""

    confirmed: int = 0
    refused: list[str] = field(default_factory=list)
    """Sentences with the line."""
    kept: int = 0
    """Former texts, which are offered from the memory now."""
    foreign: int = 0

    def say(self) -> list[str]:
        """What the translator must know beside that it is done."""
        said = self.refused[:SAID_AT_MOST]
        if more := len(self.refused) - len(said):
            text = ngettext(
                "%(count)s more text is not confirmed.", "%(count)s more texts are not confirmed.", more
            )
            said.append(text % {"count": more})
        if self.kept:
            text = ngettext(
                "The source of %(count)s text has changed: its translation is offered from the memory.",
                "The source of %(count)s texts has changed: their translations are offered from the memory.",
                self.kept,
            )
            said.append(text % {"count": self.kept})
        if self.foreign:
            text = ngettext(
                "%(count)s text of the file is not in this translation and was left out.",
                "%(count)s texts of the file are not in this translation and were left out.",
                self.foreign,
            )
            said.append(text % {"count": self.foreign})
        return said


def take_in(po: Any, translation: Translation, user: Any) -> Outcome:
    """Confirms what the file has for the translation's segments, in the transaction of whoever calls."""
    segments = {(segment.path, segment.source): segment for segment in read_segments(translation)}
    outcome = Outcome()
    for entry in po:
        if entry.obsolete or not entry.msgstr:
            continue
        segment = segments.get((entry.msgctxt or "", entry.msgid))
        if segment is not None:
            _take(translation, segment, entry, user, outcome)
        elif _stood_there(translation, entry):
            _remember(translation, entry, user)
            outcome.kept += 1
        else:
            outcome.foreign += 1
    return outcome


def _take(translation: Translation, segment: Segment, entry: Any, user: Any, outcome: Outcome) -> None:
    if entry.msgstr == segment.confirmed and segment.state == "confirmed":
        return
    try:
        if entry.fuzzy:
            raise Refused([_("It is marked as fuzzy.")])
        confirm(translation, segment, entry.msgstr, user, origin=ORIGIN)
        outcome.confirmed += 1
    except Refused as refused:
        keep(translation, segment, to_tokens(entry.msgstr, segment.source), user, origin=ORIGIN)
        text = _("Line %(line)s is kept, not confirmed: %(reasons)s")
        outcome.refused.append(text % {"line": entry.linenum, "reasons": " ".join(refused.messages)})


def _stood_there(translation: Translation, entry: Any) -> bool:
    """Whether the entry is a former text of this page, whose source has changed since the export."""
    place_of = {"context__object_id": translation.source.object_id, "context__path": entry.msgctxt or ""}
    rows = StringTranslation.objects.filter(**place_of, locale_id=translation.target_locale_id)
    return bool(rows.filter(translation_of__data=entry.msgid).exists())


def _remember(translation: Translation, entry: Any, user: Any) -> None:
    remember(
        entry.msgid,
        entry.msgstr,
        translation.source.locale.language_code,
        translation.target_locale.language_code,
        path=place(translation.source.object_id, entry.msgctxt or ""),
        origin=Origin.IMPORT,
        user=user,
    )
