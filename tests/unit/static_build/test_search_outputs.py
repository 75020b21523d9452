"""The search page of each language among a site's outputs, the endpoint that it may ask, and the headers that follow."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from static_build.editions import read_editions
from static_build.engine import Engine
from static_build.errors import BuildError
from static_build.headers import POLICY, headers_of
from static_build.release import Store
from static_build.serve import PublicSite
from static_build.verify import find_search_url
from tests.unit.static_build.test_serve import get

ENDPOINT = "https://search.example.org/api/search/v1"
HTML = "text/html; charset=utf-8"
EDITIONS = """
[mainland]
public_url = "https://www.example.cn"
search_url = "https://search.example.cn/api/search/v1/"
[quiet]
public_url = "https://www.example.hk"
"""


def set_environment(settings: Any, **more: Any) -> None:
    settings.ENVIRONMENT = msgspec.structs.replace(settings.ENVIRONMENT, **more)


def build(home: Path, now: datetime) -> Store:
    store = Store(home)
    Engine(store, workers=1).build(now=now)
    return store


def read_config(store: Store) -> dict[str, Any]:
    config: dict[str, Any] = json.loads((store.public / "search-config.json").read_bytes())
    return config


@pytest.mark.django_db
def test_each_language_has_its_page_and_no_sitemap_names_it(
    chinese_home: Any, data_folder: Path, now: datetime
) -> None:
    store = build(data_folder, now)
    for locale, lang in (("it", "it"), ("zh-hans", "zh-Hans")):
        page = (store.public / locale / "search/index.html").read_text()
        assert f'<html lang="{lang}"' in page
        assert '<meta name="robots" content="noindex">' in page
    assert not [path for path in (store.public / "sitemaps").glob("*") if "/search/" in path.read_text()]
    assert read_config(store)["languages"] == ["it", "zh-hans"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, None),
        (
            {"elasticsearch_url": "http://127.0.0.1:9200", "admin_url": "https://cms.example.org"},
            "https://cms.example.org/api/search/v1",
        ),
        ({"search_url": ENDPOINT}, ENDPOINT),
        ({"search_url": "/api/search/v1", "elasticsearch_url": "http://127.0.0.1:9200"}, "/api/search/v1"),
    ],
)
def test_pages_are_told_of_the_endpoint_and_may_ask_it(
    given: dict[str, str],
    wanted: str | None,
    italian_home: Any,
    data_folder: Path,
    now: datetime,
    settings: Any,
) -> None:
    set_environment(settings, **given)
    store = build(data_folder, now)
    assert read_config(store) == {"endpoint": wanted, "static": "/search/static/", "languages": ["it"]}
    assert find_search_url(store, store.current() or "") == (wanted or "")
    for path in ("/it/", "/it/search/"):
        _, headers, page = get(PublicSite(data_folder), path)
        assert headers[POLICY] == headers_of(path, HTML, search_url=wanted or "")[POLICY]
        meta = headers[POLICY].removesuffix("; frame-ancestors 'none'").replace("'", "&#39;")
        assert f'content="{meta}"' in page
    assert (
        get(PublicSite(data_folder), "/it/none/")[1][POLICY]
        == headers_of("/it/", HTML, search_url=wanted or "")[POLICY]
    )


@pytest.mark.django_db
def test_a_server_reads_the_endpoint_of_each_release_anew(
    italian_home: Any, data_folder: Path, now: datetime, settings: Any
) -> None:
    build(data_folder, now)
    site = PublicSite(data_folder)
    assert "search.example.org" not in get(site, "/it/")[1][POLICY]
    set_environment(settings, search_url=ENDPOINT)
    build(data_folder, now)
    assert "https://search.example.org" in get(site, "/it/")[1][POLICY]
    assert "https://search.example.org" in (data_folder / "current/_headers").read_text()


@pytest.mark.django_db
def test_an_edition_has_its_own_endpoint_or_that_of_the_main_one(
    italian_home: Any, data_folder: Path, now: datetime, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "editions.toml").write_text(EDITIONS)
    set_environment(settings, editions=str(tmp_path / "editions.toml"), search_url=ENDPOINT)
    store = build(data_folder, now)
    assert read_config(store)["endpoint"] == ENDPOINT
    assert read_config(store.of("mainland"))["endpoint"] == "https://search.example.cn/api/search/v1"
    assert read_config(store.of("quiet"))["endpoint"] == ENDPOINT
    page = (store.of("mainland").public / "it/index.html").read_text()
    assert "https://search.example.cn;" in page
    assert "search.example.org" not in page


@pytest.mark.parametrize(
    "url", ["search.example.cn", "ftp://x/", "//x/y", "https://x/?q=", "https://x; script-src *", "/a b"]
)
def test_an_edition_with_a_search_address_that_is_none_is_refused(url: str, tmp_path: Path) -> None:
    file = tmp_path / "editions.toml"
    file.write_text(f'[mainland]\npublic_url = "https://www.example.cn"\nsearch_url = "{url}"\n')
    with pytest.raises(BuildError, match="search_url"):
        read_editions(str(file), "https://www.example.org")
