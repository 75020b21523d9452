"""Who deletes an original takes its translations offline too: they would stand on alone, as originals that nobody wrote.

They are unpublished, not deleted: their text stays in the CMS, and an editor may publish it again.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from wagtail_localize.models import TranslationSource

from static_build.stored_rows import content_models


def install() -> None:
    """Connects to the deletion of every page and snippet that becomes a document."""
    for model in content_models():
        pre_delete.connect(
            _unpublish_translations, sender=model, dispatch_uid=f"ponte-withdraw-{model.__name__}"
        )


def _unpublish_translations(sender: Any, instance: Any, **_: Any) -> None:
    # Asked before wagtail-localize forgets, after the deletion, which of them was the original.
    sources = TranslationSource.objects.filter(
        object_id=instance.translation_key, locale_id=instance.locale_id
    )
    if sources.exists():
        for translation in sender.objects.filter(translation_key=instance.translation_key, live=True):
            if translation.pk != instance.pk:
                translation.unpublish()
