"""What makes a text impossible for its segment: broken or foreign markup, links lost or doubled, blanks, too long.

Comes in: a segment and a text in what should be the marked form; goes out: messages for people. Knows no database.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.translation.marked import Code, NotMarked, Piece, Text, links, parse

UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
"""Control characters, and those that turn the direction of the text around."""
REASONS: dict[str, Promise] = {
    "comment": gettext_lazy("A comment is no text."),
    "unclosed": gettext_lazy("A code is opened and not closed."),
    "unopened": gettext_lazy("A code is closed that is not open there: put its two ends in the right order."),
    "unknown code": gettext_lazy("This code is not in the source text."),
    "markup": gettext_lazy("This markup is not allowed here."),
}


def find_faults(segment: Any, text: str) -> list[str]:
    """Why the text cannot be confirmed, in the user's language; empty where it can."""
    try:
        pieces = parse(text)
    except NotMarked as error:
        return [explain(error)]
    words = "".join(piece.text for piece in pieces if isinstance(piece, Text))
    if not words.strip():
        return [_("There is no text yet.")]
    faults = _find_codes(segment, pieces) + _find_link_faults(segment.source, pieces)
    if UNREADABLE.search(words):
        faults.append(_("It holds a control character that nobody can see: write the text again."))
    if segment.limit and _length(pieces) > segment.limit:
        message = _("It has %(length)s characters; the field takes %(limit)s.")
        faults.append(message % {"length": _length(pieces), "limit": segment.limit})
    return faults


def explain(error: NotMarked) -> str:
    """The error as a translator reads it."""
    return str(REASONS.get(error.reason, REASONS["markup"]))


def _length(pieces: tuple[Piece, ...]) -> int:
    return sum(len(piece.text) if isinstance(piece, Text) else piece.kind == "single" for piece in pieces)


def _find_codes(segment: Any, pieces: tuple[Piece, ...]) -> list[str]:
    if segment.is_rich:
        return []
    found = [piece for piece in pieces if isinstance(piece, Code)]
    if any(code.kind != "single" for code in found):
        return [_("This field takes plain text without codes.")]
    if found and not segment.is_multiline:
        return [_("This field has one line: take the line break out.")]
    return []


def _find_link_faults(source: str, pieces: tuple[Piece, ...]) -> list[str]:
    wanted, have = Counter(_links_of(source)), Counter(_opened(pieces))
    faults = []
    if lost := sum((wanted - have).values()):
        faults.append(
            ngettext("A link of the source is missing.", "%(count)s links of the source are missing.", lost)
            % {"count": lost}
        )
    if more := sum((have - wanted).values()):
        faults.append(
            ngettext(
                "A link is there twice, or is not the source's.",
                "%(count)s links are there twice, or are not the source's.",
                more,
            )
            % {"count": more}
        )
    if _is_nested(pieces):
        faults.append(_("A link stands inside another one."))
    return faults


def _links_of(source: str) -> tuple[str, ...]:
    try:
        return links(source)
    except NotMarked:
        return ()


def _opened(pieces: tuple[Piece, ...]) -> list[str]:
    return [
        piece.id for piece in pieces if isinstance(piece, Code) and piece.kind == "open" and piece.tag == "a"
    ]


def _is_nested(pieces: tuple[Piece, ...]) -> bool:
    depth = 0
    for piece in pieces:
        if isinstance(piece, Code) and piece.tag == "a":
            depth += 1 if piece.kind == "open" else -1
            if depth > 1:
                return True
    return False
