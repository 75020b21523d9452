"""Every sample page is well-formed, accessible in its bones, self-contained and the same each time."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import msgspec
import pytest

from frontend.inputs import ArchiveInput, Input, PageInput
from frontend.render import render
from frontend.shell import Shell
from site_content.languages import LANGUAGES
from tests.unit.frontend.dated import call, event
from tests.unit.frontend.lists import common_inputs, home, localised_inputs
from tests.unit.frontend.markup import Page
from tests.unit.frontend.pieces import LOCALES, ORIGIN, frame, switches
from tests.unit.frontend.samples import free_page, news, page_input

PAGES = [(locale, name, one) for locale in LOCALES for name, one in localised_inputs(locale).items()]
PAGES += [("it", name, one) for name, one in common_inputs().items() if name in ("missing", "chooser")]
IDS = [f"{locale}-{name}" for locale, name, _ in PAGES]
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(params=PAGES, ids=IDS)
def sample(request: pytest.FixtureRequest) -> tuple[str, str, Input]:
    found: tuple[str, str, Input] = request.param
    return found


def test_page_is_well_formed_and_loads_nothing_foreign(sample: tuple[str, str, Input]) -> None:
    assert Page(render(sample[2])).problems == []


def test_page_has_one_h1_and_skips_no_heading_level(sample: tuple[str, str, Input]) -> None:
    headings = Page(render(sample[2])).headings
    assert headings.count(1) == 1
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings)), headings


def test_ids_are_unique_and_every_reference_has_its_target(sample: tuple[str, str, Input]) -> None:
    page = Page(render(sample[2]))
    assert len(page.ids) == len(set(page.ids)), page.ids
    anchors = {link[1:] for link in page.links if link.startswith("#")}
    assert anchors | set(page.references) <= set(page.ids)


def test_language_is_said_and_foreign_words_are_marked(sample: tuple[str, str, Input]) -> None:
    locale, _, given = sample
    page = Page(render(given))
    assert page.lang == LANGUAGES[locale].tag
    if locale == "it":
        unmarked = [words for words, lang in page.words if HAN.search(words) and not lang.startswith("zh")]
        assert [words for words in unmarked if "京" not in words] == []


def test_same_input_gives_same_bytes_also_from_an_equal_copy(sample: tuple[str, str, Input]) -> None:
    given = sample[2]
    copy = msgspec.structs.replace(given)
    frames = {"frame": frame(sample[0])} if hasattr(given, "frame") else {}
    assert render(given) == render(copy) == render(msgspec.structs.replace(given, **frames))


def test_no_relative_time_is_in_the_bytes(sample: tuple[str, str, Input]) -> None:
    text = Page(render(sample[2])).text()
    assert not re.search(r"\b(fra|tra) \d+ giorn|天后|剩余", text)


def test_alternates_name_every_language_and_the_default() -> None:
    page = Page(render(page_input(news("zh-hans"))))
    assert page.alternates == {
        "it": f"{ORIGIN}/it/news/three-laboratories/",
        "zh-Hans": f"{ORIGIN}/zh-hans/news/three-laboratories/",
        "x-default": f"{ORIGIN}/it/news/three-laboratories/",
    }


def test_page_in_one_language_says_so_in_the_other_and_leads_to_the_nearest() -> None:
    given = page_input(news("it"), switches=switches("news/three-laboratories/", only="it"))
    page = Page(render(given))
    assert page.alternates.keys() == {"it", "x-default"}
    assert ("本页没有中文版。", "zh-Hans") in page.words
    assert page.links.count("/zh-hans/news/") == 2


def test_stale_notice_has_the_fixed_words_and_follows_the_authentic_text() -> None:
    documents = localised_inputs("zh-hans")["page-call"]
    assert isinstance(documents, PageInput)
    text = re.sub(r"<[^>]+>", "", render(documents).decode())
    fixed = (
        "正文译文待更新：意大利语原文已于2026年11月20日修改。"
        "信息栏中的日期和金额已同步；正文和附件尚未更新，请以原文为准。"
    )
    assert fixed in text
    stale = documents.document.stale
    both = page_input(call("zh-hans", stale=stale, authentic="both"))
    own = page_input(call("zh-hans", stale=stale, authentic="cn"))
    assert "两种文本具有同等效力" in render(both).decode()
    assert "请以中文文本为准" in render(own).decode()
    general = render(page_input(free_page("zh-hans", stale=stale))).decode()
    assert "日期和数据已同步；正文尚未更新。" in general


def test_key_without_a_card_is_left_out() -> None:
    given = page_input(event("it", speakers=("person-gone",)))
    assert "Relatori" not in Page(render(given)).text()


def test_card_of_another_language_is_marked_and_linked_in_its_language() -> None:
    content = render(page_input(news("it"), related=(news("zh-hans").card(),))).decode()
    assert '<a href="/zh-hans/news/three-laboratories/" lang="zh-Hans" hreflang="zh-Hans">三家' in content


def test_html_of_a_text_field_is_escaped() -> None:
    title = '<script>alert("x")</script> & co'
    content = render(page_input(msgspec.structs.replace(news("it"), title=title)))
    assert b"<script>alert" not in content
    assert b"&lt;script&gt;alert" in content


def test_archive_says_year_and_page_in_the_title() -> None:
    given = localised_inputs("zh-hans")["archive"]
    assert isinstance(given, ArchiveInput)
    assert "新闻（2026年，第2页）" in render(given).decode()


def test_menu_marks_the_section_of_the_page() -> None:
    content = render(page_input(news("it"))).decode()
    assert content.count('aria-current="true"') == 2
    assert '<a href="/it/news/" aria-current="true">' in content


def test_the_menu_of_a_section_and_of_its_pages_differ_whichever_comes_first() -> None:
    shell = Shell(page_input(news("it")).frame)
    section, page = shell.menu("/it/news/"), shell.menu("/it/news/robot/")
    assert '<a href="/it/news/" aria-current="page">' in section
    assert '<a href="/it/news/" aria-current="true">' in page
    assert shell.menu("/it/news/") == section


def test_home_leads_with_its_picture() -> None:
    content = render(home("it")).decode()
    assert content.index('rel="preload" as="image"') < content.index("</head>")
    assert content.count('fetchpriority="high"') == 1


def test_sitemaps_are_xml_with_alternates_both_ways() -> None:
    outputs = common_inputs()
    tree = ET.fromstring(render(outputs["sitemap"]))
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = tree.findall("s:url", space)
    assert [url.findtext("s:loc", namespaces=space) for url in urls] == [
        f"{ORIGIN}/it/news/",
        f"{ORIGIN}/zh-hans/news/",
        f"{ORIGIN}/zh-hans/news/b/",
    ]
    assert [len(url.findall("x:link", space)) for url in urls] == [3, 3, 2]
    index = ET.fromstring(render(outputs["sitemap-index"]))
    assert index[0].findtext("s:loc", namespaces=space) == f"{ORIGIN}/sitemap-1.xml"
    assert render(outputs["robots"]).endswith(f"Sitemap: {ORIGIN}/sitemap.xml\n".encode())
