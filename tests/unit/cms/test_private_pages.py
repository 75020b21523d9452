"""What is private stays out of every list of the admin that a translator can open."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from tests.unit.cms.people import target_of

pytestmark = pytest.mark.django_db
CANARY = "Nuovo laboratorio"
VIEWS = (
    "wagtailadmin_home",
    "wagtailadmin_explore_root",
    "wagtailadmin_choose_page",
    "ponte_matrix",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:workflow_tasks",
)
QUERIES = (
    "/admin/pages/search/?q=laboratorio",
    "/admin/choose-page/search/?q=laboratorio",
    "/admin/api/main/pages/",
    "/admin/api/main/pages/?search=laboratorio",
)


def addresses(news: Any, translation: Any) -> list[str]:
    """Lists, searches, and the addresses of the page itself in both languages."""
    named = ("edit", "view_draft", "history", "usage", "copy", "move", "workflow_history", "delete")
    pages = (news, target_of(translation))
    own = [reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in named for page in pages]
    below = [reverse("wagtailadmin_explore", args=[page.get_parent().pk]) for page in pages]
    chooser = [reverse("wagtailadmin_choose_page_child", args=[page.get_parent().pk]) for page in pages]
    return [*map(reverse, VIEWS), *QUERIES, *own, *below, *chooser]


def test_a_translator_finds_nothing_private(news: Any, translation: Any, log_in: Any) -> None:
    PageViewRestriction.objects.create(page=news, restriction_type="password", password="x")
    translator = log_in("Translators (Chinese)")
    urls = addresses(news, translation)
    shown = {url: translator.get(url).content.decode() for url in urls}
    found = [url for url, html in shown.items() if CANARY in html or "新实验室" in html]
    assert found == []


def test_an_editor_finds_it_in_the_same_places(news: Any, translation: Any, log_in: Any) -> None:
    PageViewRestriction.objects.create(page=news, restriction_type="password", password="x")
    editor = log_in("Editors")
    urls = addresses(news, translation)
    assert sum(CANARY in editor.get(url).content.decode() for url in urls) > 5
