"""The demonstration: what its files hold, and what the loader makes of a small set of them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from django.core.files.storage import default_storage
from django.test import TestCase
from wagtail.models import Page, Site
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from site_content.demo.calendar import Calendar
from site_content.demo.emptying import count_content
from site_content.demo.errors import DemoError, NotEmpty
from site_content.demo.items import Item, read_glossary, read_items
from site_content.demo.load import Loaded, load_demo
from site_content.demo.pdf import make_pdf
from site_content.demo.rich_text import store_rich_text
from site_content.models.file import File
from site_content.models.news import NewsPage
from site_content.models.office import Office
from site_content.models.picture import Picture
from site_content.models.text_digest import TextDigest
from static_build.load import load

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
PICTURE = {"portrait": "AB", "seed": "small", "alt": {"it": "Iniziali", "zh": "缩写"}}
NEWS: dict[str, Any] = {
    "parent": "news",
    "published": "-9d",
    "date": "-9d",
    "title": {"it": "Una notizia", "zh": "一条新闻"},
    "summary": {"it": "In breve.", "zh": "简介。"},
    "picture": PICTURE,
    "office": "bergamo",
    "body": [
        {
            "paragraph": {
                "it": '<p>Il <a href="page:news/other">seguito</a>.</p>\n <p>Poi</p>',
                "zh": '<p><a href="page:news/other">后续</a>。</p><p>之后</p>',
            }
        },
        {"table": {"caption": {"it": "T", "zh": "表"}, "header": [{"it": "A", "zh": "甲"}], "rows": [["1"]]}},
    ],
}
CONTENT: dict[str, dict[str, Any]] = {
    "home/home": {"title": {"it": "Centro", "zh": "中心"}},
    "settings/site": {
        "site_name": {"it": "Centro", "zh": "中心"},
        "menu": [{"label": {"it": "Notizie", "zh": "新闻"}, "page": "news"}],
    },
    "section/news": {"lists": "news", "title": {"it": "Notizie", "zh": "新闻"}},
    "page/about": {
        "title": {"it": "Chi siamo", "zh": "中心概况"},
        "body": [
            {
                "documents": {
                    "title": {"it": "Carte", "zh": "文件"},
                    "files": [
                        {"pdf": "charter-it", "language": "it", "title": "Statuto", "text": "Uno\n\nDue"}
                    ],
                }
            }
        ],
    },
    "office/bergamo": {"name": {"it": "Sede", "zh": "办事处"}, "country": "IT"},
    "news/first": NEWS,
    "news/other": {**NEWS, "source": "zh-hans", "body": []},
    "news/alone": {**NEWS, "only": "it", "title": {"it": "Solo qui"}, "summary": "", "body": []},
    "news/stale": {
        **NEWS,
        "stale": True,
        "updated": "-2d",
        "before": {"summary": "Com’era."},
    },
    "news/draft": {**NEWS, "state": "draft"},
    "news/private": {**NEWS, "state": "private"},
    "news/expired": {**NEWS, "state": "expired"},
    "news/scheduled": {**NEWS, "state": "scheduled"},
}


def write(folder: Path, content: dict[str, Any]) -> Path:
    """The content as files."""
    for name, data in content.items():
        file = folder / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return folder


def load_small(folder: Path, changes: dict[str, Any] | None = None, *, replace: bool = False) -> Loaded:
    """Loads `CONTENT` with some files changed. What would run on commit runs now."""
    content = write(folder / "content", {**CONTENT, **(changes or {})})
    with TestCase.captureOnCommitCallbacks(execute=True):
        return load_demo(TODAY, drawings=folder / "art", replace=replace, content=content)


def find(slug: str, locale: str = "it") -> Any:
    return NewsPage.objects.get(slug=slug, locale__language_code=locale)


@pytest.fixture(scope="module")
def items() -> list[Item]:
    """The real content."""
    return read_items()


@pytest.fixture
def loaded(db: None, tmp_path: Path) -> Loaded:
    return load_small(tmp_path)


def test_the_content_holds_all_that_the_site_needs(items: list[Item]) -> None:
    counts = Counter(item.type for item in items)
    assert counts["home"] == 1
    least = {
        "news": 24,
        "event": 12,
        "call": 12,
        "programme": 6,
        "technology": 12,
        "publication": 4,
        "person": 8,
    }
    for type, number in least.items():
        assert counts[type] >= number, type
    sectors = [item for item in items if item.type == "topic" and item.slug in SECTORS]
    assert len(sectors) == 3
    assert {item.data.get("kind") for item in items if item.type == "page"} >= {
        "about",
        "privacy",
        "accessibility",
    }
    assert read_glossary()


SECTORS = ("life-sciences", "advanced-manufacturing", "smart-communities")


def test_some_of_the_content_is_not_as_the_rest(items: list[Item]) -> None:
    pages = [item for item in items if item.is_page]
    assert len([item for item in pages if item.target and item.source == "zh-hans"]) >= 6
    assert len([item for item in pages if not item.target and item.source == "it"]) >= 4
    assert len([item for item in pages if not item.target and item.source == "zh-hans"]) >= 2
    assert len([item for item in pages if item.before]) == 2
    states = Counter(item.state for item in pages)
    assert {state: states[state] for state in ("draft", "private", "expired", "scheduled")} == {
        "draft": 1,
        "private": 1,
        "expired": 1,
        "scheduled": 1,
    }


def test_parents_come_before_children_and_the_menu_leads(items: list[Item]) -> None:
    paths = [item.path for item in items if item.is_page]
    assert all(
        item.parent == "" or paths.index(item.parent) < paths.index(item.path)
        for item in items
        if item.is_page
    )
    top = [path for path in paths if "/" not in path and path]
    assert top[:4] == ["about", "services", "calls", "training"]


def test_dates_hang_on_today() -> None:
    calendar = Calendar(TODAY)
    assert calendar.day("+10d", "x") == date(2026, 12, 2)
    assert calendar.day("2016-10-25", "x") == date(2016, 10, 25)
    deadline = {"at": "+8d 24:00", "zone": "Asia/Shanghai"}
    assert calendar.moment(deadline, "x") == "2026-11-30T16:00:00Z[Asia/Shanghai]"
    with pytest.raises(DemoError, match=r"call/x\.yaml, opens: 'soon' is no day"):
        calendar.day("soon", "call/x.yaml, opens")
    with pytest.raises(DemoError, match="unknown_zone"):
        calendar.moment({"at": "+1d 09:00", "zone": "Rome"}, "x")


def test_rich_text_is_as_the_editor_stores_it() -> None:
    html = '<p>Uno\n  due</p> <ul> <li><a href="page:about">x</a></li></ul>'
    stored = store_rich_text(html, "here", len)
    assert stored.count("data-block-key=") == 2
    assert '<a linktype="page" id="5">x</a>' in stored
    assert "<p data-block-key" in stored
    assert "</p><ul><li" in stored
    assert stored == store_rich_text(html, "here", len)


@pytest.mark.parametrize("language", ["it", "zh-hans"])
def test_a_pdf_is_the_same_each_time(language: str) -> None:
    first = make_pdf("Titolo", "Uno: perché “così”\n\n演示 due", language)
    assert first.startswith(b"%PDF")
    assert first == make_pdf("Titolo", "Uno: perché “così”\n\n演示 due", language)


def test_every_text_of_a_translation_is_translated(loaded: Loaded) -> None:
    assert loaded.loaded["pages"] == 21
    assert loaded.translations == Translation.objects.count() == 12
    assert StringSegment.objects.exists()
    for translation in Translation.objects.all():
        total, translated = translation.get_progress()
        assert total == translated, translation
    assert not StringTranslation.objects.filter(has_error=True).exists()
    source, target = find("first"), find("first", "zh-hans")
    assert [block.id for block in source.body] == [block.id for block in target.body]
    assert target.title == target.draft_title == "一条新闻"
    assert "后续" in target.body[0].value.source
    assert target.body[1].value["rows"][0][0] == "1"


def test_the_tree_stands_on_the_italian_home(loaded: Loaded) -> None:
    site = Site.objects.get()
    assert site.root_page.title == "Centro"
    assert {page.title for page in Page.objects.filter(depth=2)} == {"Centro", "中心"}
    assert count_content() == loaded.loaded
    picture = Picture.objects.get()
    assert picture.alt_texts == {"it": "Iniziali", "zh-hans": "缩写"}
    assert default_storage.exists(picture.file.name)
    assert default_storage.exists(File.objects.get().file.name)


def test_states_are_as_named_in_both_languages(loaded: Loaded) -> None:
    for locale in ("it", "zh-hans"):
        assert not find("draft", locale).live
        assert not find("draft", locale).first_published_at
        assert find("private", locale).view_restrictions.count() == 1
        assert find("expired", locale).expired
        assert not find("expired", locale).live
        scheduled = find("scheduled", locale)
        assert not scheduled.live
        assert scheduled.get_latest_revision().approved_go_live_at == scheduled.go_live_at
    assert find("alone").get_translations().count() == 0


def test_publications_are_dated_by_the_content(loaded: Loaded) -> None:
    source, target = find("first"), find("first", "zh-hans")
    assert source.first_published_at.date() == date(2026, 11, 13)
    assert target.last_published_at > source.last_published_at
    assert source.get_latest_revision().created_at == source.last_published_at
    assert find("stale").last_published_at.date() == date(2026, 11, 20)


def test_only_what_changed_since_is_stale(loaded: Loaded) -> None:
    site = load(NOW)
    stale = {
        (each.path, each.stale.source_changed_at.date()) for each in site.documents.values() if each.stale
    }
    assert stale == {("/zh-hans/news/stale/", date(2026, 11, 20))}
    assert find("stale").summary == "In breve."
    assert TextDigest.objects.filter(key=find("draft").translation_key).count() == 0


def test_a_database_with_content_is_refused(loaded: Loaded, tmp_path: Path) -> None:
    with pytest.raises(NotEmpty, match="--replace"):
        load_small(tmp_path)


def test_replacing_gives_the_same_documents(loaded: Loaded, tmp_path: Path) -> None:
    before = encode_public()
    again = load_small(tmp_path, replace=True)
    assert again.removed == again.loaded == loaded.loaded
    assert encode_public() == before
    assert default_storage.exists(Picture.objects.get().file.name)
    assert Office.objects.count() == 2


def encode_public() -> Any:
    """The public documents as JSON, without the database's own numbers."""
    documents = {f"{key} {locale}": each for (key, locale), each in load(NOW).documents.items()}
    return without_numbers(msgspec.json.decode(msgspec.json.encode(documents)))


