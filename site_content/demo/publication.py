"""Saving, publishing and dating by Wagtail's own revisions, as if on the days that the content says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry, Page, PageLogEntry, PageViewRestriction, Revision

from site_content.models.text_digest import TextDigest
from site_content.staleness import note_publication


def publish(instance: Any) -> Any:
    """Saves `instance` as a revision, publishes that, and gives back what the database has then."""
    instance.save_revision().publish()
    return reload(instance)


def save_draft(instance: Any) -> Any:
    """Saves `instance`, never published before, as its row and as a revision."""
    instance.save()
    instance.save_revision()
    return reload(instance)


def reload(instance: Any) -> Any:
    """The same row as the database has it now."""
    return type(instance).objects.get(pk=instance.pk)


def restrict(page: Any) -> None:
    """Shows `page` to those alone who have logged in."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def schedule(instance: Any, at: datetime) -> Any:
    """Leaves `instance` unpublished, its latest revision approved for `at`, whatever the clock says now."""
    instance.go_live_at = at
    instance.save()
    revision = instance.save_revision()
    revision.approved_go_live_at = at
    revision.save(update_fields=["approved_go_live_at"])
    type(instance).objects.filter(pk=instance.pk).update(
        go_live_at=at, live=False, has_unpublished_changes=True
    )
    return reload(instance)


def expire(instance: Any, at: datetime) -> Any:
    """Takes a published `instance` off the site as Wagtail does when `at` has passed."""
    instance.expire_at = at
    instance = publish(instance)
    instance.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return reload(instance)


def set_dates(instance: Any, *, first: datetime, last: datetime) -> None:
    """Dates the row, its revisions and its history: first published at `first`, last changed at `last`."""
    published = (
        {"first_published_at": first, "last_published_at": last} if instance.first_published_at else {}
    )
    revisions = Revision.objects.for_instance(instance)
    revisions.update(created_at=last)
    oldest = revisions.order_by("pk").first()
    if oldest is not None:
        Revision.objects.filter(pk=oldest.pk).update(created_at=first)
    type(instance).objects.filter(pk=instance.pk).update(**published, **_latest(instance, last))
    _log_entries(instance).update(timestamp=last)


def _latest(instance: Any, last: datetime) -> dict[str, datetime]:
    return {"latest_revision_created_at": last} if hasattr(instance, "latest_revision_created_at") else {}


def _log_entries(instance: Any) -> Any:
    if isinstance(instance, Page):
        return PageLogEntry.objects.filter(page_id=instance.pk)
    content_type = ContentType.objects.get_for_model(type(instance), for_concrete_model=False)
    return ModelLogEntry.objects.filter(content_type=content_type, object_id=str(instance.pk))


def note(instance: Any, at: datetime) -> None:
    """Dates at `at` what is remembered of the text that `instance` was published with."""
    place = {"key": instance.translation_key, "locale": instance.locale.language_code}
    if not TextDigest.objects.filter(**place).update(changed_at=at, published_at=at):
        note_publication(instance, at=at)
