"""The publish status of a page: each state by what really brings it about, and every reason why a page is not public."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, PageViewRestriction

from cms.publication import words
from cms.publication.reasons import explain, read_surroundings
from cms.publication.status import Status, find_statuses, find_versions
from static_build import clock
from static_build.manifest import Cause
from static_build.models import Beat, Delivery, Release
from static_build.release import Store
from static_build.requests import answer_taken, give_back, request_build, take_waiting
from static_build.rows import judge
from static_build.tables import read_tables
from tests.factories.news import NewsPageFactory
from tests.unit.cms.publishing import build_what_waits, put_link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def news(news: Any) -> Any:
    """Published, as an editor does it: factories only make what is live."""
    news.save_revision().publish()
    return type(news).objects.get(pk=news.pk)


def add_news(section: Any, title: str, slug: str) -> Any:
    """A news item that has just been published."""
    page = NewsPageFactory(parent=section, title=title, slug=slug)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def status_of(page: Any) -> Status:
    page = Page.objects.get(pk=page.pk)
    return find_statuses([page])[page.pk]


def said_of(page: Any) -> str:
    return " ".join(words.sentences(status_of(page)))


@pytest.fixture
def live(news: Any) -> Any:
    """A page that a release holds."""
    assert build_what_waits()
    return news


def test_a_published_page_waits_then_is_built_then_is_live(news: Any) -> None:
    assert status_of(news).state == "waiting"
    take_waiting("worker")
    assert status_of(news).state == "building"
    give_back("worker")
    release = build_what_waits()
    found = status_of(news)
    assert (found.state, found.is_busy) == ("live", False)
    assert found.since == Release.objects.get(name=release).released_at
    assert found.url == f"{settings.PONTE_PUBLIC_URL}/it/news/new-laboratory/"
    assert "(just now)" in said_of(news)


def test_live_since_the_release_that_changed_it_last(live: Any, section: Any) -> None:
    since = status_of(live).since
    add_news(section, "Un’altra", "another")
    build_what_waits()
    assert status_of(live).since == since
    live.title = "Nuovo titolo"
    live.save_revision().publish()
    assert status_of(live).state == "waiting"
    build_what_waits()
    assert status_of(live).since > since


def test_a_waiting_page_says_what_visitors_see_meanwhile(live: Any) -> None:
    live.title = "Nuovo titolo"
    live.save_revision().publish()
    assert "Until then visitors see the version of" in said_of(live)


def test_without_a_worker_it_says_whom_to_tell(news: Any) -> None:
    assert "no worker is running" in said_of(news)
    Beat.objects.create(beat_at=timezone.now(), host="h", process=1)
    assert "no worker is running" not in said_of(news)
    Beat.objects.update(beat_at=timezone.now() - timedelta(seconds=61))
    assert "no worker is running" in said_of(news)


def test_its_own_fault_is_told_on_the_page_and_another_s_on_the_others(live: Any, section: Any) -> None:
    broken = add_news(section, "Rotta", "broken")
    put_link(broken, "/it/nowhere/")
    assert build_what_waits() is None
    other = add_news(section, "Senza colpa", "innocent")
    assert build_what_waits() is None
    mine, innocent = status_of(broken), status_of(other)
    assert (mine.state, innocent.state) == ("failed", "failed")
    assert [*mine.problems] == [
        "“Rotta”: The link /it/nowhere/ leads nowhere. Correct or remove it in the text."
    ]
    assert innocent.problems == ()
    assert "Rotta" in innocent.others[0]
    assert status_of(live).state == "live", "what was live before stays as it was"
    put_link(broken, "/it/news/")
    assert build_what_waits()
    assert [status_of(page).state for page in (broken, other)] == ["live", "live"]


def test_unpublished_it_leaves_then_is_hidden(live: Any) -> None:
    live.unpublish()
    found = status_of(live)
    assert (found.state, found.is_busy, found.is_out) == ("leaving", True, True)
    assert "Visitors still see it" in said_of(live)
    build_what_waits()
    found = status_of(live)
    assert (found.state, found.url, found.reasons) == ("hidden", "", ("It is a draft.",))


def test_what_stands_below_an_unpublished_page_leaves_with_it(live: Any, section: Any) -> None:
    section.unpublish()
    assert status_of(live).state == "leaving"
    build_what_waits()
    assert (status_of(live).state, said_of(live)) == (
        "hidden",
        "The page above it, “Notizie”, is not public.",
    )


def test_a_held_site_holds_back_what_is_published(live: Any) -> None:
    store = Store(settings.HOME)
    store.set_hold(store.current() or "")
    assert status_of(live).state == "live"
    live.title = "Nuovo titolo"
    live.save_revision().publish()
    take_waiting("worker")
    answer_taken("worker", store.current())
    assert status_of(live).state == "held"
    store.clear_hold()
    assert status_of(live).state == "live"


def test_targets_are_told_one_by_one(live: Any, settings: Any) -> None:
    targets = ("folder:/srv/one", "folder:/srv/two")
    settings.ENVIRONMENT = msgspec.structs.replace(settings.ENVIRONMENT, targets=targets)
    release, now = Store(settings.HOME).current() or "", timezone.now()
    assert [target.state for target in status_of(live).targets] == ["waiting", "waiting"]
    Delivery.objects.create(target=targets[0], release=release, state="done", started_at=now, ended_at=now)
    failed = Delivery.objects.create(
        target=targets[1], release=release, state="failed", started_at=now, problem="It does not answer."
    )
    found = status_of(live)
    assert (found.state, found.is_busy) == ("sending", False)
    assert [target.state for target in found.targets] == ["done", "failed"]
    assert words.say_target(found.targets[1]) == "is behind: It does not answer."
    failed.state, failed.ended_at = "done", now
    failed.save()
    assert status_of(live).state == "live"


def test_a_page_whose_release_is_forgotten_is_live_all_the_same(live: Any) -> None:
    later = live.first_published_at + timedelta(hours=1)
    Release.objects.all().delete()
    Release.objects.create(name="20300101T000000.000Z", started_at=later, released_at=later)
    found = status_of(live)
    assert (found.state, found.since) == ("live", None)


def test_a_request_that_names_nothing_is_about_what_is_newer_than_the_release(
    live: Any, section: Any
) -> None:
    newer = add_news(section, "Nuova", "newer")
    take_waiting("worker")
    answer_taken("worker", None)
    request_build(None, Cause(what="saved"))
    assert [status_of(page).state for page in (live, newer)] == ["live", "waiting"]


def test_every_language_is_told_with_its_own_link(news: Any, translation: Any) -> None:
    build_what_waits()
    italian, chinese = find_versions(news)
    assert (italian.language, chinese.language) == ("Italiano", "简体中文")
    assert (italian.url[-24:], chinese.url[-29:]) == (
        "/it/news/new-laboratory/",
        "/zh-hans/news/new-laboratory/",
    )


def restrict(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def set_dates(page: Any, **dates: Any) -> None:
    type(page).objects.filter(pk=page.pk).update(**dates)


WHY = {
    "It is private.": lambda news, section: restrict(news),
    "The page above it, “Notizie”, is private.": lambda news, section: restrict(section),
    "The page above it, “Notizie”, is not public.": lambda news, section: section.unpublish(),
    "It is a draft.": lambda news, section: news.unpublish(),
    "It goes live on": lambda news, section: set_dates(news, go_live_at=clock.now() + timedelta(days=1)),
    "It expired on": lambda news, section: set_dates(news, expire_at=clock.now() - timedelta(days=1)),
}


@pytest.mark.parametrize("reason", WHY)
def test_why_it_is_not_public(news: Any, section: Any, reason: str) -> None:
    WHY[reason](news, section)
    assert reason in said_of(news)


def test_a_draft_that_is_scheduled_says_when(news: Any) -> None:
    news.unpublish()
    news.go_live_at = timezone.now() + timedelta(days=3)
    news.save_revision().publish()
    assert "It goes live on" in said_of(news)


def test_why_a_translation_is_not_public(news: Any, section: Any, translation: Any) -> None:
    chinese = news.get_translations().get()
    restrict(news)
    assert said_of(chinese) == "Its original, “Nuovo laboratorio” (Italiano), is not public."
    PageViewRestriction.objects.all().delete()
    Page.objects.filter(pk=chinese.pk).update(alias_of=news.pk)
    assert "It only repeats the text of another language" in said_of(chinese)
    Page.objects.filter(pk=chinese.pk).update(alias_of=None)
    Page.objects.filter(pk=news.pk).update(translation_key=uuid4())
    assert said_of(chinese) == "The page that it was translated from is gone."
    set_dates(section, live=False)
    assert "The page above it, “新闻”, is not public." in said_of(chinese), (
        "what stands above its original counts too"
    )


@pytest.mark.parametrize("reason", WHY)
def test_what_is_explained_is_what_visibility_keeps_back(
    news: Any, section: Any, translation: Any, reason: str
) -> None:
    """The few rows that are read give the same answer as the whole site's."""
    WHY[reason](news, section)
    whole = judge(read_tables(), clock.now())
    for page in Page.objects.filter(depth__gt=1):
        around = read_surroundings([str(page.translation_key)], clock.now())
        is_public = page.pk in whole.pages
        assert (page.pk in around.visible) == is_public
        assert bool(explain(around.rows[page.pk], around)) == (not is_public)


