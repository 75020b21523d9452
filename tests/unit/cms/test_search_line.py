"""How search stands, on the screens: behind on every one of them, with the reason in the report; silent without a server."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from msgspec.structs import replace

from cms.publication.search_line import read_search
from static_build.deliveries import SEARCH, note_search
from static_build.models import Delivery

pytestmark = [pytest.mark.django_db, pytest.mark.once]
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BEHIND = "Search of the public site is behind."


@pytest.fixture
def with_server(data_folder: Any, settings: Any) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, elasticsearch_url="http://127.0.0.1:9")


def test_without_a_server_nothing_is_asked_and_nothing_said(
    django_assert_num_queries: Any, log_in: Any, italian_home: Any
) -> None:
    note_search("r1", Delivery.State.FAILED, started_at=AT, problem="of a server that was there once")
    assert settings.ENVIRONMENT.elasticsearch_url == ""
    with django_assert_num_queries(0):
        assert read_search() is None
    assert BEHIND not in log_in("Editors").get(reverse("wagtailadmin_home")).content.decode()


def test_a_failure_is_on_every_screen_and_its_reason_in_the_report(
    with_server: None, log_in: Any, italian_home: Any
) -> None:
    note_search("r1", Delivery.State.DONE, started_at=AT)
    note_search("r2", Delivery.State.FAILED, started_at=AT, problem="Elasticsearch <em>is</em> red.")
    client = log_in("Editors")
    client.cookies["django_language"] = "en"
    home = client.get(reverse("wagtailadmin_home"), headers={"accept-language": "en"}).content.decode()
    assert BEHIND in home
    report = client.get(reverse("ponte_releases"), headers={"accept-language": "en"}).content.decode()
    assert "Elasticsearch &lt;em&gt;is&lt;/em&gt; red." in report


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (Delivery.State.DONE, "Search is up to date since"),
        (Delivery.State.UNDER_WAY, "Search is being filled anew"),
    ],
)
def test_what_is_well_is_said_in_the_report_alone(
    with_server: None, log_in: Any, italian_home: Any, state: Delivery.State, words: str
) -> None:
    note_search("r2", state, started_at=AT)
    client = log_in("Editors")
    assert words in client.get(reverse("ponte_releases"), headers={"accept-language": "en"}).content.decode()
    home = client.get(reverse("wagtailadmin_home"), headers={"accept-language": "en"}).content.decode()
    assert BEHIND not in home


def test_another_attempt_with_the_same_release_is_no_new_row() -> None:
    for problem in ("gone", "still gone"):
        note_search("r1", Delivery.State.FAILED, started_at=AT, problem=problem)
    (row,) = Delivery.objects.filter(target=SEARCH)
    assert row.problem == "still gone"
    note_search("r1", Delivery.State.DONE, started_at=AT)
    note_search("r2", Delivery.State.DONE, started_at=AT)
    states = Delivery.objects.filter(target=SEARCH).order_by("pk").values_list("release", "state", "problem")
    assert list(states) == [("r1", "done", ""), ("r2", "done", "")]
