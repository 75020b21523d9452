"""The review before publication: for each language one workflow with one approval, by that language's reviewers.

Pages have it from their language's home page, and snippets from there too. What an administrator has set up stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import (
    GroupApprovalTask,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

REVIEW = {"it": "Review (Italian)", "zh-hans": "Review (Chinese)"}
"""The workflow, and its one task, of each language, by locale code."""
FORMER = "Review"
"""The one workflow for all languages that there was before."""
WAGTAIL_DEFAULT = "Moderators approval"
UNDER_WAY = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


def ensure_review_workflows(reviewers: Mapping[str, Iterable[Group]], homes: Iterable[Any]) -> None:
    """One approval by the reviewers of the language for the pages below each home page that has no other workflow.

    Whoever approved in the former workflow approves in each of those that take its place.
    """
    former = _find_former()
    for home in homes:
        code = home.locale.language_code
        workflow, is_new = _ensure_workflow(REVIEW.get(code, f"{FORMER} ({code})"))
        if is_new:
            known = former.tasks.get().specific.groups.all() if former else Group.objects.none()
            _task_of(workflow).groups.set({*known, *reviewers[code]})
        link, _made = WorkflowPage.objects.get_or_create(page_id=home.pk, defaults={"workflow": workflow})
        if is_new and former is not None and link.workflow_id == former.pk:
            WorkflowPage.objects.filter(pk=link.pk).update(workflow=workflow)
            WorkflowContentType.objects.filter(workflow=former).delete()  # snippets follow their language now
    if former is not None:
        _retire(former)


def _ensure_workflow(name: str) -> tuple[Workflow, bool]:
    workflow, is_new = Workflow.objects.get_or_create(name=name)
    if is_new:
        task = GroupApprovalTask.objects.create(name=name)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow, is_new


def _task_of(workflow: Workflow) -> Any:
    return workflow.tasks.get().specific


def _find_former() -> Workflow | None:
    """The former workflow where nobody has given it other tasks; a changed one is an administrator's own."""
    workflow = Workflow.objects.filter(name=FORMER, active=True).first()
    if workflow is None or [task.name for task in workflow.tasks] != [FORMER]:
        return None
    return workflow if isinstance(_task_of(workflow), GroupApprovalTask) else None


def _retire(former: Workflow) -> None:
    """It goes when nothing is assigned to it any more and its last review has ended."""
    is_used = any(
        model.objects.filter(workflow=former).exists() for model in (WorkflowPage, WorkflowContentType)
    )
    if is_used or WorkflowState.objects.filter(workflow=former, status__in=UNDER_WAY).exists():
        return
    task = _task_of(former)
    former.deactivate()
    task.deactivate()


def retire_default_workflow() -> None:
    """Takes Wagtail's own workflow off the tree: its group of moderators is not one of the roles."""
    for workflow in Workflow.objects.filter(name=WAGTAIL_DEFAULT, active=True):
        WorkflowPage.objects.filter(workflow=workflow).delete()
        workflow.deactivate()
