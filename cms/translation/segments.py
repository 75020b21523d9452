"""The segments of one translation in page order: source, confirmed and working texts, and what became of them.

Reads wagtail-localize's rows and the working texts in a handful of queries, whatever their number; writes nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.contrib.contenttypes.models import ContentType
from wagtail_localize.models import StringSegment, StringTranslation, TemplateSegment, Translation

from cms.translation.marked import fit
from cms.translation.pairing import Former, pair_former
from cms.translation.places import Place, find_place
from cms.translation.workbench.models import WorkingText

State = Literal["untranslated", "working", "to_revise", "confirmed"]
LAST = ("seo_title", "search_description", "slug")
"""Fields that come after what is read on the page itself."""
Key = tuple[int, int]
"""A context's id and a string's: the address of a segment; its own id is new after each change of the source."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stood there before the source changed: the old pair, and how like the old source is to the new one, 0 to 1."""

    source: str
    target: str
    likeness: float
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One text of a page. Sources and targets are in the marked form; `working` has tokens for codes, as it was typed.

    `orders` are wagtail-localize's numbers of all the places where it stands in its context. `at` and `by` are the
    latest text's; `links` says where each link leads.
    """

    context_id: int
    string_id: int
    path: str
    field_path: str
    group: str
    field_label: str
    note: str
    position: int
    orders: tuple[int, ...]
    source: str
    source_locale: str
    target_locale: str
    is_rich: bool
    is_multiline: bool
    limit: int | None
    confirmed: str
    working: str | None
    state: State
    origin: str
    error: str
    stamp: str
    by: str
    at: datetime | None
    earlier: Earlier | None
    links: dict[str, str]

    @property
    def key(self) -> Key:
        """The address within its translation."""
        return self.context_id, self.string_id

    @property
    def shown(self) -> str:
        """What stands on the page as long as nobody confirms anything else; empty for the source's own text."""
        return self.confirmed or (self.earlier.target if self.earlier else "")


def read_segments(translation: Translation, *, context_id: int | None = None) -> list[Segment]:
    """All segments in page order, or those of one context; at most seven queries."""
    rows = _rows(translation, context_id)
    confirmed, former = _translations(translation, rows, context_id)
    working = _working(translation, context_id)
    rich = set(TemplateSegment.objects.filter(source=translation.source).values_list("context_id", flat=True))
    earlier = pair_former({key: found[0].string.data for key, found in rows.items()}, confirmed, former)
    model = ContentType.objects.get_for_id(translation.source.specific_content_type_id).model_class()
    codes = translation.source.locale.language_code, translation.target_locale.language_code
    places: dict[str, Place] = {}
    segments = []
    for position, (key, found) in enumerate(rows.items()):
        field_path = found[0].context.field_path or found[0].context.path
        if field_path not in places:
            places[field_path] = find_place(model, field_path)
        place = places[field_path]
        segments.append(
            _segment(
                found,
                position,
                place,
                codes,
                key[0] in rich,
                confirmed.get(key),
                working.get(key),
                earlier.get(key),
            )
        )
    return segments


def read_segment(translation: Translation, key: Key) -> Segment | None:
    """The segment at that address of this translation; None where it has none there (any more)."""
    found = (segment for segment in read_segments(translation, context_id=key[0]) if segment.key == key)
    return next(found, None)


def _rows(translation: Translation, context_id: int | None) -> dict[Key, list[Any]]:
    rows = StringSegment.objects.filter(source=translation.source).select_related("string", "context")
    if context_id is not None:
        rows = rows.filter(context_id=context_id)
    found: dict[Key, list[Any]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.context.path in LAST, row.order)):
        found[row.context_id, row.string_id].append(row)
    return found


def _translations(
    translation: Translation, rows: dict[Key, list[Any]], context_id: int | None
) -> tuple[dict[Key, Any], dict[int, list[Former]]]:
    """The confirmed texts by address, and by context those whose source is no longer there."""
    kept = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale_id=translation.target_locale_id
    ).select_related("translation_of", "last_translated_by")
    if context_id is not None:
        kept = kept.filter(context_id=context_id)
    confirmed: dict[Key, Any] = {}
    former: dict[int, list[Former]] = defaultdict(list)
    for row in kept:
        key = row.context_id, row.translation_of_id
        if key in rows and row.data:
            confirmed[key] = row
        elif key not in rows and row.data:
            former[row.context_id].append(
                Former(row.translation_of.data, row.data, row.updated_at, name_of(row.last_translated_by))
            )
    return confirmed, former


def _working(translation: Translation, context_id: int | None) -> dict[Key, WorkingText]:
    rows = WorkingText.objects.filter(translation=translation).select_related("user")
    if context_id is not None:
        rows = rows.filter(context_id=context_id)
    return {(row.context_id, row.string_id): row for row in rows}


def _segment(
    found: list[Any],
    position: int,
    place: Place,
    codes: tuple[str, str],
    is_rich: bool,
    confirmed: Any,
    working: WorkingText | None,
    former: tuple[Former, float] | None,
) -> Segment:
    row = found[0]
    text = working.text if working and working.is_open else None
    latest = working if working is not None and text is not None else confirmed
    good = confirmed is not None and not confirmed.has_error
    return Segment(
        context_id=row.context_id,
        string_id=row.string_id,
        path=row.context.path,
        field_path=row.context.field_path,
        group=place.group,
        field_label=place.label,
        note=place.help,
        position=position,
        orders=tuple(row.order for row in found),
        source=row.string.data,
        source_locale=codes[0],
        target_locale=codes[1],
        is_rich=is_rich,
        is_multiline=place.is_multiline or is_rich or "<br" in row.string.data,
        limit=place.limit,
        confirmed=confirmed.data if confirmed else "",
        working=text,
        state=_state(text, confirmed, former),
        origin=_origin(text, working, confirmed),
        error="" if good or confirmed is None else confirmed.field_error or "invalid",
        stamp=stamp_of(working, confirmed),
        by=name_of(getattr(latest, "user", None) or getattr(latest, "last_translated_by", None)),
        at=getattr(latest, "at", None) or getattr(latest, "updated_at", None),
        earlier=_earlier(former, row.string.data),
        links=read_links(row.attrs),
    )


def _state(text: str | None, confirmed: Any, former: Any) -> State:
    if text is not None:
        return "working"
    if confirmed is not None:
        return "to_revise" if confirmed.has_error else "confirmed"
    return "to_revise" if former else "untranslated"


def _origin(text: str | None, working: WorkingText | None, confirmed: Any) -> str:
    if text is not None and working is not None:
        return working.origin
    return (confirmed.tool_name or confirmed.translation_type) if confirmed else ""


def _earlier(former: tuple[Former, float] | None, source: str) -> Earlier | None:
    if former is None:
        return None
    pair, likeness = former
    return Earlier(pair.source, fit(pair.target, source), likeness, pair.at, pair.by)


def stamp_of(working: WorkingText | None, confirmed: Any) -> str:
    """Another one whenever the segment's text was written, here or by any other way."""
    moment = int(confirmed.updated_at.timestamp() * 1_000_000) if confirmed else 0
    return f"{working.version if working else 0}.{moment}"


def name_of(user: Any) -> str:
    """The person's name as colleagues read it."""
    return (user.get_full_name() or user.get_username()) if user else ""


def read_links(attrs: str) -> dict[str, str]:
    """Where each link leads, by its id: an address, or the kind of the page or file."""
    found: dict[str, Any] = json.loads(attrs or "null") or {}
    return {
        name: str(values.get("href") or f"{values.get('linktype', '')} {values.get('id', '')}".strip())
        for name, values in found.items()
    }
