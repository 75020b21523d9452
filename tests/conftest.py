"""Fixtures that whole-site and unit tests share: languages, home pages, a data folder of their own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, settings: Any) -> Path:
    """A data folder for each test, so that no test writes into the user's."""
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path


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
