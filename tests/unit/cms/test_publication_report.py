"""The report of releases: what each did and who caused it; rollback and the end of a hold for those with the right."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation as languages

from cms.publication.releases_view import CAUSES, make_lines
from static_build.models import Release
from static_build.release import Store
from tests.factories.news import NewsPageFactory
from tests.unit.cms.publishing import build_what_waits, put_link

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def english() -> Any:
    with languages.override("en"):
        yield


@pytest.fixture
def releases(news: Any, person: Any) -> list[str]:
    """Two releases: one from nothing, one of a page that an editor changed."""
    first = build_what_waits()
    news.title = "Titolo cambiato"
    news.save_revision(user=person("Editors")).publish(user=person("Editors"))
    second = build_what_waits()
    assert first
    assert second
    return [first, second]


def report(client: Any) -> str:
    return str(client.get(reverse("ponte_releases")).content.decode())


def test_what_each_release_did(releases: list[str], news: Any) -> None:
    newest, oldest = make_lines(Release.objects.all())
    assert (newest.is_current, newest.can_be_rolled_back_to) == (True, False)
    assert (oldest.is_current, oldest.can_be_rolled_back_to, oldest.row.whole) == (False, True, True)
    assert "“Titolo cambiato”: published" in newest.causes
    assert {(page.edit, page.change) for page in newest.pages} >= {(news.pk, "changed")}
    assert newest.seconds > 0


def test_a_failed_build_says_why(releases: list[str], section: Any, log_in: Any) -> None:
    put_link(NewsPageFactory(parent=section, title="Rotta", slug="broken"), "/it/nowhere/")
    build_what_waits()
    html = report(log_in("Editors"))
    assert "“Rotta”: The link /it/nowhere/ leads nowhere." in html
    assert "Nothing went live" in html


def test_it_costs_the_same_for_two_releases_and_for_twenty(releases: list[str]) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            make_lines(Release.objects.all())
        return len(queries)

    two = count()
    row = Release.objects.all()[0]
    Release.objects.bulk_create(
        Release(name=f"2020{number:04}", started_at=row.started_at, released_at=row.released_at)
        for number in range(18)
    )
    assert count() == two


def test_who_may_see_the_report(releases: list[str], log_in: Any) -> None:
    for role, status in {
        "Editors": 200,
        "Reviewers": 200,
        "Administrators": 200,
        "Translators (Chinese)": 302,
    }.items():
        assert log_in(role).get(reverse("ponte_releases")).status_code == status


def test_what_waits_is_told(releases: list[str], news: Any, log_in: Any) -> None:
    assert "Nothing is waiting." in report(log_in("Editors"))
    news.save_revision().publish()
    html = log_in("Editors").get(reverse("ponte_releases_results")).content.decode()
    assert "data-ponte-busy" in html


def test_administrators_alone_go_back(releases: list[str], log_in: Any) -> None:
    url = reverse("ponte_rollback", args=[releases[0]])
    for role in ("Editors", "Reviewers", "Translators (Chinese)"):
        client = log_in(role)
        assert url not in report(client)
        assert client.get(url).status_code == 302
        assert client.post(url).status_code == 302
    assert Store(settings.HOME).current() == releases[1]
    assert url in report(log_in("Administrators"))


def test_going_back_asks_then_holds_and_every_screen_says_so(releases: list[str], log_in: Any) -> None:
    pytest.importorskip("static_build.rollback", reason="not there yet")
    client = log_in("Administrators")
    url = reverse("ponte_rollback", args=[releases[0]])
    page = client.get(url).content.decode()
    assert "does not come back" in page
    assert Store(settings.HOME).current() == releases[1]
    client.post(url)
    store = Store(settings.HOME)
    assert store.hold()
    assert b"Titolo cambiato" not in (store.public / "it/news/new-laboratory/index.html").read_bytes()
    for address in ("wagtailadmin_home", "ponte_releases"):
        assert "held at an earlier release" in client.get(reverse(address)).content.decode()
    client.get(reverse("ponte_resume"))
    assert store.hold()
    client.post(reverse("ponte_resume"))
    assert not store.hold()


def test_an_unknown_release_is_not_gone_back_to(releases: list[str], log_in: Any) -> None:
    assert log_in("Administrators").post(reverse("ponte_rollback", args=["20200101"])).status_code == 404


def test_without_a_hold_there_is_no_banner(log_in: Any) -> None:
    assert "ponte-banner" not in log_in("Editors").get(reverse("wagtailadmin_home")).content.decode()


def test_every_cause_has_words() -> None:
    assert all(str(words) for words in CAUSES.values())
