"""What publishing will change, told before it: exactly the addresses that the build then changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation as languages

from static_build import clock
from static_build.manifest import Entry
from static_build.preflight import ORDER, kind_of, public_path, what_changes
from static_build.release import Store
from tests.factories.news import NewsPageFactory
from tests.factories.topic import TopicFactory
from tests.unit.cms.publishing import build_what_waits, put_link

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def english() -> Any:
    with languages.override("en"):
        yield


@pytest.fixture
def site(news: Any, section: Any, translation: Any) -> Any:
    """A released site in two languages; its page with a topic that another shares."""
    topics = [TopicFactory(), TopicFactory()]
    for page in (news, NewsPageFactory(parent=section, title="Affine", slug="related")):
        page.topics = topics
        page.save_revision().publish()
    assert build_what_waits()
    return type(news).objects.get(pk=news.pk)


def outputs() -> dict[str, Entry]:
    store = Store(settings.HOME)
    return store.manifest(store.current() or "").outputs


def difference(before: dict[str, Entry], after: dict[str, Entry]) -> dict[str, str]:
    """What a build did, by public path."""
    found = {}
    for path in before.keys() | after.keys():
        old, new = before.get(path), after.get(path)
        if old is None or new is None or old.fingerprint != new.fingerprint:
            found[public_path(path)] = "added" if old is None else "removed" if new is None else "changed"
    return found


def change_title(page: Any) -> None:
    page.title = "Un titolo nuovo"


def change_body(page: Any) -> None:
    page.body = [("paragraph", "<p>Altro testo</p>")]


def change_slug(page: Any) -> None:
    page.slug = "moved"


def drop_topics(page: Any) -> None:
    page.topics = []


@pytest.mark.parametrize("edit", [change_title, change_body, change_slug, drop_topics])
def test_what_is_foretold_is_what_the_build_does(site: Any, edit: Any) -> None:
    draft = site.get_latest_revision_as_object()
    edit(draft)
    revision = draft.save_revision()
    told = what_changes(revision.as_object(), clock.now())
    assert told.due == 0
    before = outputs()
    revision.publish()
    build_what_waits()
    done = difference(before, outputs())
    # The old address leads on only once the page has moved.
    wanted = {path: change for path, change in done.items() if path not in redirected(before, outputs())}
    assert {change.path: change.change for change in told.changes if change.path in wanted} == wanted
    assert {change.path for change in told.changes} - wanted.keys() <= redirected(before, outputs())


def redirected(before: dict[str, Entry], after: dict[str, Entry]) -> set[str]:
    """Addresses that lead on, and the tables of them."""
    tables = {"/_redirects", "/api/documents/v1/redirects.json"}
    return {public_path(path) for path, entry in after.items() if entry.redirect} | tables


def test_a_new_page_is_foretold_with_its_lists(site: Any, section: Any) -> None:
    page = NewsPageFactory(parent=section, title="Nuova", slug="new", live=False)
    told = {change.path: change for change in what_changes(page, clock.now()).changes}
    assert (told["/it/news/new/"].change, told["/it/news/new/"].is_own) == ("added", True)
    assert told["/it/news/"].kind == "list"
    assert told["/it/"].kind == "home"
    assert told["/sitemaps/news-1.xml"].kind == "sitemap"
    assert "/zh-hans/news/new-laboratory/" not in told


def test_nothing_changed_is_nothing(site: Any) -> None:
    assert what_changes(site.get_latest_revision_as_object(), clock.now()).changes == ()


def test_every_output_has_a_kind(site: Any) -> None:
    kinds = {kind_of(path) for path in outputs()}
    assert kinds <= set(ORDER)
    assert {"page", "home", "sitemap", "json"} <= kinds


def test_the_screen_says_it_in_words(site: Any, log_in: Any) -> None:
    draft = site.get_latest_revision_as_object()
    draft.title = "Un titolo nuovo"
    draft.save_revision()
    html = log_in("Editors").get(reverse("ponte_changes", args=[site.pk])).content.decode()
    assert "Un titolo nuovo" in html
    assert "Sitemap for search engines" in html
    assert f"{settings.PONTE_PUBLIC_URL}/it/news/new-laboratory/" in html
    assert type(site).objects.get(pk=site.pk).title == "Nuovo laboratorio"


def test_what_could_not_be_published_is_said(site: Any, section: Any, log_in: Any) -> None:
    twin = NewsPageFactory(parent=section, title="Gemella", slug="twin", live=False)
    type(twin).objects.filter(pk=twin.pk).update(slug="2026")
    response = log_in("Editors").get(reverse("ponte_changes", args=[twin.pk]))
    assert response.status_code == 200


def test_a_stranger_s_page_is_not_shown(site: Any, log_in: Any) -> None:
    response = log_in("Translators (Chinese)").get(reverse("ponte_changes", args=[site.pk]))
    assert response.status_code == 302


def test_another_s_publication_is_counted_apart(site: Any, section: Any) -> None:
    put_link(NewsPageFactory(parent=section, title="D’altri", slug="others"), "/it/")
    told = what_changes(site.get_latest_revision_as_object(), clock.now())
    assert told.changes == ()
    assert told.due > 0
