"""The one place that decides whether a translation is behind its source.

A translation is stale when the digest of its source's live text differs from the digest of the source text that it was made
from when it was last published. Timestamps do not tell: a publication may change nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.utils import timezone
from msgspec import Struct

from site_content.documents.values import Staleness


class Published(Struct, frozen=True):
    """What is remembered of the last publication in one language."""

    digest: str
    changed_at: datetime
    published_at: datetime


def text_digest(instance: Any) -> str:
    """Digest of an instance's text segments; of a call also of deadline, budget and eligibility."""
    from wagtail_localize.segments.extract import extract_segments
    from wagtail_localize.segments.types import StringSegmentValue, TemplateSegmentValue

    state = blake2b(digest_size=20)
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue):
            state.update(f"{segment.path}\0{segment.string.data}\0".encode())
        elif isinstance(segment, TemplateSegmentValue):
            state.update(f"{segment.path}\0{segment.template}\0".encode())
    for fact in getattr(instance, "legal_facts", tuple)():
        state.update(f"{fact}\0".encode())
    return state.hexdigest()


def note_publication(instance: Any, *, at: datetime | None = None) -> None:
    """Remembers with which text `instance` was published; called when a page or snippet goes live."""
    digest = published_digest(instance)
    if digest is not None:
        _remember(instance, digest, at or timezone.now())


def published_digest(instance: Any) -> str | None:
    """The digest that publishing `instance` notes: of its own text, or of the text that it is a translation of.

    None where that text is gone: then nothing is left that this could be behind; the build says what to do. None also
    for a translation that goes live again with texts that nobody has revised: it stays as far behind as it was.
    """
    from wagtail_localize.models import SourceDeletedError, TranslationSource

    source = TranslationSource.objects.filter(object_id=instance.translation_key).first()
    is_translation = source is not None and source.locale_id != instance.locale_id
    if is_translation and _was_published(instance) and has_unrevised(source, instance.locale_id):
        return None
    try:
        return text_digest(source.as_instance() if is_translation else instance)
    except SourceDeletedError:
        return None


def _was_published(instance: Any) -> bool:
    from site_content.models.text_digest import TextDigest

    place = {"key": instance.translation_key, "locale": instance.locale.language_code}
    return bool(TextDigest.objects.filter(**place).exists())


def has_unrevised(source: Any, locale_id: Any) -> bool:
    """Whether a text of the TranslationSource has no confirmed translation into a language that is translated still."""
    from django.db.models import Exists, OuterRef
    from wagtail_localize.models import StringSegment, StringTranslation

    if not source.translations.filter(target_locale_id=locale_id, enabled=True).exists():
        return False
    place = {"translation_of_id": OuterRef("string_id"), "context_id": OuterRef("context_id")}
    good = StringTranslation.objects.filter(**place, locale_id=locale_id, has_error=False).exclude(data="")
    return bool(StringSegment.objects.filter(~Exists(good), source=source).exists())


def _remember(instance: Any, digest: str, at: datetime) -> None:
    from site_content.models.text_digest import TextDigest

    place = {"key": instance.translation_key, "locale": instance.locale.language_code}
    known = TextDigest.objects.filter(**place).first()
    changed_at = known.changed_at if known and known.digest == digest else at
    TextDigest.objects.update_or_create(
        **place, defaults={"digest": digest, "changed_at": changed_at, "published_at": at}
    )


def stale_places() -> set[tuple[str, str]]:
    """(key, locale code) of every translation that is behind its source, drafts aside; one query.

    Says what `staleness` says of each, without reading the thousands that are not behind.
    """
    from django.db.models import Exists, OuterRef
    from wagtail_localize.models import TranslationSource

    from site_content.models.text_digest import TextDigest

    other_text = TextDigest.objects.filter(
        key=OuterRef("object_id"), locale=OuterRef("locale__language_code")
    ).exclude(digest=OuterRef(OuterRef("digest")))
    source = TranslationSource.objects.filter(Exists(other_text), object_id=OuterRef("key"))
    behind = TextDigest.objects.filter(Exists(source.exclude(locale__language_code=OuterRef("locale"))))
    return {(str(key), locale) for key, locale in behind.values_list("key", "locale")}


def staleness(
    key: str, locale: str, source_locale: str, published: Mapping[tuple[str, str], Published]
) -> Staleness | None:
    """How far the translation of `key` in `locale` is behind; None where it is not, or is the original."""
    own, source = published.get((key, locale)), published.get((key, source_locale))
    if locale == source_locale or own is None or source is None or own.digest == source.digest:
        return None
    return Staleness(source_locale, source.changed_at, own.published_at)
