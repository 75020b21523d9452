"""Whether somebody may work on a translation now: rights first, then locks. Answers or refuses; changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest
from wagtail.models import Page, WorkflowState
from wagtail_localize.models import Translation

from cms.rights import may_open
from cms.translation.segments import Key, Segment, read_segment
from cms.translation_drafts import find_target


def open_translation(request: HttpRequest, translation_id: int) -> tuple[Translation, Any]:
    """The translation and its target, for whoever `rights.may_open` lets in. Raises Http404 and PermissionDenied."""
    translation = (
        Translation.objects.select_related("source__locale", "source__specific_content_type", "target_locale")
        .filter(pk=translation_id, enabled=True)
        .first()
    )
    target = find_target(translation) if translation is not None else None
    if translation is None or target is None or getattr(target, "alias_of_id", None):
        raise Http404("This translation has no page or snippet of its own.")
    if request.method in ("GET", "HEAD") and isinstance(target, Page):
        _read_review_once(target)
    if not may_open(request.user, target):
        raise PermissionDenied
    return translation, target


def _read_review_once(target: Page) -> None:
    """Rights, locks and panels all ask where the review stands; what only reads asks the database once.

    What `PageQuerySet.prefetch_workflow_states` does for listings, for one page.
    """
    states = WorkflowState.objects.active().select_related(
        "requested_by", "workflow", "current_task_state__task", "current_task_state__revision"
    )
    prefetch_related_objects(
        [target], Prefetch("_specific_workflow_states", queryset=states, to_attr="_current_workflow_states")
    )


def lock_message(target: Any, user: Any) -> str:
    """Who holds the target, where the user may not write to it now; empty where they may."""
    lock = target.get_lock() if hasattr(target, "get_lock") else None
    if lock is None or not lock.for_user(user):
        return ""
    return str(lock.get_message(user) or lock.get_description(user))


def find_segment(translation: Translation, values: Any) -> Segment:
    """The segment of this translation that the values `context` and `string` name. Raises Http404 for any other."""
    try:
        key: Key = int(values["context"]), int(values["string"])
    except (KeyError, TypeError, ValueError) as error:
        raise Http404("No such segment.") from error
    segment = read_segment(translation, key) if max(key) < 2**63 and min(key) > 0 else None
    if segment is None:
        raise Http404("This translation has no such segment (any more).")
    return segment
