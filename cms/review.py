"""The review before publication: one workflow with one approval, for pages and snippets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowPage, WorkflowTask

REVIEW = "Review"
WAGTAIL_DEFAULT = "Moderators approval"


def ensure_review_workflow(reviewers: Group, homes: Iterable[Any], snippets: Iterable[Any]) -> None:
    """One approval by the reviewers, for every language's pages and each snippet that has no workflow yet."""
    task = GroupApprovalTask.objects.filter(name=REVIEW).first()
    if task is None:
        task = GroupApprovalTask.objects.create(name=REVIEW)
        task.groups.set([reviewers])
    workflow, made = Workflow.objects.get_or_create(name=REVIEW)
    if made:
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for home in homes:
        WorkflowPage.objects.get_or_create(page_id=home.pk, defaults={"workflow": workflow})
    for model in snippets:
        kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
        WorkflowContentType.objects.get_or_create(content_type=kind, defaults={"workflow": workflow})


def retire_default_workflow() -> None:
    """Takes Wagtail's own workflow off the tree: its group of moderators is not one of the roles."""
    for workflow in Workflow.objects.filter(name=WAGTAIL_DEFAULT, active=True):
        WorkflowPage.objects.filter(workflow=workflow).delete()
        workflow.deactivate()
