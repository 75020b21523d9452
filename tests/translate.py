"""Translates a page or snippet as a translator would: real segments, real translations, published."""

from __future__ import annotations

from typing import Any

from django.test import TestCase


def translate(
    instance: Any,
    locale: Any,
    words: dict[str, str] | None = None,
    *,
    prefix: str = "译",
    publish: bool = True,
) -> Any:
    """The translation of `instance` in `locale`. A text that `words` does not have gets `prefix` before it."""
    from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

    source, _ = TranslationSource.update_or_create_from_instance(instance)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        text = segment.string.data
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={
                "data": (words or {}).get(text, f"{prefix}{text}"),
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            },
        )
    # A test's transaction never commits: what would run on commit runs now.
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=publish)
    return source.get_translated_instance(locale)
