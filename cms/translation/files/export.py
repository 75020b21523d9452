"""Translations as files for translators' own tools: XLIFF, one or many in a zip, in two profiles.

*Standard* is for Trados, memoQ, Phrase; *omegat* is a project folder with the memory as TMX beside the texts. Asks no right:
whoever calls has. Reads only.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import Translation

from cms.rights import hidden_keys
from cms.translation.comments.threads import read_threads, sort_by_segment
from cms.translation.files import omegat
from cms.translation.files.xliff import CODES, File, Offer, Profile, Unit, write
from cms.translation.marked import NotMarked, Piece, Text, parse, read_words
from cms.translation.memory import words
from cms.translation.memory.matching import Match, find_matches
from cms.translation.memory.models import Origin
from cms.translation.memory.models import Unit as MemoryUnit
from cms.translation.memory.units import Pair, make_unit, place
from cms.translation.segments import Segment, read_segments
from cms.translation.tokens import from_tokens
from cms.translation.working import standing_text

OFFERS = 3
STATES = {
    "confirmed": "translated",
    "working": "needs-review-translation",
    "to_revise": "needs-review-translation",
    "untranslated": "needs-translation",
}
Hidden = Collection[UUID]


def write_xliff(translation: Translation, profile: Profile = "standard", *, user: Any = None) -> bytes:
    """One translation. Matches are what `user` may see; without a user, nothing of any restricted page."""
    segments = read_segments(translation)
    hidden = find_hidden(user)
    return _write(translation, segments, profile, hidden)


def write_zip(
    translations: Iterable[Translation],
    profile: Profile = "standard",
    extra: Mapping[str, bytes] | None = None,
    *,
    user: Any = None,
) -> bytes:
    """Many in one zip, with `extra` files by name beside them; for OmegaT a project with its memory."""
    hidden = find_hidden(user)
    is_project = profile == "omegat"
    memory: dict[str, MemoryUnit] = {}
    packed = BytesIO()
    locales = ("it", "zh-hans")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for translation in translations:
            segments = read_segments(translation)
            content = _write(translation, segments, profile, hidden)
            archive.writestr(f"{'source/' if is_project else ''}{name_file(translation)}", content)
            locales = translation.source.locale.language_code, translation.target_locale.language_code
            if is_project:
                memory.update((unit.key, unit) for unit in list_memory(translation, segments, hidden))
        if is_project:
            codes = [CODES.get(locale, locale) for locale in locales]
            omegat.add_project(archive, (codes[0], codes[1]), memory.values(), timezone.now())
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return packed.getvalue()


def name_file(translation: Translation) -> str:
    """A file name in ASCII that says what it is; the translation's number makes it the only one."""
    codes = "_".join(
        CODES.get(locale.language_code, locale.language_code)
        for locale in (translation.source.locale, translation.target_locale)
    )
    title = slugify(translation.source.object_repr)[:60] or translation.source.specific_content_type.model
    return f"{title}-{translation.pk}_{codes}.xlf"


def find_hidden(user: Any) -> Hidden:
    """The translation keys of pages from which nothing is shown to the user; for nobody, of every restricted page."""
    if user is not None:
        return hidden_keys(user)
    keys: set[UUID] = set()
    for restriction in PageViewRestriction.objects.select_related("page"):
        below = Page.objects.descendant_of(restriction.page, inclusive=True)
        keys.update(below.values_list("translation_key", flat=True))
    return keys


def _write(translation: Translation, segments: Sequence[Segment], profile: Profile, hidden: Hidden) -> bytes:
    threads, _rest = sort_by_segment(read_threads(translation), segments)
    link = get_admin_base_url() or ""
    link += reverse("ponte_workbench", args=[translation.pk])
    units = []
    for segment in segments:
        said = [
            (one.user_name, one.text)
            for thread in threads.get(segment.key, [])
            if thread.resolved_at is None
            for one in (thread, *thread.answers.all())
        ]
        wants_offers = profile == "standard" and segment.state != "confirmed"
        offers = _offer(translation, segment, hidden) if wants_offers else []
        units.append(_unit(segment, [*_notes(segment, link), *said], offers))
    file = File(
        uuid=str(translation.uuid),
        source_locale=translation.source.locale.language_code,
        target_locale=translation.target_locale.language_code,
        made_at=timezone.now(),
        notes=[translation.source.object_repr, link],
        units=units,
    )
    return write(file, profile)


def _unit(segment: Segment, notes: Sequence[tuple[str, str]], offers: Sequence[Offer]) -> Unit:
    target = standing_pieces(segment)
    return Unit(
        id=id_of(segment),
        path=segment.path,
        source=read_any(segment.source),
        target=target,
        state=STATES[segment.state] if target is not None else "needs-translation",
        is_approved=segment.state == "confirmed",
        limit=segment.limit,
        notes=notes,
        offers=offers,
    )


def id_of(segment: Segment) -> str:
    """The unit's id in files: its address within its translation."""
    return f"{segment.context_id}-{segment.string_id}"


def standing_pieces(segment: Segment) -> tuple[Piece, ...] | None:
    """The text that stands there, confirmed or not; None where there is none."""
    text = standing_text(segment)
    if not text.strip():
        return None
    try:
        return parse(from_tokens(text, segment.source))
    except NotMarked:
        return (Text(text),)


def read_any(data: str) -> tuple[Piece, ...]:
    """The pieces of a text; of one that is not in the marked form, its words."""
    try:
        return parse(data)
    except NotMarked:
        return (Text(read_words(data)),)


def _notes(segment: Segment, link: str) -> Iterator[tuple[str, str]]:
    where = " · ".join(part for part in (segment.group, segment.field_label) if part)
    if where:
        yield "", where
    if segment.note:
        yield "", segment.note
    if segment.limit:
        yield "", _("At most %(limit)s characters.") % {"limit": segment.limit}
    if segment.earlier:
        yield "", _("The source has changed. It was: %(text)s") % {"text": read_words(segment.earlier.source)}
    yield "", f"{link}#s{id_of(segment)}"


def _offer(translation: Translation, segment: Segment, hidden: Hidden) -> list[Offer]:
    return [
        Offer(read_any(match.source), read_any(match.target), min(match.percent, 100), match.origin)
        for match in _match(translation, segment, hidden)
    ]


def _match(translation: Translation, segment: Segment, hidden: Hidden) -> list[Match]:
    try:
        return find_matches(
            segment.source,
            segment.source_locale,
            segment.target_locale,
            path=place(translation.source.object_id, segment.path),
            limit=OFFERS,
            hidden=hidden,
        )
    except NotMarked:
        return []


def list_memory(
    translation: Translation, segments: Iterable[Segment], hidden: Hidden
) -> Iterator[MemoryUnit]:
    """What OmegaT gets as memory: what is confirmed here, and matches for what is not."""
    for segment in segments:
        if segment.state == "confirmed":
            pairs = [(segment.source, segment.confirmed, segment.at or timezone.now())]
        else:
            found = _match(translation, segment, hidden)
            pairs = [(match.source, match.target, match.when) for match in found]
        for source, target, when in pairs:
            unit = make_unit(
                Pair(
                    source=source,
                    target=target,
                    source_locale=segment.source_locale,
                    target_locale=segment.target_locale,
                    origin=Origin.CONFIRMED,
                    when=when,
                )
            )
            if unit is not None and words.read_words(parse(unit.source)).strip():
                yield unit