def count_queries(make: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        make()
    return len(queries)


def test_fifty_pages_cost_as_many_queries_as_ten(section: Any, log_in: Any) -> None:
    client = log_in("Editors")
    url = reverse("wagtailadmin_explore", args=[section.pk])
    NewsPageFactory.create_batch(10, parent=section)
    build_what_waits()
    client.get(url)
    ten = count_queries(lambda: find_statuses(section.get_children()))
    for number in range(40):
        add_news(section, f"Nuova {number}", f"new-{number}")
    assert count_queries(lambda: find_statuses(section.get_children())) == ten
    response = client.get(url).content.decode()
    assert response.count("data-ponte-status=") == 50
    assert response.count("data-ponte-busy") == 40


def test_the_answer_for_the_script_is_what_the_screen_shows(live: Any, translation: Any, log_in: Any) -> None:
    chinese = live.get_translations().get()
    build_what_waits()
    chinese.save_revision().publish()
    url = reverse("ponte_status") + f"?pages={live.pk},{chinese.pk},x,999999"
    found = log_in("Editors").get(url).json()["pages"]
    assert set(found) == {str(live.pk), str(chinese.pk)}
    assert found[str(live.pk)]["state"] == "live"
    assert found[str(chinese.pk)]["busy"] is True
    assert "/it/news/new-laboratory/" in found[str(live.pk)]["cell"]


def test_a_translator_sees_the_translations_alone(live: Any, translation: Any, log_in: Any) -> None:
    chinese = live.get_translations().get()
    url = reverse("ponte_status") + f"?pages={live.pk},{chinese.pk}"
    assert set(log_in("Translators (Chinese)").get(url).json()["pages"]) == {str(chinese.pk)}


def test_the_editor_shows_both_languages(live: Any, translation: Any, log_in: Any) -> None:
    html = log_in("Editors").get(reverse("wagtailadmin_pages:edit", args=[live.pk])).content.decode()
    assert html.count("data-ponte-status=") == 2
    assert reverse("ponte_changes", args=[live.pk]) in html
