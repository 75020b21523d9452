"""Each trap is real: with its guard switched off, what the other tests forbid happens."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState
from wagtail.workflows import publish_workflow_state
from wagtail_localize.models import Translation

from cms import localize_guards
from tests.unit.cms.people import editor_url, live_chinese, put_text, target_of

pytestmark = pytest.mark.django_db
TRANSLATOR = "Translators (Chinese)"


def save_as_wagtail_localize(translation: Any, user: Any = None, publish: bool = True) -> None:
    translation.source.create_or_update_translation(
        translation.target_locale, user=user, publish=publish, fallback=True, copy_parent_pages=True
    )


@pytest.fixture
def unguarded_save(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Translation, "save_target", save_as_wagtail_localize)


@pytest.fixture
def unguarded_views(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(localize_guards, "_refuse_unless", lambda allowed: None)


def test_a_draft_would_be_public(unguarded_save: None, translation: Any, log_in: Any) -> None:
    translator = log_in(TRANSLATOR)
    put_text(translator, translation, "title", "草稿标题")
    translator.post(editor_url(translation), {"action": "save_draft"})
    assert "草稿标题" in live_chinese()


def test_a_submitted_page_would_be_live_in_italian(
    unguarded_save: None,
    news: Any,
    locales: Any,
    log_in: Any,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True
    url = reverse("wagtail_localize:submit_page_translation", args=[news.pk])
    with django_capture_on_commit_callbacks(execute=True):
        log_in("Editors").post(url, {"locales": [locales["zh-hans"].pk]})
    assert "Nuovo laboratorio" in live_chinese()


def test_a_permission_alone_would_submit(
    unguarded_views: None, news: Any, locales: Any, person: Any, client: Any
) -> None:
    from cms.roles import _submitting

    user = person(TRANSLATOR)
    user.user_permissions.add(_submitting().get())
    client.force_login(user)
    url = reverse("wagtail_localize:submit_page_translation", args=[news.pk])
    client.post(url, {"locales": [locales["zh-hans"].pk]})
    assert Translation.objects.filter(source__object_id=news.translation_key).exists()


def test_an_unreviewed_revision_would_be_published(translation: Any, log_in: Any) -> None:
    translator = log_in(TRANSLATOR)
    translator.post(editor_url(translation), {"action": "submit"})
    page = target_of(translation)
    state = page.current_workflow_state
    newer = page.get_latest_revision_as_object()
    newer.title = "未审标题"
    newer.save_revision()
    TaskState.objects.filter(pk=state.current_task_state_id).update(status=TaskState.STATUS_APPROVED)
    publish_workflow_state(WorkflowState.objects.get(pk=state.pk))
    assert "未审标题" in live_chinese()
