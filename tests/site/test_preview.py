"""A preview is what the public would get, plus Wagtail's userbar and nothing else; in either language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.blocks import StreamValue

from cms.preview import render_draft
from site_content.models import CallPage, FreePage, NewsPage
from static_build.build import build
from static_build.release import Store
from tests.factories.news import NewsPageFactory
from tests.factories.person import PersonFactory
from tests.factories.section import SectionPageFactory
from tests.factories.topic import TopicFactory
from tests.translate import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(chinese_home: Any, italian_home: Any, locales: Any, now: Any, monkeypatch: Any) -> dict[str, Any]:
    """The news section and one item, in Italian and its Chinese translation."""
    monkeypatch.setattr("static_build.clock.now", lambda: now)
    section = SectionPageFactory(parent=italian_home, title="Notizie", slug="news", lists="news")
    translate(section, locales["zh-hans"], {"Notizie": "新闻"})
    page = NewsPageFactory(parent=section, title="Un robot a Chengdu", slug="robot")
    page.topics.add(TopicFactory(name="Robotica"))
    page.save_revision().publish()
    translated = translate(page, locales["zh-hans"], {"Un robot a Chengdu": "成都的机器人"})
    return {
        "it": NewsPage.objects.get(pk=page.pk),
        "zh-hans": NewsPage.objects.get(pk=translated.pk),
        "section": section,
    }


@pytest.fixture
def client(data_folder: Path, settings: Any) -> Client:
    """An administrator, logged in."""
    settings.STATIC_ROOT = data_folder / "cms-static"
    settings.STATIC_ROOT.mkdir()
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("admin", "a@b.example", "parola d'ordine"))
    return client


@pytest.mark.parametrize("locale", ["it", "zh-hans"])
def test_an_unchanged_page_previews_as_it_was_released(
    locale: str, pages: Any, data_folder: Path, now: Any
) -> None:
    build(Store(data_folder), now=now)
    released = (data_folder / f"current/{locale}/news/robot/index.html").read_bytes()
    assert render_draft(pages[locale]) == released
    assert render_draft(pages[locale].get_latest_revision_as_object()) == released


def test_every_kind_of_page_previews_as_it_was_released(pages: Any, data_folder: Path, now: Any) -> None:
    build(Store(data_folder), now=now)
    for path, page in (("it", pages["it"].get_ancestors()[1]), ("it/news", pages["section"])):
        released = (data_folder / f"current/{path}/index.html").read_bytes()
        assert render_draft(page.specific) == released


@pytest.mark.parametrize("locale", ["it", "zh-hans"])
def test_the_cms_adds_the_userbar_and_nothing_else(locale: str, pages: Any, client: Client) -> None:
    page = pages[locale]
    page.title += " 草稿"
    page.save_revision()
    draft = page.get_latest_revision_as_object()
    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    shown = response.content.decode()
    plain = render_draft(draft).decode()
    assert response.status_code == 200
    assert page.title in plain
    head, end, tail = plain.rpartition("</body>")
    assert shown.startswith(head)
    assert shown.endswith(end + tail)
    bar = shown[len(head) : -len(end + tail)]
    assert "wagtail-userbar" in bar
    assert "<article" not in bar
    assert "http://" not in bar.replace("http://www.w3.org", "").replace("http://127.0.0.1", "").replace(
        "http://localhost", ""
    )


def test_a_draft_shows_its_own_text_and_the_public_page_keeps_its(
    pages: Any, data_folder: Path, now: Any
) -> None:
    page = pages["it"]
    page.title = "Titolo di bozza"
    page.save_revision()
    assert b"Titolo di bozza" in render_draft(page.get_latest_revision_as_object())
    build(Store(data_folder), now=now)
    for path in (data_folder / "current/").rglob("*.html"):
        assert b"Titolo di bozza" not in path.read_bytes()


def test_a_draft_shows_relations_chosen_in_the_form(pages: Any) -> None:
    page, person = pages["it"], PersonFactory(name="Lucia Ferraris")
    page.people.add(person)
    assert b"Lucia Ferraris" in render_draft(page)
    assert b"Lucia Ferraris" not in render_draft(NewsPage.objects.get(pk=page.pk))


def test_a_page_that_is_not_saved_yet_can_be_seen(pages: Any) -> None:
    section = pages["section"]
    page = NewsPage(title="Ancora da salvare", slug="", date=date(2026, 11, 21), locale=section.locale)
    page.depth, page.path = section.depth + 1, section.get_last_child()._inc_path()
    page.topics.set([TopicFactory(name="Fotonica")])
    html = render_draft(page).decode()
    assert "Ancora da salvare" in html
    assert "Fotonica" in html
    assert '<html lang="it"' in html


def test_dates_and_amounts_just_typed_can_be_seen(pages: Any, italian_home: Any) -> None:
    page = FreePage(title="Storia", slug="history", locale=italian_home.locale)
    page.depth, page.path = italian_home.depth + 1, italian_home.get_last_child()._inc_path()
    block = FreePage._meta.get_field("body").stream_block
    entry = {"date": date(2026, 5, 4), "precision": "day", "side": "it", "title": "Un accordo", "text": ""}
    page.body = StreamValue(
        block, [("timeline", block.child_blocks["timeline"].to_python({"entries": [entry]}))]
    )
    assert "Un accordo" in render_draft(page).decode()
    call = CallPage(title="Bando", slug="call", locale=italian_home.locale, identifier="C-1")
    call.depth, call.path = page.depth, page.path
    sides = CallPage._meta.get_field("sides").stream_block
    value = {"side": "it", "funder": "Ministero", "amount": Decimal("1000.50"), "currency": "EUR"}
    call.sides = StreamValue(sides, [("side", sides.child_blocks["side"].to_python(value))])
    assert "Ministero" in render_draft(call).decode()


def test_what_cannot_be_rendered_is_told_in_a_sentence(pages: Any, client: Client) -> None:
    chinese_home = pages["zh-hans"].get_ancestors()[1].specific
    type(chinese_home).objects.filter(pk=chinese_home.pk).update(live=False)
    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[pages["zh-hans"].pk]))
    assert response.status_code == 422
    assert response.content.decode().startswith(
        "The home page of this language is not public yet: publish it"
    )


def test_previewing_writes_nothing(pages: Any, data_folder: Path, client: Client) -> None:
    before = sorted(data_folder.rglob("*"))
    client.get(reverse("wagtailadmin_pages:view_draft", args=[pages["it"].pk]))
    assert sorted(data_folder.rglob("*")) == before