def without_numbers(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            name: without_numbers(value)
            for name, value in sorted(node.items())
            if name != "id" or not str(value).isdigit()
        }
    return [without_numbers(each) for each in node] if isinstance(node, list) else node


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": {"it": "Solo italiano"}}, "news/first.yaml, title: the text in zh-hans is missing"),
        (
            {"body": [{"paragraph": {"it": "<p>a</p><p>b</p>", "zh": "<p>甲</p>"}}]},
            "2 texts and 1 translations",
        ),
        ({"body": [{"paragrph": "x"}]}, "none of the blocks"),
        ({"summry": "x"}, "news/first.yaml: unknown summry"),
        ({"office": "rome"}, "office: there is no office 'rome'"),
        ({"topics": ["none"]}, "topics.0: there is no"),
        ({"source_url": "ftp://example.org"}, "news/first.yaml: source_url"),
        ({"state": "hidden"}, "there is no state 'hidden'"),
        ({"parent": "nowhere"}, "there is no page 'nowhere' to stand below"),
        ({"picture": {"draw": "boats", "alt": "x"}}, "no family 'boats'"),
    ],
)
@pytest.mark.django_db
def test_a_mistake_in_a_file_is_named_and_nothing_is_loaded(
    tmp_path: Path, changes: Any, message: str
) -> None:
    with pytest.raises(DemoError) as caught:
        load_small(tmp_path, {"news/first": {**NEWS, **changes}})
    assert message in str(caught.value)
    assert not any(count_content().values())
