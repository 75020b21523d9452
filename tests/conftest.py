"""Fixtures that whole-site and unit tests share: languages, home pages, a data folder of their own."""

from __future__ import annotations

import fcntl
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.site.demo import DemoSite, make_demo

SEARCH_SERVER = "TEST_ELASTICSEARCH_URL"
if given := os.environ.pop("ELASTICSEARCH_URL", ""):
    # Tests ask it under prefixes of their own; no worker and no command that they start may fill what is searched there.
    os.environ[SEARCH_SERVER] = given
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what this machine has no part for, and marks what need not be run for each database.

    `scripts/test` says which parts are missing and how to get them.
    """
    missing = {
        "browser": not os.environ.get("PONTE_CHROMIUM"),
        "postgres": not os.environ.get("PONTE_DATABASE_URL", "").startswith("postgres"),
        "long": os.environ.get("PONTE_LONG") != "1",
        "elasticsearch": not os.environ.get(SEARCH_SERVER),
    }
    for item in items:
        touches_database = item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ())
        if not touches_database:
            item.add_marker(pytest.mark.once)
        if "elasticsearch_url" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.elasticsearch)
        for name, absent in missing.items():
            if absent and item.get_closest_marker(name) and not (name == "elasticsearch" and is_ci()):
                item.add_marker(pytest.mark.skip(reason=f"no {name} here: see scripts/README.md"))


def is_ci() -> bool:
    """Whether nothing may be skipped."""
    return os.environ.get("CI", "").lower() in ("1", "true")


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, settings: Any) -> Path:
    """A data folder for each test and no search server, so that no test writes into the user's."""
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.ENVIRONMENT = msgspec.structs.replace(settings.ENVIRONMENT, elasticsearch_url="")
    return tmp_path


@pytest.fixture(autouse=True)
def misses_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches without a result are written when a test says so, not by a thread that outlives it."""
    monkeypatch.setattr("static_build.search.misses.WRITE_EVERY_SECONDS", 3600.0)


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """The URL of a real server, shared by all tests: each takes a prefix of its own for its indices.

    Tests that need it are skipped where ELASTICSEARCH_URL names none, and fail with CI=true.
    """
    url = os.environ.get(SEARCH_SERVER, "")
    if not url:
        pytest.fail("ELASTICSEARCH_URL names no server, and CI skips nothing: see scripts/README.md")
    return url


@pytest.fixture
def now() -> datetime:
    """The moment at which tests build, unless they say otherwise."""
    return NOW


@pytest.fixture
def locales(db: None) -> dict[str, Any]:
    """Both locales by code."""
    from wagtail.models import Locale

    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("it", "zh-hans")}


@pytest.fixture
def root(locales: dict[str, Any]) -> Any:
    """The root of the tree, without Wagtail's welcome page."""
    from wagtail.models import Page, Site

    root = Page.get_first_root_node()
    Site.objects.all().delete()
    for child in root.get_children():
        child.delete()
    return Page.objects.get(pk=root.pk)


@pytest.fixture
def italian_home(root: Any, locales: dict[str, Any]) -> Any:
    """The Italian home page, live."""
    from wagtail.models import Site

    from site_content.models import HomePage

    home = HomePage(title="Centro", slug="it", locale=locales["it"], hero_title="Ponte")
    root.add_child(instance=home)
    home.save_revision().publish()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return HomePage.objects.get(pk=home.pk)


@pytest.fixture
def chinese_home(italian_home: Any, locales: dict[str, Any]) -> Any:
    """The Chinese home page, live, a translation of the Italian one."""
    from tests.translate import translate

    return translate(italian_home, locales["zh-hans"], {"Centro": "中心", "Ponte": "桥"})


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> DemoSite:
    """The demonstration, loaded and built by the commands that a user runs; made once, whatever the number of workers."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    home = shared / "demo"
    with open(shared / "demo.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = home / "result.json"
        if not result.exists():
            make_demo(home, result)
        return DemoSite(home, msgspec.json.decode(result.read_bytes()))
