"""From translated segments to a draft, or to what is live: takes the place of wagtail-localize's save.

That one saves the live row before it makes the revision, so that a draft is public at once and a draft of a
snippet takes it offline. Here a target is built in memory: only a publication touches what is live.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import (
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue

from cms.rights import may_publish
from cms.translation.segments import read_segments


class TargetLocked(PermissionDenied):
    """Somebody else holds the translation: its lock, or the reviewers while they review it."""


def install() -> None:
    """Puts the guarded functions in place of wagtail-localize's; to do so again changes nothing."""
    Translation.save_target = save_target
    TranslationSource.sync_view_restrictions = add_view_restriction


def save_target(
    translation: Translation,
    user: Any = None,
    publish: bool = True,
    *,
    moments: Mapping[str, Any] | None = None,
) -> None:
    """Saves a draft of the target, or publishes it; `user` None is the system itself. `moments`: when it goes live, expires.

    Raises PermissionDenied where the user may not publish it, TargetLocked where it is locked for the user,
    and ValidationError, which is also noted at the segments, where its text does not fit.
    """
    target = find_target(translation)
    if target is not None:
        refuse_locked(target, user)
    try:
        with transaction.atomic():
            revision = _save_draft(translation, target, user, check=publish, moments=moments or {})
            if publish and revision is not None:
                _publish(revision, user)
    except ValidationError as error:
        note_errors(translation, error)
        raise


def find_target(translation: Translation) -> Any:
    """The page or snippet in the target's language; None where there is none yet."""
    model = translation.source.specific_content_type.model_class()
    return (
        model._default_manager.select_related("locale")
        .filter(translation_key=translation.source.object_id, locale_id=translation.target_locale_id)
        .first()
    )


def refuse_locked(target: Any, user: Any) -> None:
    """Raises TargetLocked where the user may not write to it now."""
    lock = target.get_lock() if user is not None and hasattr(target, "get_lock") else None
    if lock and lock.for_user(user):
        raise TargetLocked(str(lock.get_message(user) or _("This translation is locked.")))


def build_target(
    source: TranslationSource, target: Any, locale: Any, texts: Mapping[int, str] | None = None
) -> Any:
    """`target` in memory with the source's facts and the translated texts, else the source's.

    `texts`, in the marked form and by the order of their segments, take the place of either.
    """
    original = source.as_instance()
    copy_synchronised_fields(original, target)
    segments = [
        _put(segment, texts or {}) for segment in source._get_segments_for_translation(locale, fallback=True)
    ]
    ingest_segments(original, target, source.locale, locale, segments)
    if isinstance(target, Page):
        target.slug = find_available_slug(target.get_parent(), slugify(target.slug), ignore_page_id=target.pk)
    return target


def _put(segment: Any, texts: Mapping[int, str]) -> Any:
    """The segment with the text that is wanted there."""
    if not isinstance(segment, StringSegmentValue) or segment.order not in texts:
        return segment
    text = StringValue(texts[segment.order])
    return StringSegmentValue(segment.path, text, attrs=segment.attrs, order=segment.order)


def former_texts(translation: Translation) -> dict[int, str]:
    """What stood there before the source changed, for segments that nobody has revised yet.

    The page keeps the old sentence in its own language instead of getting the source's.
    """
    return {
        order: segment.earlier.target
        for segment in read_segments(translation)
        if segment.earlier and not segment.confirmed
        for order in segment.orders
    }


def _save_draft(
    translation: Translation, target: Any, user: Any, check: bool, moments: Mapping[str, Any]
) -> Any:
    source, locale = translation.source, translation.target_locale
    if not issubclass(source.specific_content_type.model_class(), DraftStateMixin):
        # Has no drafts: whatever is saved is what everybody sees.
        return source.create_or_update_translation(locale, user=user, fallback=True) and None
    is_new = target is None or bool(getattr(target, "alias_of_id", None))
    if is_new:
        target = _make_first(source, locale, target, user)
    built = build_target(source, target, locale, former_texts(translation))
    for name, moment in moments.items():
        setattr(built, name, moment)
    if isinstance(built, Page) and not check:
        built.minimal_clean()
    if is_new:
        built.save()
    revision = built.save_revision(user=user, clean=check, log_action=True)
    if isinstance(built, Page):
        add_view_restriction(source, source.get_source_instance(), built)
    TranslationLog.objects.create(source=source, locale=locale, revision=revision)
    return revision


def _make_first(source: TranslationSource, locale: Any, alias: Page | None, user: Any) -> Any:
    """The first version of a target, never live, whatever the source and the alias in its place are."""
    if alias is not None:
        # Live, it would be a page of its own with the source's text.
        unaliased = {"alias_of": None, "live": False, "has_unpublished_changes": True}
        Page.objects.filter(pk=alias.pk).update(**unaliased)
        target = source.get_translated_instance(locale)
        log(instance=target, action="wagtail.convert_alias", user=user)
        return target
    original = source.as_instance()
    if isinstance(original, Page):
        return original.copy_for_translation(locale, copy_parents=True)
    target = original.copy_for_translation(locale)
    # A copied snippet remembers that its source was published.
    target.live, target.has_unpublished_changes = False, True
    target.live_revision = target.latest_revision = None
    target.first_published_at = target.last_published_at = None
    return target


def _publish(revision: Any, user: Any) -> None:
    instance = revision.content_object
    if user is not None and not may_publish(user, instance):
        raise PermissionDenied(_("You may not publish “%(title)s”.") % {"title": instance})
    # Wagtail's own check of a snippet knows no language: a reviewer of one would be refused.
    revision.publish(user=user, skip_permission_checks=True)


def add_view_restriction(source: TranslationSource, original: Any, target: Any) -> None:
    """Gives the target the source's view restriction; never takes one away.

    A restriction of the translation alone would otherwise go with its next draft; publishers may lift it.
    """
    if original.view_restrictions.exists():
        SYNC_VIEW_RESTRICTIONS(source, original, target)


SYNC_VIEW_RESTRICTIONS = TranslationSource.sync_view_restrictions
"""wagtail-localize's own, as it was before the guards took its place."""


def note_errors(translation: Translation, error: ValidationError) -> None:
    """Shows each error at the segment of its field, as wagtail-localize's editor expects it."""
    for field, errors in getattr(error, "error_dict", {}).items():
        place = {
            "context__object_id": translation.source.object_id,
            "context__path": field,
            "locale_id": translation.target_locale_id,
        }
        strings = StringSegment.objects.filter(source=translation.source).values("string_id")
        # Not by set_field_error: saving a title also copies it to the page's draft title, where one too long has no room.
        noted = {"has_error": True, "field_error": errors[0].messages[0]}
        StringTranslation.objects.filter(translation_of_id__in=strings, **place).update(**noted)
        SegmentOverride.objects.filter(**place).update(**noted)
