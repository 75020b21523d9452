"""Drafts for another front end: to who may have them, the document that will be public; to everybody else nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from msgspec.structs import replace
from wagtail.models import PageViewRestriction

from static_build.build import build
from static_build.release import Store
from tests.factories.news import NewsPageFactory
from tests.unit.cms.people import target_of

pytestmark = pytest.mark.django_db
TOKEN = "t" * 32
BEARER = {"Authorization": f"Bearer {TOKEN}"}
SECRET = "Ancora segreto"


@pytest.fixture
def token(settings: Any) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, drafts_token=TOKEN)


@pytest.fixture
def draft(section: Any) -> Any:
    """A page that was never published."""
    page = NewsPageFactory(parent=section, title=SECRET, slug="secret", live=False)
    page.save_revision()
    return page


def address(page: Any, locale: str = "it") -> str:
    return f"/api/drafts/v1/{locale}/news/{page.translation_key}.json"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer "},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": f"Basic {TOKEN}"},
    ],
)
def test_without_the_token_nobody_is_told_anything(headers: Any, token: None, draft: Any) -> None:
    found = Client().get(address(draft), headers=headers)
    missing = Client().get(address(draft).replace("news", "event"), headers=headers)
    assert (found.status_code, found.content) == (401, missing.content)
    assert SECRET not in found.content.decode()
    assert found["Content-Type"] == "application/problem+json"
    assert found["Cache-Control"] == "no-store"


def test_without_a_setting_no_token_is_the_right_one(draft: Any) -> None:
    for shown in ("Bearer ", "Bearer", f"Bearer {TOKEN}"):
        assert Client().get(address(draft), headers={"Authorization": shown}).status_code == 401


def test_a_draft_is_what_the_public_document_becomes(
    token: None, draft: Any, data_folder: Path, now: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("static_build.clock.now", lambda: now)
    answer = Client().get(address(draft), headers=BEARER)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    draft.get_latest_revision().publish()
    build(Store(data_folder), now=now)
    released = data_folder / f"current/api/documents/v1/it/news/{draft.translation_key}.json"
    shown, public = answer.json(), json.loads(released.read_bytes())
    for each in (shown["document"], public["document"]):
        each.pop("published_at", None)
        each.pop("updated_at", None)
    assert shown == public


def test_an_editor_s_browser_needs_no_token_and_a_stranger_s_gets_nothing(draft: Any, log_in: Any) -> None:
    assert log_in("Editors").get(address(draft)).json()["document"]["title"] == SECRET
    assert log_in("Translators (Chinese)").get(address(draft)).status_code == 404


def test_what_is_restricted_in_either_language_is_given_to_nobody(
    token: None, news: Any, translation: Any, log_in: Any
) -> None:
    chinese = target_of(translation)
    assert Client().get(address(news, "zh-hans"), headers=BEARER).status_code == 200
    for page in (news, chinese):
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
        for locale in ("it", "zh-hans"):
            assert Client().get(address(news, locale), headers=BEARER).status_code == 404
        assert log_in("Editors").get(address(news)).status_code == 404
        restriction.delete()


def test_only_the_site_that_is_named_may_read_it_by_script(token: None, settings: Any, draft: Any) -> None:
    origin = {"Origin": "https://front.example"}
    allowed = "Access-Control-Allow-Origin"
    assert allowed not in Client().get(address(draft), headers=BEARER | origin)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, drafts_origin="https://front.example")
    assert Client().get(address(draft), headers=BEARER | origin)[allowed] == "https://front.example"
    assert allowed not in Client().get(address(draft), headers=BEARER | {"Origin": "https://x.example"})
    assert Client().options(address(draft), headers=origin).status_code == 204
    assert Client().post(address(draft), headers=BEARER).status_code == 405
