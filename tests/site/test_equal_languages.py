"""Neither language is the lesser: the switch leads to the nearest page there is, lists show what is elsewhere alone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from static_build.engine import Engine
from static_build.release import Store
from tests.factories.news import NewsPageFactory
from tests.factories.page import FreePageFactory
from tests.factories.section import SectionPageFactory
from tests.translate import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(italian_home: Any, chinese_home: Any, locales: Any) -> Any:
    """A section of news in both languages."""
    made = SectionPageFactory(parent=italian_home, title="Notizie", slug="news", lists="news")
    translate(made, locales["zh-hans"])
    return made


@pytest.fixture
def read(data_folder: Path, now: datetime) -> Any:
    """Builds, and answers with a page of the release."""
    store = Store(data_folder)

    def build_and_read(path: str) -> LexborHTMLParser:
        Engine(store, workers=1).build(now=now)
        return LexborHTMLParser((store.public / path / "index.html").read_text())

    return build_and_read


def test_the_switch_of_a_page_without_translation_leads_to_the_list_above_it_and_says_so(
    section: Any, read: Any
) -> None:
    NewsPageFactory(parent=section, title="Una", slug="una")
    page = read("it/news/una")
    link = page.css_first('.switch a[hreflang="zh-Hans"]')
    assert link.attributes["href"] == "/zh-hans/news/"
    notice = page.css_first(f"#{link.attributes['aria-describedby']}")
    assert "本页没有中文版" in notice.text()
    assert notice.css_first("a").attributes["href"] == "/zh-hans/news/"
    assert notice.parent.attributes["lang"] == "zh-Hans"
    tags = {node.attributes["hreflang"] for node in page.css('link[rel="alternate"][hreflang]')}
    assert tags == {"it", "x-default"}


def test_from_a_page_deep_below_it_leads_past_every_page_that_has_no_translation(
    italian_home: Any, chinese_home: Any, locales: Any, read: Any
) -> None:
    top = FreePageFactory(parent=italian_home, title="Chi siamo", slug="about")
    middle = FreePageFactory(parent=top, title="Storia", slug="history")
    FreePageFactory(parent=middle, title="Anni", slug="years")
    assert read("it/about/history/years").css_first(".switch a").attributes["href"] == "/zh-hans/"
    translate(top, locales["zh-hans"])
    assert read("it/about/history/years").css_first(".switch a").attributes["href"] == "/zh-hans/about/"


def test_a_page_in_both_languages_leads_to_itself(section: Any, locales: Any, read: Any) -> None:
    made = NewsPageFactory(parent=section, title="Una", slug="una")
    translate(made, locales["zh-hans"])
    page = read("it/news/una")
    assert page.css_first(".switch a").attributes["href"] == "/zh-hans/news/una/"
    assert page.css_first(".untranslated") is None
    links = {
        node.attributes["hreflang"]: node.attributes["href"]
        for node in page.css('link[rel="alternate"][hreflang]')
    }
    back = read("zh-hans/news/una").css('link[rel="alternate"][hreflang]')
    assert links.keys() == {"it", "zh-Hans", "x-default"}
    assert {node.attributes["hreflang"]: node.attributes["href"] for node in back} == links


def test_a_list_shows_what_is_in_the_other_language_alone_and_leads_there(section: Any, read: Any) -> None:
    NewsPageFactory(parent=section, title="Solo qui", slug="solo")
    page = read("zh-hans/news")
    notice = page.css_first(".elsewhere")
    assert "仅有意大利语版" in notice.text()
    target = page.css_first(notice.css_first("a").attributes["href"])
    link = target.css_first(".row-title a")
    assert link.attributes["href"] == "/it/news/solo/"
    assert link.attributes["lang"] == link.attributes["hreflang"] == "it"
    assert target.css_first(".more").attributes["href"] == "/it/news/"
    assert read("it/news").css_first(".elsewhere") is None


def test_what_is_translated_or_withdrawn_is_no_longer_only_elsewhere(
    section: Any, locales: Any, read: Any
) -> None:
    first = NewsPageFactory(parent=section, title="Prima", slug="prima")
    second = NewsPageFactory(parent=section, title="Seconda", slug="seconda")
    assert len(read("zh-hans/news").css(".only-elsewhere .row")) == 2
    translate(first, locales["zh-hans"])
    second.unpublish()
    assert read("zh-hans/news").css_first(".only-elsewhere") is None
