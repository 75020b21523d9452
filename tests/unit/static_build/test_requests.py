"""Build requests: each thing that may change what is public names its rows and its cause, once, with what it did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import LogContext
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site
from wagtail.models import Locale as LocaleRow
from wagtail.signals import page_published, page_unpublished, post_page_move

from site_content.models import NewsPage
from site_content.staleness import note_publication
from static_build import requests
from static_build.manifest import Cause
from tests.factories.file import FileFactory
from tests.factories.news import NewsPageFactory
from tests.factories.picture import PictureFactory
from tests.factories.section import SectionPageFactory
from tests.factories.topic import TopicFactory
from tests.translate import translate

pytestmark = pytest.mark.django_db
ME = "ponte-1-test"


@pytest.fixture
def section(italian_home: Any) -> Any:
    return SectionPageFactory(parent=italian_home, title="Notizie", slug="news", lists="news")


@pytest.fixture
def news(section: Any) -> Any:
    return NewsPageFactory(parent=section, title="Un robot", slug="robot")


def asked_by(act: Callable[[], Any]) -> list[tuple[set[tuple[str, int]] | None, Cause]]:
    """Rows and cause of every request that it makes."""
    DBTaskResult.objects.all().delete()
    act()
    found = []
    for row in DBTaskResult.objects.filter(queue_name=requests.QUEUE).order_by("enqueued_at"):
        batch = requests.join_requests([row.args_kwargs["kwargs"]], 1)
        found.append((None if batch.changed is None else set(batch.changed), batch.causes[0]))
    return found


def rows_of(act: Callable[[], Any]) -> set[tuple[str, int]]:
    """All rows that its requests name."""
    named: set[tuple[str, int]] = set()
    for rows, _cause in asked_by(act):
        assert rows is not None
        named |= rows
    return named


def causes_of(act: Callable[[], Any]) -> list[str]:
    """What its requests are for."""
    return [cause.what for _rows, cause in asked_by(act)]


def test_publishing_names_the_page_and_who_did_it(news: Any) -> None:
    user = get_user_model().objects.create_user("maria")
    news.title = "Due robot"
    revision = news.save_revision(user=user)
    ((rows, cause),) = asked_by(revision.publish)
    assert rows is not None
    assert ("site_content.newspage", news.pk) in rows
    assert cause == Cause(
        what="published", title="Due robot", key=str(news.translation_key), locale="it", user="maria"
    )


def test_whoever_is_at_work_in_the_admin_is_named(news: Any) -> None:
    with LogContext(user=get_user_model().objects.create_user("anna")):
        ((_rows, cause),) = asked_by(news.unpublish)
    assert (cause.what, cause.user) == ("unpublished", "anna")


def test_a_draft_asks_for_nothing(news: Any) -> None:
    assert not asked_by(news.save_revision)


def test_with_the_text_of_a_source_its_digest_is_named(news: Any) -> None:
    news.title = "Altro"
    labels = {label for label, _pk in rows_of(news.save_revision().publish)}
    assert labels == {"site_content.newspage", "site_content.textdigest"}


def test_aliases_follow_and_are_named(news: Any, section: Any) -> None:
    alias = news.create_alias(parent=section, update_slug="robot-2")
    named = rows_of(news.save_revision().publish)
    assert {("site_content.newspage", news.pk), ("site_content.newspage", alias.pk)} <= named


def test_a_new_alias_is_named_though_no_signal_tells(news: Any, section: Any) -> None:
    made: list[Any] = []
    named = rows_of(lambda: made.append(news.create_alias(parent=section, update_slug="robot-2")))
    assert ("site_content.newspage", made[0].pk) in named


def test_move_rename_and_deletion_name_the_page(news: Any, section: Any, italian_home: Any) -> None:
    row = ("site_content.newspage", news.pk)
    other = SectionPageFactory(parent=italian_home, title="Altre", slug="other", lists="news")
    assert row in rows_of(lambda: news.move(other, pos="last-child"))

    def rename() -> None:
        page = NewsPage.objects.get(pk=news.pk)
        page.slug = "automa"
        with TestCase.captureOnCommitCallbacks(execute=True):  # which is when Wagtail tells
            page.save_revision().publish()

    assert "renamed" in causes_of(rename)
    page = NewsPage.objects.get(pk=news.pk)
    assert row in rows_of(page.delete)


def test_below_a_deleted_section_every_page_is_named(news: Any, section: Any) -> None:
    named = rows_of(section.delete)
    assert {("site_content.newspage", news.pk), ("site_content.sectionpage", section.pk)} <= named


def test_restricting_names_the_page_and_lifting_too(news: Any) -> None:
    row = ("site_content.newspage", news.pk)
    made: list[Any] = []
    ((rows, cause),) = asked_by(
        lambda: made.append(PageViewRestriction.objects.create(page=news, restriction_type="login"))
    )
    assert rows is not None
    assert row in rows
    assert cause.what == "restricted"
    assert row in rows_of(made[0].delete)


def test_collections_their_restrictions_and_what_is_in_them(db: None) -> None:
    folder = Collection.get_first_root_node().add_child(name="Interno")
    restriction: list[Any] = []
    named = rows_of(
        lambda: restriction.append(
            CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
        )
    )
    assert ("wagtailcore.collection", folder.pk) in named
    assert causes_of(restriction[0].delete) == ["opened"]
    picture, file = PictureFactory(), FileFactory()
    for one, label in ((picture, "site_content.picture"), (file, "site_content.file")):
        one.collection = folder
        assert (label, one.pk) in rows_of(one.save)
        pk = one.pk
        assert (label, pk) in rows_of(one.delete)


def test_snippets(locales: Any) -> None:
    topic = TopicFactory(locale=locales["it"])
    row = ("site_content.topic", topic.pk)
    assert row in rows_of(topic.save_revision().publish)
    assert causes_of(topic.unpublish) == ["unpublished"]
    assert row in rows_of(topic.delete)


def test_redirects_languages_sources_and_accepted_translations(
    news: Any, chinese_home: Any, locales: Any
) -> None:
    redirect: list[Any] = []
    site = Site.objects.get()
    named = rows_of(
        lambda: redirect.append(Redirect.objects.create(site=site, old_path="/x", redirect_page=news))
    )
    assert ("wagtailredirects.redirect", redirect[0].pk) in named
    assert causes_of(redirect[0].delete) == ["deleted"]
    assert [rows for rows, _cause in asked_by(lambda: LocaleRow.objects.create(language_code="en"))] == [None]
    labels = {label for label, _pk in rows_of(lambda: translate(news, locales["zh-hans"]))}
    assert {"site_content.newspage", "wagtail_localize.translationsource"} <= labels
    translated = NewsPage.objects.get(translation_key=news.translation_key, locale=locales["zh-hans"])
    ((rows, cause),) = asked_by(lambda: note_publication(translated))
    assert rows is not None
    assert {label for label, _pk in rows} == {"site_content.textdigest"}
    assert (cause.key, cause.locale) == (str(news.translation_key), "zh-hans")


def test_a_selection_moved_to_another_collection_is_named(admin_client: Client) -> None:
    picture = PictureFactory()
    folder = Collection.get_first_root_node().add_child(name="Interno")
    address = reverse("wagtail_bulk_action", args=["site_content", "picture", "add_to_collection"])
    ((rows, cause),) = asked_by(
        lambda: admin_client.post(f"{address}?id={picture.pk}", {"collection": folder.pk})
    )
    picture.refresh_from_db()
    assert picture.collection_id == folder.pk
    assert rows == {("site_content.picture", picture.pk)}
    assert cause.user == "admin"


def test_what_is_rolled_back_asks_for_nothing(news: Any) -> None:
    def fail() -> None:
        with transaction.atomic():
            news.unpublish()
            transaction.set_rollback(True)

    assert not asked_by(fail)


@pytest.mark.parametrize("signal", [page_published, page_unpublished, post_page_move])
def test_what_was_not_asked_for_was_not_done(news: Any, section: Any, italian_home: Any, signal: Any) -> None:
    """Wagtail's actions and the requests they cause are kept together, or neither."""
    other = SectionPageFactory(parent=italian_home, title="Altre", slug="other", lists="news")
    news.title = "Due robot"
    revision = news.save_revision()
    acts = {page_published: revision.publish, page_unpublished: news.unpublish}
    act = acts.get(signal, lambda: news.move(other, pos="last-child"))

    def fail(**_: Any) -> None:
        raise OSError("the disk is full")

    signal.connect(fail)
    try:
        with pytest.raises(OSError, match="the disk"):
            act()
    finally:
        signal.disconnect(fail)
    kept = NewsPage.objects.get(pk=news.pk)
    assert (kept.live, kept.title, kept.get_parent().pk) == (True, "Un robot", section.pk)


