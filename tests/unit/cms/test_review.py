"""A review publishes the revision that was reviewed, and nothing is published without one by who may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from cms.workflows import publish_reviewed_revision
from tests.unit.cms.people import editor_url, put_text, target_of
from tests.unit.cms.workbench_desk import desk_url

pytestmark = pytest.mark.django_db
TRANSLATOR = "Translators (Chinese)"


@pytest.fixture
def submitted(translation: Any, log_in: Any) -> Any:
    """A new title, sent to the reviewers by a translator."""
    translator = log_in(TRANSLATOR)
    put_text(translator, translation, "title", "送审标题")
    translator.post(editor_url(translation), {"action": "submit"})
    return target_of(translation)


def approve(client: Any, page: Any) -> Any:
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(url, {"comment": ""})


def test_a_submitted_translation_waits_for_its_review(submitted: Any) -> None:
    assert submitted.title == "新实验室"
    assert submitted.workflow_in_progress


def test_an_approved_translation_goes_live(submitted: Any, translation: Any, log_in: Any) -> None:
    approve(log_in("Reviewers"), submitted)
    assert target_of(translation).title == "送审标题"
    assert not target_of(translation).workflow_in_progress


@pytest.mark.parametrize("role", [TRANSLATOR, "Editors"])
def test_only_reviewers_approve(role: str, submitted: Any, translation: Any, log_in: Any) -> None:
    approve(log_in(role), submitted)
    assert target_of(translation).title == "新实验室"


@pytest.mark.parametrize("role", [TRANSLATOR, "Reviewers"])
def test_opening_what_is_under_review_costs_few_queries(
    role: str, submitted: Any, translation: Any, log_in: Any
) -> None:
    client = log_in(role)
    client.get(desk_url(translation))
    with CaptureQueriesContext(connection) as queries:
        context = client.get(desk_url(translation)).context
    assert context["review"].may_decide is (role == "Reviewers")
    assert len(queries) <= 30


def test_under_review_a_translator_changes_nothing(submitted: Any, translation: Any, log_in: Any) -> None:
    translator = log_in(TRANSLATOR)
    assert put_text(translator, translation, "title", "又改了").status_code == 423
    translator.post(editor_url(translation), {"action": "save_draft"})
    assert target_of(translation).get_latest_revision_as_object().title == "送审标题"


def test_what_came_after_the_submission_is_not_published(
    submitted: Any, translation: Any, log_in: Any
) -> None:
    newer = submitted.get_latest_revision_as_object()
    newer.title = "未审标题"
    newer.save_revision()
    approve(log_in("Reviewers"), submitted)
    assert target_of(translation).title == "新实验室"
    assert target_of(translation).workflow_in_progress, "the newer revision has to be reviewed itself"


def test_the_revision_that_was_approved_is_the_one_that_goes_live(submitted: Any, translation: Any) -> None:
    """Also where it became old in the very moment: Wagtail alone would publish the latest."""
    state = submitted.current_workflow_state
    newer = submitted.get_latest_revision_as_object()
    newer.title = "未审标题"
    newer.save_revision()
    TaskState.objects.filter(pk=state.current_task_state_id).update(status=TaskState.STATUS_APPROVED)
    publish_reviewed_revision(WorkflowState.objects.get(pk=state.pk))
    page = target_of(translation)
    assert (page.title, page.has_unpublished_changes) == ("送审标题", True)


def test_a_review_that_is_not_finished_publishes_nothing(submitted: Any, translation: Any) -> None:
    with pytest.raises(PermissionDenied):
        publish_reviewed_revision(submitted.current_workflow_state)
    assert target_of(translation).title == "新实验室"


def test_a_workflow_without_a_task_publishes_nothing(submitted: Any, translation: Any) -> None:
    state = submitted.current_workflow_state
    state.current_task_state = None
    with pytest.raises(PermissionDenied):
        publish_reviewed_revision(state)
    assert target_of(translation).title == "新实验室"
