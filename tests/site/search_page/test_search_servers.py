"""An endpoint that is late, broken, gone or hostile: the static index answers, or the lists do."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.site.search_page.reader import EMPTY_MODULE, Open, SearchSite

pytestmark = pytest.mark.browser

FIELD = "#search-q"
TYPED_SECONDS = 0.6
"""Longer than the page waits for the next letter."""


REFUSED = """
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("refused", "SecurityError"); } });
"""
STATUSES = """
window.statuses = [];
const status = document.querySelector("[data-search-status]");
new MutationObserver(() => statuses.push(status.textContent)).observe(status, { childList: true });
"""


@pytest.mark.parametrize("mode", ["good", "refusing"])
def test_a_browser_that_keeps_nothing_searches_all_the_same(
    mode: str, reader: Open, site: SearchSite
) -> None:
    one = reader()
    one.context.add_init_script(REFUSED)
    site.endpoint.mode = mode
    page = one.open("/it/search/")
    page.fill(FIELD, "ricerca")
    page.press(FIELD, "Enter")
    assert one.wait_for_hits()
    page.fill(FIELD, "")
    page.locator("[data-search-lists]").wait_for()
    assert page.locator("[data-search-recent]").is_hidden()


def test_an_answer_that_comes_late_never_replaces_a_newer_one(reader: Open, site: SearchSite) -> None:
    site.endpoint.seconds = {"bando": 0.9, "ricerca": 0.25}
    one = reader()
    one.context.route("**/search/static/**", lambda route: route.abort())
    page = one.open("/it/search/")
    page.evaluate(STATUSES)
    page.fill(FIELD, "bando")
    one.wait_for("location.search === '?q=bando'")
    page.fill(FIELD, "ricerca")
    shown = one.wait_for_hits()
    time.sleep(1.2)
    assert one.hits() == shown
    assert "ricerca" in page.inner_text("[data-search-status]")
    # Nor did the question that was given up pass for one that nobody answers.
    assert not [words for words in page.evaluate("statuses") if "non risponde" in words]


def test_a_late_answer_of_the_static_index_never_replaces_a_newer_one(reader: Open, site: SearchSite) -> None:
    site.endpoint.mode = "refusing"
    one = reader()
    page = one.open("/it/search/?q=robot")
    one.wait_for_hits()
    held: list[Any] = []
    is_holding = True
    page.route("**/*.pf_fragment", lambda route: held.append(route) if is_holding else route.continue_())
    page.fill(FIELD, "sepsi")
    one.wait_for("location.search === '?q=sepsi'")
    for _ in range(100):
        if held:
            break
        page.wait_for_timeout(50)
    assert held
    is_holding = False
    page.fill(FIELD, "patrimonio")
    one.wait_for("document.querySelector('[data-search-status]').textContent.includes('patrimonio')")
    shown = one.hits()
    for route in held:
        route.continue_()
    page.wait_for_timeout(1000)
    assert one.hits() == shown
    assert "patrimonio" in page.inner_text("[data-search-status]")


@pytest.mark.parametrize(("locale", "q"), [("it", "ricerca"), ("zh-hans", "机器人")])
@pytest.mark.parametrize("mode", ["slow", "silent", "refusing", "odd"])
def test_where_the_server_does_not_answer_the_static_index_does(
    mode: str, locale: str, q: str, reader: Open, site: SearchSite
) -> None:
    site.endpoint.mode = mode
    one = reader()
    page = one.open(f"/{locale}/search/?q={q}")
    assert one.wait_for_hits()
    assert page.locator(".hit mark").count() > 0
    assert page.locator("[data-search-facets] input[name=type]").count() > 1
    # A server that failed is left alone, by other pages of the tab too; one that is only slow is given time to answer.
    one.wait_for("sessionStorage.getItem('ponte-search-failed') !== null")
    asked = len(site.endpoint.asked)
    page.fill(FIELD, q[:-1])
    one.wait_for("document.querySelector('[data-search-status]').textContent.match(/\\d/) !== null")
    page.goto(f"{site.address}/{locale}/search/?q={q}")
    assert one.wait_for_hits()
    assert len(site.endpoint.asked) == asked
    page.evaluate("sessionStorage.setItem('ponte-search-failed', Date.now() - 61000)")
    site.endpoint.mode = "good"
    page.goto(f"{site.address}/{locale}/search/?q={q}")
    assert one.wait_for_hits()
    assert len(site.endpoint.asked) > asked


def test_a_server_that_answers_in_time_is_the_only_one_asked(reader: Open, site: SearchSite) -> None:
    one = reader()
    asked: list[str] = []
    one.page.on("request", lambda request: asked.append(request.url))
    one.open("/it/search/?q=ricerca")
    one.wait_for_hits()
    assert [url for url in asked if "/search/static/" in url] == []
    assert len(site.endpoint.asked) == 1


@pytest.mark.parametrize("lacking", ["index", "WebAssembly"])
@pytest.mark.parametrize("locale", ["it", "zh-hans"])
def test_where_nobody_answers_the_lists_do_and_the_words_are_honest(
    locale: str, lacking: str, reader: Open, site: SearchSite
) -> None:
    site.endpoint.mode = "refusing"
    one = reader()
    if lacking == "index":
        one.context.route("**/search/static/**", lambda route: route.abort())
    else:
        one.context.add_init_script("delete window.WebAssembly;")
    page = one.open(f"/{locale}/search/?q=ponte")
    words = {"it": "la ricerca non risponde", "zh-hans": "搜索暂时无法使用"}
    one.wait_for(f"document.querySelector('[data-search-status]').textContent.includes('{words[locale]}')")
    assert page.locator("[data-search-found]").is_hidden()
    assert page.locator(f"[data-search-lists] a[href='/{locale}/calls/']").is_visible()
    # It comes back by itself.
    site.endpoint.mode = "good"
    page.evaluate("sessionStorage.removeItem('ponte-search-failed')")
    page.goto(f"{site.address}/{locale}/search/?q={'技术' if locale != 'it' else 'ricerca'}")
    assert one.wait_for_hits()


@pytest.mark.parametrize(
    ("locale", "q", "other"), [("it", "机器人", "zh-Hans"), ("zh-hans", "ricerca", "it")]
)
def test_the_static_index_searches_the_other_language_too(
    locale: str, q: str, other: str, reader: Open, site: SearchSite
) -> None:
    site.endpoint.mode = "refusing"
    one = reader()
    page = one.open(f"/{locale}/search/?q={q}&across=true")
    page.locator(f".hit-title a[lang={other}]").first.wait_for()


def test_what_a_server_sends_is_text_and_leads_nowhere_else(reader: Open, site: SearchSite) -> None:
    site.endpoint.mode = "evil"
    one = reader()
    page = one.open("/it/search/?q=x")
    one.wait_for_hits()
    inside = page.evaluate(
        "[...document.querySelectorAll('.hit-title *, .hit-excerpt *')].map((one) => one.localName)"
    )
    assert set(inside) <= {"mark", "span"}
    assert (
        page.locator(".hit-title").first.inner_text()
        == '<img src=x onerror="window.stolen=1">m<b>x</b><i> & \''
    )
    assert page.locator(".hit a").count() == 0
    page.click("[data-search-suggestion] button")
    time.sleep(TYPED_SECONDS)
    assert page.evaluate("window.stolen") is None


@pytest.mark.parametrize("locale", ["it", "zh-hans"])
def test_web_assembly_runs_on_the_search_page_alone(locale: str, reader: Open) -> None:
    one = reader()
    assert one.open(f"/{locale}/search/").evaluate(EMPTY_MODULE) is True
    assert one.open(f"/{locale}/news/").evaluate(EMPTY_MODULE) is False
    one.problems = [problem for problem in one.problems if "WebAssembly" not in problem]