def test_all_that_waits_is_taken_once_and_answered() -> None:
    for number in range(3):
        requests.request_build([("site_content.newspage", number)], Cause(what="published"))
    batch = requests.take_waiting(ME)
    assert batch is not None
    assert batch.changed == {("site_content.newspage", number) for number in range(3)}
    assert batch.causes == (Cause(what="published"),)
    assert requests.take_waiting("ponte-2-other") is None
    assert requests.count_waiting()[0] == 3
    requests.answer_taken(ME, "20260101T000000.000Z")
    assert requests.count_waiting() == (0, None)
    assert {row.return_value["release"] for row in DBTaskResult.objects.all()} == {"20260101T000000.000Z"}


def test_what_failed_keeps_its_words_and_what_is_given_back_waits_again() -> None:
    requests.request_build(None, Cause(what="saved"))
    batch = requests.take_waiting(ME)
    assert batch is not None
    assert batch.changed is None
    assert requests.workers_at_work() == {ME}
    assert requests.give_back(ME) == 1
    assert requests.take_waiting("ponte-2-other") is not None
    requests.fail_taken("ponte-2-other", ValueError("Page 3 links to nothing."))
    row = DBTaskResult.objects.get()
    assert (row.status, row.traceback) == ("FAILED", "Page 3 links to nothing.")


def test_very_many_become_one_that_loads_everything() -> None:
    for number in range(requests.MANY + 1):
        requests.request_build([("site_content.newspage", number)], Cause(what="published"))
    batch = requests.take_waiting(ME)
    assert batch is not None
    assert (batch.count, batch.changed) == (requests.MANY + 1, None)
