"""The static index of the demonstration, asked in Chromium by the site's own script: what it finds, and what it refuses."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from site_content.search.italian import STOP_WORDS
from static_build.completion import Wanted, complete
from static_build.release import Store
from static_build.static_words import cut_words
from tests.search.engines import served
from tests.site.demo import DemoSite

pytestmark = [pytest.mark.browser, pytest.mark.demonstration]

ENGINE = """async ([script, locale]) => {
  const module = await import(script);
  window.engine = await module.createStatic({ static: "/search/static/", locale });
}"""
SEARCH = "(request) => window.engine.search(request)"


@pytest.fixture(scope="module")
def home(demo_site: DemoSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with its static index."""
    folder = tmp_path_factory.mktemp("static") / "home"
    shutil.copytree(demo_site.home, folder, symlinks=True)
    assert complete(Store(folder), Wanted()) is not None
    return folder


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with served(home) as address:
        yield address


@pytest.fixture
def open_engine(home: Path, address: str, browser: Any) -> Iterator[Any]:
    """Opens the search page of a language in a browser of its own and starts the static index there."""
    contexts = []

    def start(locale: str) -> Any:
        context = browser.new_context()
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}/{locale}/search/")
        page.evaluate(ENGINE, [script_of(home), locale])
        return page

    yield start
    for context in contexts:
        context.close()


def script_of(home: Path) -> str:
    [path] = (home / "current" / "static").glob("search-static-*.js")
    return f"/static/{path.name}"


