"""The reviewer's two answers, in the workbench: ask for changes, with what the comments say, or approve, which publishes.

Both are Wagtail's own actions of the review; what stops them is said, and nothing is half done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import WorkflowState
from wagtail_localize.models import StringTranslation, Translation

from cms.translation.comments import open_on
from cms.translation.segments import name_of

LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class Review:
    """A translation that is with the reviewers. `later` are texts that were confirmed after it was submitted."""

    by: str
    at: datetime
    may_decide: bool
    later: int


@dataclass(frozen=True, slots=True)
class ChangesAsked:
    """What the reviewer said who sent a translation back."""

    by: str
    at: datetime
    words: str


def find_changes_asked(target: Any) -> ChangesAsked | None:
    """What is to be changed before it is handed in again; None where nobody asked for anything."""
    state = getattr(target, "current_workflow_state", None)
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    answer = state.current_task_state
    return ChangesAsked(by=name_of(answer.finished_by), at=answer.finished_at, words=answer.comment)


def find_review(translation: Translation, target: Any, user: Any) -> Review | None:
    """The review that goes on; None where there is none."""
    state = getattr(target, "current_workflow_task_state", None)
    if state is None:
        return None
    return Review(
        by=name_of(target.current_workflow_state.requested_by),
        at=state.started_at,
        may_decide=_may_decide(target, user),
        later=_confirmed_since(translation, state.revision),
    )


def _may_decide(target: Any, user: Any) -> bool:
    task = target.current_workflow_task
    names = {name for name, *_rest in task.get_actions(target, user)} if task is not None else set()
    return {"approve", "reject"} <= names


def _confirmed_since(translation: Translation, revision: Any) -> int:
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id,
        locale=translation.target_locale,
        updated_at__gt=revision.created_at,
    )
    count: int = rows.count()
    return count


def ask_for_changes(request: HttpRequest, translation: Translation, target: Any) -> str:
    """Sends it back to whoever submitted it. Raises ValidationError where nobody would know what to change."""
    comment, count = _comment(request), open_on(translation)
    if not comment and not count:
        raise ValidationError(_("Say what is to be changed: here, or in comments on the texts."))
    if count:
        text = ngettext(
            "%(count)s comment on the texts is open.", "%(count)s comments on the texts are open.", count
        )
        comment = f"{comment} {text % {'count': count}}".strip()
    _decide(request, target, "reject", comment)
    return _("Changes were asked for: “%(title)s” is with its translator again.") % {"title": target}


def approve(request: HttpRequest, translation: Translation, target: Any) -> str:
    """Publishes what was submitted. Raises ValidationError where something stands in the way."""
    review = find_review(translation, target, request.user)
    if review is not None and review.later:
        raise ValidationError(
            _(
                "Texts were confirmed after the submission, and what was submitted lacks them: submit it again first."
            )
        )
    _decide(request, target, "approve", _comment(request))
    return _("“%(title)s” is approved and published.") % {"title": target}


def _decide(request: HttpRequest, target: Any, action: str, comment: str) -> None:
    if getattr(target, "current_workflow_task_state", None) is None or not _may_decide(target, request.user):
        raise ValidationError(_("It is not with you for review."))
    try:
        with transaction.atomic():
            task = target.current_workflow_task.specific
            task.on_action(target.current_workflow_task_state, request.user, action, comment=comment)
    except PermissionDenied as refused:
        raise ValidationError(str(refused) or _("You may not do this.")) from refused


def _comment(request: HttpRequest) -> str:
    return request.POST.get("comment", "").replace("\0", "").strip()[:LONGEST]
