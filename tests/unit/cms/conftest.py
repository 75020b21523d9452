"""What the admin's tests share: the roles, a person in each, and a translated page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.users.models import UserProfile

from tests.factories.news import NewsPageFactory
from tests.factories.section import SectionPageFactory
from tests.translate import translate

CHINESE = {"Notizie": "新闻", "Nuovo laboratorio": "新实验室", "Un sommario breve.": "简短摘要。"}


@pytest.fixture(autouse=True)
def static_folder(tmp_path: Path, settings: Any) -> None:
    """No static files: looking all of them up for each browser would take longer than the tests."""
    settings.STATIC_ROOT = str(tmp_path / "cms-static")
    (tmp_path / "cms-static").mkdir()
    settings.WHITENOISE_USE_FINDERS = False


@pytest.fixture
def person(chinese_home: Any) -> Callable[[str], Any]:
    """Makes a person in one role; a superuser for the role `superuser`."""

    def make(role: str) -> Any:
        user = get_user_model().objects.create_user(
            f"user-{get_user_model().objects.count()}", is_superuser=role == "superuser"
        )
        if role != "superuser":
            user.groups.add(Group.objects.get(name=role))
        # Tests look for words: whether catalogues are compiled here must not matter.
        UserProfile.objects.create(user=user, preferred_language="en")
        return user

    return make


@pytest.fixture
def log_in(person: Callable[[str], Any]) -> Callable[[str], Client]:
    """A browser in which a person of that role is logged in."""

    def make(role: str) -> Client:
        client = Client()
        client.force_login(person(role))
        return client

    return make


@pytest.fixture
def section(italian_home: Any, chinese_home: Any, locales: dict[str, Any]) -> Any:
    """The section of news, live in both languages."""
    section = SectionPageFactory(parent=italian_home, title="Notizie", slug="news", lists="news")
    translate(section, locales["zh-hans"], CHINESE)
    return section


@pytest.fixture
def news(section: Any) -> Any:
    """An Italian news item, live, without translation."""
    return NewsPageFactory(parent=section, title="Nuovo laboratorio", slug="new-laboratory")


@pytest.fixture
def translation(news: Any, locales: dict[str, Any]) -> Any:
    """The Chinese translation of `news`, published."""
    from wagtail_localize.models import Translation

    translate(news, locales["zh-hans"], CHINESE)
    return Translation.objects.get(source__object_id=news.translation_key)