def find(page: Any, q: str, **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = page.evaluate(SEARCH, {"q": q, **more})
    return answer


@pytest.mark.parametrize(
    ("locale", "q", "url", "marked"),
    [
        ("it", "bando ricercatori", "/it/calls/researcher-short-stays/", "<mark>ricercatori</mark>"),
        ("it", "l’innovazione", "/it/events/innovation-week-bergamo/", "dell’<mark>innovazione</mark>"),
        ("it", "innovazione", "/it/events/innovation-week-bergamo/", "dell’<mark>innovazione</mark>"),
        ("it", "INNOVAZIONI", "/it/events/innovation-week-bergamo/", "<mark>innovazione</mark>"),
        ("it", "universita bergamo", "/it/about/", "<mark>Bergamo</mark>"),
        ("it", "trasferimento tecn", "/it/services/technology-transfer-support/", "<mark>"),
        ("zh-hans", "機器人", "/zh-hans/events/road-show-shenzhen/", "<mark>机器人</mark>"),
        ("zh-hans", "机器人", "/zh-hans/events/road-show-shenzhen/", "<mark>机器人</mark>"),
        ("zh-hans", "工业4.0", "/zh-hans/calls/manufacturing-one-to-one/", "<mark>工业4.0</mark>"),
        ("zh-hans", "jiqiren", "/zh-hans/events/road-show-shenzhen/", ""),
        ("zh-hans", "那不勒斯创新", "/zh-hans/events/innovation-week-naples/", "<mark>那不勒斯</mark>"),
    ],
)
def test_it_finds(open_engine: Any, locale: str, q: str, url: str, marked: str) -> None:
    answer = find(open_engine(locale), q)
    hits = {hit["url"]: hit for hit in answer["hits"]}
    assert url in hits
    assert answer["total"] >= len(hits)
    assert any(marked in hit["title_html"] + hit["excerpt_html"] for hit in hits.values())
    assert {hit["locale"] for hit in hits.values()} == {locale}


@pytest.mark.parametrize(
    ("locale", "q"), [("it", "zxqvw"), ("zh-hans", "佛罗伦萨美食"), ("it", "   "), ("it", "")]
)
def test_it_finds_nothing_where_there_is_nothing(open_engine: Any, locale: str, q: str) -> None:
    answer = find(open_engine(locale), q)
    assert (answer["hits"], answer["total"]) == ([], 0)


@pytest.mark.parametrize(
    "q", ["robot*", "\\", '"', "<script>", "\ud800", "a" * 5000, "{}[]()", "%00", "佛" * 300]
)
def test_nothing_that_is_typed_breaks_it(open_engine: Any, q: str) -> None:
    page = open_engine("it")
    for asked in (q, f"{q} innovazione"):
        assert isinstance(page.evaluate("(q) => window.engine.search({ q })", asked)["hits"], list)


def test_every_page_with_a_pair_of_characters_is_found_by_it(open_engine: Any, home: Path) -> None:
    """Recall of Chinese is whole: Pagefind by itself finds two pages of twenty-one."""
    page = open_engine("zh-hans")
    for word in ("贝加莫", "技术", "项目", "那不勒斯", "机器人"):
        texts = page.evaluate(
            """async (q) => { const answer = await window.engine.search({ q, size: 200 });
            return answer.hits.map((hit) => hit.url); }""",
            word,
        )
        assert set(texts) >= pages_with(home, word), word


def pages_with(home: Path, word: str) -> set[str]:
    """Addresses of the Chinese pages that have a word in their title or summary."""
    found = set()
    for file in (home / "current/api/documents/v1/zh-hans").glob("*/*-*.json"):
        document = json.loads(file.read_bytes()).get("document", {})
        if document.get("path") and word in document["title"] + document.get("summary", ""):
            found.add(document["path"])
    return found


def test_both_sides_cut_alike(open_engine: Any) -> None:
    """What the script asks for is what stands in the index: one code in two languages."""
    texts = [
        "L’innovazione dell'un'altra",
        "工业4.0 5G",
        "Xi'an, R&S: PONTE-MOB-14",
        "Città della Scienza",
        "（５Ｇ）",
    ]
    page = open_engine("zh-hans")
    for text in texts:
        cut = page.evaluate("(text) => window.engine.cut(text)", text)
        assert set(cut) <= set(cut_words(text)), text
        asked_for = {word for word in cut_words(text) if len(word) > 1 and word.rstrip("ω") not in STOP_WORDS}
        assert asked_for <= set(cut), text


def test_filters_and_counts_agree(open_engine: Any) -> None:
    page = open_engine("it")
    every = find(page, "bergamo", size=200)
    for name in ("type", "status", "year", "topic"):
        for count in every["facets"][name]:
            some = find(page, "bergamo", **{name: [count["value"]]})
            assert some["total"] == count["count"], (name, count)
            assert some["facets"][name] == every["facets"][name]


def test_what_is_marked_is_escaped(open_engine: Any) -> None:
    answer = find(open_engine("it"), "ricerca e innovazione")
    for hit in answer["hits"]:
        for html in (hit["title_html"], hit["excerpt_html"]):
            assert not re.search(r"[<>\"']|&(?!(amp|lt|gt|quot|#39);)", re.sub(r"</?mark>", "", html))


def test_it_asks_for_no_other_language_and_no_other_host(home: Path, address: str, browser: Any) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.goto(f"{address}/it/search/")
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(ENGINE, [script_of(home), "it"])
    find(page, "innovazione")
    page.close()
    assert asked
    assert [url for url in asked if not url.startswith(f"{address}/") or "zh-hans" in url] == []


def test_without_its_bundles_it_fails_and_with_new_ones_it_answers_again(
    home: Path, browser: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "home"
    shutil.copytree(home, folder, symlinks=True)
    static = folder / "current/search/static/it"
    with served(folder) as address:
        page = browser.new_page()
        page.goto(f"{address}/it/search/")
        static.rename(folder / "aside")
        page.evaluate(ENGINE, [script_of(home), "it"])
        failed = page.evaluate("() => window.engine.search({ q: 'innovazione' }).then(() => '', String)")
        assert failed.startswith("Error")
        (folder / "aside").rename(static)
        assert find(page, "innovazione")["total"] > 0
        page.close()


def test_it_completes_a_title_and_a_topic(open_engine: Any) -> None:
    completions = open_engine("it").evaluate("() => window.engine.complete('innova')")
    assert {
        "text": "Settimana dell’innovazione a Napoli",
        "kind": "title",
        "url": "/it/events/innovation-week-naples/",
    } in completions
    chinese = open_engine("zh-hans").evaluate("() => window.engine.complete('机器')")
    assert {"text": "机器人", "kind": "topic", "url": ""} in chinese
