"""The whole line on a small site: what is published in Wagtail is what the folder holds, the same bytes each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from static_build.build import build
from static_build.release import Store
from tests.factories.news import NewsPageFactory
from tests.factories.section import SectionPageFactory
from tests.translate import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_site(chinese_home: Any, italian_home: Any, locales: dict[str, Any]) -> dict[str, Any]:
    """Two home pages, the news section in both languages, one translated item and one in Italian alone."""
    section = SectionPageFactory(parent=italian_home, title="Notizie", slug="news", lists="news")
    translate(section, locales["zh-hans"], {"Notizie": "新闻"})
    both = NewsPageFactory(parent=section, title="Un robot a Chengdu", slug="robot")
    translate(both, locales["zh-hans"], {"Un robot a Chengdu": "成都的机器人"})
    alone = NewsPageFactory(parent=section, title="Solo in italiano", slug="alone")
    return {"section": section, "both": both, "alone": alone}


def read_tree(home: Path) -> dict[str, bytes]:
    """Every file of the public folder by its path."""
    root = home / "current"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_published_page_is_in_both_languages(small_site: Any, data_folder: Path, now: Any) -> None:
    build(Store(data_folder), now=now)
    files = read_tree(data_folder)
    assert "Un robot a Chengdu" in files["it/news/robot/index.html"].decode()
    assert "成都的机器人" in files["zh-hans/news/robot/index.html"].decode()
    assert "zh-hans/news/alone/index.html" not in files
    assert {"index.html", "404.html", "it/404.html", "robots.txt", "sitemap.xml"} <= files.keys()


def test_two_builds_of_one_database_are_the_same_bytes(small_site: Any, tmp_path: Path, now: Any) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    build(Store(first), now=now)
    build(Store(second), now=now)
    assert read_tree(first) == read_tree(second)
    manifests = [Store(each).manifest(Store(each).current() or "") for each in (first, second)]
    assert manifests[0].encode() == manifests[1].encode()


def test_an_incremental_build_equals_a_full_one(small_site: Any, tmp_path: Path, now: Any) -> None:
    kept = Store(tmp_path / "kept")
    build(kept, now=now)
    page = small_site["both"]
    page.title = "Un robot a Pechino"
    page.save_revision().publish()
    result = build(kept, now=now)
    assert 0 < result.rendered < result.outputs
    build(Store(tmp_path / "fresh"), now=now)
    assert read_tree(tmp_path / "kept") == read_tree(tmp_path / "fresh")


def test_a_build_that_changes_nothing_makes_no_release(small_site: Any, data_folder: Path, now: Any) -> None:
    store = Store(data_folder)
    first = build(store, now=now)
    second = build(store, now=now)
    assert (second.release, second.rendered) == (first.release, 0)
    assert store.list_releases() == [first.release]


def test_what_was_unpublished_is_gone(small_site: Any, data_folder: Path, now: Any) -> None:
    store = Store(data_folder)
    build(store, now=now)
    small_site["both"].unpublish()
    result = build(store, now=now)
    files = read_tree(data_folder)
    assert result.removed > 0
    language = {path: data for path, data in files.items() if path.startswith("search/rules/")}  # has 机器人
    pages = [data for path, data in files.items() if path not in language]
    assert not any(b"Un robot" in data or b"/robot/" in data for data in files.values())
    assert not any("机器人".encode() in data for data in pages)


def test_workers_make_the_same_bytes(small_site: Any, tmp_path: Path, now: Any, monkeypatch: Any) -> None:
    import static_build.workers

    build(Store(tmp_path / "alone"), now=now, workers=1)
    monkeypatch.setattr(static_build.workers, "INLINE", 0)
    build(Store(tmp_path / "many"), now=now, workers=2)
    assert read_tree(tmp_path / "alone") == read_tree(tmp_path / "many")
