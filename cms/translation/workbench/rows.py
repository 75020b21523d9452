"""A segment as the workbench shows it: source with chips for its codes, the text to edit, what changed. Final values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.translation.differences import Change, compare_words
from cms.translation.marked import Code, NotMarked, Text, parse, read_words
from cms.translation.memory.count import count
from cms.translation.segments import Segment
from cms.translation.tokens import paired_codes
from cms.translation.working import standing_text

STATES: dict[str, Promise] = {
    "untranslated": pgettext_lazy("segment", "to translate"),
    "working": pgettext_lazy("segment", "not confirmed"),
    "to_revise": pgettext_lazy("segment", "to revise"),
    "confirmed": pgettext_lazy("segment", "confirmed"),
}
TAG_NAMES: dict[str, Promise] = {
    "a": gettext_lazy("link"),
    "b": gettext_lazy("bold"),
    "strong": gettext_lazy("bold"),
    "i": gettext_lazy("italic"),
    "em": gettext_lazy("italic"),
}
LANGUAGE_TAGS = {"zh-hans": "zh-Hans"}


@dataclass(frozen=True, slots=True)
class Chip:
    """A code of the source that has a number in the text area."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One segment's values for the page."""

    segment: Segment
    id: str
    heading: str
    source: SafeString
    text: str
    state_words: str
    count: int
    chips: tuple[Chip, ...]
    difference: SafeString
    words: str
    comments: int = 0


def make_row(segment: Segment, terms: Iterable[Any] = (), comments: int = 0) -> Row:
    """The row of a segment; `terms` are underlined in its source, `comments` are its open ones."""
    return Row(
        segment=segment,
        id=f"{segment.context_id}-{segment.string_id}",
        heading=" · ".join(part for part in (segment.group, segment.field_label) if part),
        source=show_source(segment, terms),
        text=standing_text(segment),
        state_words=str(STATES[segment.state]),
        count=count(segment.source, segment.source_locale),
        chips=tuple(_chips(segment)),
        difference=show_difference(segment),
        words=read_words(segment.source),
        comments=comments,
    )


def language_tag(code: str) -> str:
    """The locale's code as browsers want it in `lang`."""
    return LANGUAGE_TAGS.get(code, code)


def _chips(segment: Segment) -> Iterable[Chip]:
    if not segment.is_rich:
        return
    for number, code in enumerate(paired_codes(segment.source), 1):
        yield Chip(number, _name(code, segment))


def _name(code: Code, segment: Segment) -> str:
    name = str(TAG_NAMES.get(code.tag, code.tag))
    return f"{name}: {segment.links[code.id]}" if code.id in segment.links else name


def show_source(segment: Segment, terms: Iterable[Any] = ()) -> SafeString:
    """The source as HTML: a numbered chip for each code, an underline for each term, a sign for each line break."""
    try:
        pieces = parse(segment.source)
    except NotMarked:
        return format_html("{}", segment.source)
    numbers = {(code.tag, code.id): number for number, code in enumerate(paired_codes(segment.source), 1)}
    shown: list[SafeString] = []
    position = 0
    for piece in pieces:
        if isinstance(piece, Text):
            shown.append(_underline(piece.text, position, list(terms)))
            position += len(piece.text)
        elif piece.kind == "single":
            shown.append(SafeString("<br>"))
            position += 1
        else:
            end = "/" if piece.kind == "close" else ""
            title = _name(piece, segment)
            chip = '<span class="wb-code" title="{}">{}{}</span>'
            shown.append(format_html(chip, title, end, numbers[piece.tag, piece.id]))
    return format_html_join("", "{}", ((part,) for part in shown))


def _underline(text: str, start: int, terms: list[Any]) -> SafeString:
    parts: list[SafeString] = []
    position = 0
    for term in terms:
        begin, end = term.start - start, term.end - start
        if begin < position or end > len(text):
            continue
        parts.append(format_html("{}", text[position:begin]))
        mark = '<mark class="wb-term" title="{}">{}</mark>'
        parts.append(format_html(mark, term.target, text[begin:end]))
        position = end
    parts.append(format_html("{}", text[position:]))
    return format_html_join("", "{}", ((part,) for part in parts))


RUNS: dict[Change, str] = {"same": "{}", "gone": "<del>{}</del>", "new": "<ins>{}</ins>"}


def show_difference(segment: Segment) -> SafeString:
    """How the source differs from what the former translation was made from; empty where there is none."""
    if segment.earlier is None:
        return SafeString("")
    old, new = read_words(segment.earlier.source), read_words(segment.source)
    if old == new:
        return format_html("<span>{}</span>", _("Only links or formatting have changed."))
    return show_runs(compare_words(old, new))


def show_runs(runs: Iterable[tuple[Change, str]]) -> SafeString:
    """A difference as HTML, `del` for what went and `ins` for what came."""
    return format_html_join("", "{}", ((format_html(RUNS[change], text),) for change, text in runs))
