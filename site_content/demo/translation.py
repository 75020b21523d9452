"""Translations as wagtail-localize keeps them: each text of the source with the one in its place."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.types import StringSegmentValue
from wagtail_localize.strings import StringValue, validate_translation_links

from site_content.demo.errors import DemoError

SHOWN = 60


def translate(instance: Any, target: Locale, wanted: Any, where: str) -> Any:
    """The translation of `instance`, saved as a draft. `wanted`, unsaved, holds the texts in that language.

    Raises DemoError where the two are not made of the same texts, naming the first that has no partner.
    """
    source, _made = TranslationSource.update_or_create_from_instance(instance)
    translation = Translation.objects.create(source=source, target_locale=target, enabled=True)
    write_strings(source, target, wanted, where)
    translation.save_target(publish=False)
    return source.get_translated_instance(target)


def write_strings(source: TranslationSource, target: Locale, wanted: Any, where: str) -> None:
    """A StringTranslation for each text of the source."""
    rows: dict[tuple[int, int], StringTranslation] = {}
    for segment, text in pair(source, wanted, where):
        key = (segment.string_id, segment.context_id)
        if key in rows and rows[key].data != text:
            raise DemoError(
                f"{where}, {segment.context.path}: {segment.string.data!r:.{SHOWN}} stands there twice, "
                f"translated as {rows[key].data!r:.{SHOWN}} and {text!r:.{SHOWN}}. Make the two one."
            )
        rows[key] = StringTranslation(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale=target,
            data=text,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        )
        check_markup(segment, text, where)
    StringTranslation.objects.bulk_create(rows.values())


def pair(source: TranslationSource, wanted: Any, where: str) -> list[tuple[StringSegment, str]]:
    """Each segment of the source with the text in its place; raises DemoError where one has no partner."""
    rows = StringSegment.objects.filter(source=source).select_related("string", "context").order_by("order")
    segments: dict[str, list[StringSegment]] = defaultdict(list)
    texts: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        segments[row.context.path].append(row)
    for value in extract_segments(wanted):
        if isinstance(value, StringSegmentValue):
            texts[value.path].append(value.string.data)
    for path in [*segments, *(path for path in texts if path not in segments)]:
        if len(segments[path]) != len(texts[path]):
            originals = [segment.string.data for segment in segments[path]]
            raise DemoError(
                f"{where}, {path}: {len(originals)} texts and {len(texts[path])} translations. "
                f"Originals: {_show(originals)}. Translations: {_show(texts[path])}. "
                "Give both languages the same paragraphs and items."
            )
    return [pair for path in segments for pair in zip(segments[path], texts[path], strict=True)]


def check_markup(segment: StringSegment, text: str, where: str) -> None:
    """Raises DemoError for a translation that wagtail-localize would mark as faulty."""
    try:
        StringValue.from_translated_html(text)
        validate_translation_links(segment.string.data, text)
    except ValueError as error:
        raise DemoError(
            f"{where}, {segment.context.path}: {error} Original: {segment.string.data!r:.{SHOWN}}, "
            f"translation: {text!r:.{SHOWN}}. Give both the same links."
        ) from error


def _show(texts: list[str]) -> str:
    return " | ".join(f"{text[:SHOWN]}" for text in texts) or "none"
