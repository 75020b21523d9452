"""The one place that tells what time it is, when the next publication is due, and that publishes and expires what is due.

The time is PONTE_NOW where it is set, else the machine's. Whoever needs another one is handed a function like `now`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import InterfaceError, OperationalError, models, transaction
from django.utils import timezone

Now = Callable[[], datetime]
"""Tells the moment, aware, in UTC."""
logger = logging.getLogger("ponte.clock")


def now() -> datetime:
    """The moment that a build takes as now, aware, in UTC."""
    fixed: datetime | None = settings.ENVIRONMENT.now
    return (fixed or datetime.now(UTC)).astimezone(UTC)


def next_publication_at() -> datetime | None:
    """When the next approved revision is due to go live, be it past; None where none is."""
    from wagtail.models import Revision

    due = Revision.objects.filter(approved_go_live_at__isnull=False)
    first: datetime | None = due.aggregate(first=models.Min("approved_go_live_at"))["first"]
    return first


def publish_due(moment: datetime) -> int:
    """Takes offline what has expired by `moment` and publishes what is due, by Wagtail's own code.

    Returns how many could not be: each is logged, and hinders no other.
    """
    failed = 0
    for instance in _expired(moment):
        failed += not _succeeds(
            f"“{instance}” has expired and cannot be taken offline",
            lambda: instance.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled"),  # noqa: B023
        )
    for revision in _due(moment):
        failed += not _succeeds(
            f"“{revision.object_str}” cannot go live, though its time has come",
            lambda: _publish(revision),  # noqa: B023
        )
    return failed


def _expired(moment: datetime) -> Iterator[Any]:
    from wagtail.models import DraftStateMixin, Page

    drafting = [each for each in apps.get_models() if issubclass(each, DraftStateMixin)]
    for model in [Page, *(each for each in drafting if not issubclass(each, Page))]:
        yield from list(model.objects.filter(live=True, expire_at__lte=moment).order_by("expire_at"))


def _due(moment: datetime) -> list[Any]:
    from wagtail.models import Revision

    return list(
        Revision.objects.filter(approved_go_live_at__lte=moment).order_by("approved_go_live_at", "pk")
    )


def _succeeds(what_fails: str, act: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            act()
    except (OperationalError, InterfaceError):
        raise  # it is the database that fails
    except Exception:
        logger.exception("%s. Open it in the CMS and publish it again.", what_fails)
        return False
    return True


def _publish(revision: Any) -> None:
    """Publishes as Wagtail does on schedule.

    Wagtail asks the machine's clock whether the moment has come. Where Ponte's goes ahead of it, the moment is put
    out of its sight, and back on the row that is live then.
    """
    from wagtail.actions.publish_page_revision import PublishPageRevisionAction
    from wagtail.actions.publish_revision import PublishRevisionAction
    from wagtail.models import Page

    kind = PublishPageRevisionAction if issubclass(revision.content_type.model_class(), Page) else None
    action = (kind or PublishRevisionAction)(revision, log_action="wagtail.publish.scheduled")
    instance, go_live_at = action.object, action.object.go_live_at
    if go_live_at is not None and go_live_at > timezone.now():
        instance.go_live_at = None
    action.execute(skip_permission_checks=True)
    if instance.go_live_at != go_live_at:
        type(instance)._default_manager.filter(pk=instance.pk).update(go_live_at=go_live_at)
