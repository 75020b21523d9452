"""The endpoint on the CMS host: as public as anywhere, reasons for the staff alone, rules and counts in the database."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from msgspec.structs import replace

from cms.search import service as services
from site_content.models.search import SearchSynonym
from static_build.models import MissedQuery
from static_build.search.misses import write_misses
from tests.contracts.searchable_site import Indexed, SearchableSite, indexed, news

SEARCH = "/api/search/v1"
ATTEMPTS, PAUSE_SECONDS = 20, 1.0

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path / "home"
    return tmp_path / "home"


@pytest.fixture
def index(
    home: Path, elasticsearch_url: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Indexed]:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, elasticsearch_url=elasticsearch_url)
    site = SearchableSite(home)
    site.put(news("a", "Notizia sul polpo"), news("b", "Notizia sulla seppia"))
    site.release()
    with indexed(home, elasticsearch_url) as index:
        service = services.make_service(prefix=index.prefix)
        monkeypatch.setattr(services, "service", lambda: service)
        yield index


@pytest.fixture
def without_server(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    SearchableSite(home).release()
    service = services.Service(None, services.Current(home))
    monkeypatch.setattr(services, "service", lambda: service)


def get(client: Client, query: str) -> Any:
    """An answer, asked for again where a busy machine took longer than readers would wait."""
    for _ in range(ATTEMPTS):
        response = client.get(f"{SEARCH}{query}")
        if response.status_code != 503:
            break
        time.sleep(PAUSE_SECONDS)
    return response


def test_no_session_no_cookie_no_language(without_server: None, log_in: Callable[[str], Client]) -> None:
    client = log_in("superuser")
    for target in ("?q=x", "/openapi.json", "?nonsense=1", "/nowhere"):
        response = client.get(f"{SEARCH}{target}", headers={"accept-language": "zh-hans"})
        assert response.headers["Vary"] == "Origin"
        assert "Set-Cookie" not in response.headers
        assert not response.cookies
        assert "Content-Language" not in response.headers
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_without_a_search_server_it_is_503(without_server: None, client: Client) -> None:
    response = client.get(f"{SEARCH}?q=x")
    assert response.status_code == 503
    assert response.headers["Content-Type"] == "application/problem+json"


def test_production_leads_to_https(without_server: None, client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get(f"{SEARCH}?q=x")
    assert (response.status_code, response.headers["Location"]) == (301, f"https://testserver{SEARCH}?q=x")


def test_the_public_gets_no_reasons(index: Indexed, client: Client) -> None:
    assert get(client, "?q=polpo&explain=1").status_code == 400
    assert "why" not in get(client, "?q=polpo").json()["hits"][0]


def test_the_staff_gets_reasons_that_no_cache_keeps(index: Indexed, log_in: Callable[[str], Client]) -> None:
    response = get(log_in("superuser"), "?q=polpo&explain=1")
    assert response.status_code == 200
    assert response.json()["hits"][0]["why"]
    assert response.headers["Cache-Control"] == "private, no-store"


def test_who_may_not_enter_the_admin_gets_no_reasons(index: Indexed, person: Callable[[str], Any]) -> None:
    user = person("superuser")
    user.is_superuser = False
    user.save()
    client = Client()
    client.force_login(user)
    assert user != AnonymousUser()
    assert get(client, "?q=polpo&explain=1").status_code == 400


def test_rules_of_editors_hold(index: Indexed, client: Client) -> None:
    word = f"cefalopode{secrets.token_hex(2)}"
    SearchSynonym.objects.create(locale="it", words=["polpo", word])
    assert [hit["title"] for hit in get(client, f"?q={word}").json()["hits"]] == ["Notizia sul polpo"]


def test_misses_are_counted(index: Indexed, client: Client) -> None:
    get(client, "?q=xyzzy")
    write_misses()
    assert list(MissedQuery.objects.values_list("locale", "query", "count")) == [("it", "xyzzy", 1)]
