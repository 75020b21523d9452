"""A source that has gone live with another text: its translations get the new segments, by a task.

Nothing is lost by it: translations stay, and the old ones are offered where their source has changed. A draft that was sent
to the translators before it is public stays what they work on.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django_tasks import task
from wagtail.signals import published
from wagtail_localize.models import TranslationSource


def connect() -> None:
    """Hears of every publication from now on."""
    published.connect(_note_publication, dispatch_uid="ponte-following")


def _note_publication(instance: Any, **_rest: Any) -> None:
    """In the transaction of the publication, so that the task is there if and only if that is."""
    if not getattr(instance, "live", False) or not hasattr(instance, "translation_key"):
        return
    source = TranslationSource.objects.filter(
        object_id=instance.translation_key, locale_id=instance.locale_id, translations__enabled=True
    ).first()
    if source is not None:
        bring_source.enqueue(source.pk)


@task()
def bring_source(source_id: int) -> None:
    """Brings the source that is live to its translations; nothing where its text is the same, or is gone."""
    follow_source(source_id)


def follow_source(source_id: int) -> bool:
    """Whether the segments are others now."""
    from cms.publication.parity import read_words, was_sent

    source = TranslationSource.objects.filter(pk=source_id).first()
    live = _live_instance(source) if source is not None else None
    if source is None or live is None:
        return False
    words = read_words(source.as_instance())
    if words == read_words(live) or was_sent(live, words):
        return False
    with transaction.atomic():
        source.update_from_db()
    return True


def _live_instance(source: TranslationSource) -> Any:
    model = source.specific_content_type.model_class()
    place = {"translation_key": source.object_id, "locale_id": source.locale_id}
    return model._default_manager.filter(**place, live=True).first()
