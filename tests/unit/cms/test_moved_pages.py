"""What gives a public page another address leaves a redirect at the old one, in all languages and for all that is below."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from cms.addresses import Addresses, find_addresses
from cms.moved_pages import store
from static_build.load import load
from tests.conftest import NOW
from tests.factories.news import NewsPageFactory
from tests.factories.page import FreePageFactory
from tests.factories.section import SectionPageFactory
from tests.translate import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(chinese_home: Any, italian_home: Any, locales: dict[str, Any]) -> dict[str, Any]:
    """A section in both languages, an item in both, an item in Italian alone, and an original in Chinese."""
    section = SectionPageFactory(parent=italian_home, title="Notizie", slug="news", lists="news")
    chinese = translate(section, locales["zh-hans"])
    both = NewsPageFactory(parent=section, title="Un robot", slug="robot")
    return {
        "home": italian_home,
        "section": section,
        "section_zh": chinese,
        "both": both,
        "both_zh": translate(both, locales["zh-hans"]),
        "alone": NewsPageFactory(parent=section, title="Sola", slug="alone"),
        "original_zh": NewsPageFactory(parent=chinese, title="原文", slug="original"),
    }


def rename(page: Any, slug: str) -> Any:
    page = type(page).objects.get(pk=page.pk)
    page.slug = slug
    page.save_revision().publish()
    return page


def table() -> dict[str, str]:
    """What leaves: old address to new."""
    return {each.old: each.new for each in load(NOW + timedelta(days=365)).content.redirects}


def test_a_renamed_original_leads_on_in_every_language(site: dict[str, Any]) -> None:
    rename(site["both"], "automa")
    assert table() == {
        "/it/news/robot/": "/it/news/automa/",
        "/zh-hans/news/robot/": "/zh-hans/news/automa/",
    }
    assert set(Redirect.objects.values_list("automatically_created", "site")) == {(True, None)}


def test_a_renamed_section_takes_all_that_is_below_with_it(site: dict[str, Any]) -> None:
    rename(site["section"], "notices")
    assert table() == {
        "/it/news/": "/it/notices/",
        "/it/news/alone/": "/it/notices/alone/",
        "/it/news/robot/": "/it/notices/robot/",
        "/zh-hans/news/": "/zh-hans/notices/",
        "/zh-hans/news/original/": "/zh-hans/notices/original/",
        "/zh-hans/news/robot/": "/zh-hans/notices/robot/",
    }


def test_a_translations_own_name_is_in_no_address(site: dict[str, Any]) -> None:
    rename(site["both_zh"], "jiqiren")
    assert not Redirect.objects.exists()


def test_a_draft_leads_on_from_the_moment_when_it_is_published(site: dict[str, Any]) -> None:
    page = site["both"]
    page.slug = "automa"
    revision = page.save_revision()
    assert not Redirect.objects.exists()
    revision.publish()
    assert table()["/it/news/robot/"] == "/it/news/automa/"


def test_a_page_that_comes_back_under_another_name_is_found_by_its_old_one(site: dict[str, Any]) -> None:
    rename(site["both"], "robot")
    site["both"].refresh_from_db()
    site["both"].unpublish()
    rename(site["both"], "automa")
    assert table()["/it/news/robot/"] == "/it/news/automa/"


def test_two_renames_lead_straight_to_the_page_and_back_to_the_first_name_too(site: dict[str, Any]) -> None:
    rename(rename(site["alone"], "second"), "third")
    assert table() == {"/it/news/alone/": "/it/news/third/", "/it/news/second/": "/it/news/third/"}
    rename(site["alone"], "alone")
    assert table() == {"/it/news/second/": "/it/news/alone/", "/it/news/third/": "/it/news/alone/"}


def test_a_moved_page_leads_on_with_all_below(site: dict[str, Any]) -> None:
    old = FreePageFactory(parent=site["home"], slug="old")
    page = FreePageFactory(parent=old, slug="page")
    FreePageFactory(parent=page, slug="below")
    new = FreePageFactory(parent=site["home"], slug="new")
    page.move(new, pos="last-child")
    assert table() == {"/it/old/page/": "/it/new/page/", "/it/old/page/below/": "/it/new/page/below/"}
    first = FreePageFactory(parent=new, slug="first")
    first.move(page, pos="left")
    assert not any("first" in path for path in table())


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_page_moves_with_its_translations(
    by_hand: bool, site: dict[str, Any], locales: dict[str, Any], admin_client: Any
) -> None:
    place = FreePageFactory(parent=site["home"], slug="place")
    translate(place, locales["zh-hans"])
    page = FreePageFactory(parent=site["home"], slug="page")
    translate(page, locales["zh-hans"])
    if by_hand:
        assert admin_client.post(f"/admin/pages/{page.pk}/move/{place.pk}/confirm/").status_code == 302
    else:
        page.move(place, pos="last-child")
    assert table() == {"/it/page/": "/it/place/page/", "/zh-hans/page/": "/zh-hans/place/page/"}
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_translation_stays_where_the_new_place_is_not_translated(
    site: dict[str, Any], locales: dict[str, Any]
) -> None:
    place = FreePageFactory(parent=site["home"], slug="place")
    page = FreePageFactory(parent=site["home"], slug="page")
    translate(page, locales["zh-hans"])
    page.move(place, pos="last-child")
    assert table() == {"/it/page/": "/it/place/page/"}


def test_a_translation_that_is_moved_takes_only_itself(site: dict[str, Any], locales: dict[str, Any]) -> None:
    place, page = (
        translate(FreePageFactory(parent=site["home"], slug=slug), locales["zh-hans"])
        for slug in ("place", "page")
    )
    Page.objects.get(pk=page.pk).move(place, pos="last-child")
    assert table() == {"/zh-hans/page/": "/zh-hans/place/page/"}


def test_what_was_never_public_leaves_no_trace(site: dict[str, Any]) -> None:
    private = FreePageFactory(parent=site["home"], slug="secret")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    page = FreePageFactory(parent=private, slug="page")
    draft = NewsPageFactory(parent=site["section"], slug="draft", live=False)
    page.move(site["home"], pos="last-child")
    rename(draft, "finished")
    assert not Redirect.objects.exists()
    rename(site["section"], "notices")
    assert "/it/news/draft/" not in table()


def test_without_that_rule_a_private_place_would_be_named(site: dict[str, Any], monkeypatch: Any) -> None:
    def find_all(page: Any) -> Addresses:
        every = find_addresses(page).every
        return Addresses(every, every)

    monkeypatch.setattr("cms.moved_pages.find_addresses", find_all)
    private = FreePageFactory(parent=site["home"], slug="secret")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    FreePageFactory(parent=private, slug="page").move(site["home"], pos="last-child")
    assert table() == {"/it/secret/page/": "/it/page/"}


def test_what_is_withdrawn_takes_its_redirects_with_it(site: dict[str, Any]) -> None:
    page = rename(site["both"], "automa")
    site["both_zh"].refresh_from_db()
    site["both_zh"].unpublish()
    assert table() == {"/it/news/robot/": "/it/news/automa/"}
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert table() == {}
    page.view_restrictions.all().delete()
    assert table() == {"/it/news/robot/": "/it/news/automa/"}
    page.delete()
    assert table() == {}
    assert Redirect.objects.filter(redirect_page=site["both_zh"].pk).exists()


def test_a_new_page_at_an_old_address_wins(site: dict[str, Any]) -> None:
    rename(site["alone"], "other")
    new = NewsPageFactory(parent=site["section"], slug="alone")
    assert table() == {}
    rename(new, "newer")
    assert table() == {"/it/news/alone/": "/it/news/newer/"}


def test_what_an_editor_made_for_an_old_address_stays(site: dict[str, Any]) -> None:
    Redirect.objects.create(old_path="/it/news/alone", redirect_link="https://elsewhere.example/")
    rename(site["alone"], "other")
    assert table() == {"/it/news/alone/": "https://elsewhere.example/"}


def test_an_address_that_the_table_cannot_hold_is_left_out(site: dict[str, Any]) -> None:
    store({"/it/" + "x" * 252 + "/": site["alone"].pk, "/it/short/": site["alone"].pk})
    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/it/short"]


def test_a_rename_that_fails_leaves_nothing_behind(site: dict[str, Any], monkeypatch: Any) -> None:
    page = site["alone"]
    with monkeypatch.context() as patch:
        patch.setattr(type(page), "save_base", lambda *args, **kwargs: 1 / 0)
        page.slug = "other"
        with pytest.raises(ZeroDivisionError):
            page.save()
    page.refresh_from_db()
    page.save()
    assert not Redirect.objects.exists()


def test_a_section_of_fifty_costs_as_many_queries_as_one_of_ten(site: dict[str, Any]) -> None:
    counts = []
    for more in (10, 40):
        NewsPageFactory.create_batch(more, parent=Page.objects.get(pk=site["section"].pk))
        page = type(site["section"]).objects.get(pk=site["section"].pk)
        page.slug = f"news-{more}"
        with CaptureQueriesContext(connection) as queries:
            page.save()
        counts.append(len(queries))
    assert counts[0] == counts[1]
