"""The table of response headers, and the file for hosts that read one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from static_build.headers import (
    ASK_AGAIN,
    FOR_EVER,
    NEVER,
    POLICY,
    SECURITY,
    UNTIL_PURGED,
    headers_of,
    missing_headers,
    read_search_url,
    site_headers,
)
from static_build.outputs.hosting import headers_file

SOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HTML = "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "changes_at", "cdn", "wanted"),
    [
        ("it/index.html", None, False, ASK_AGAIN),
        ("it/index.html", None, True, UNTIL_PURGED),
        ("it/index.html", SOON, False, ASK_AGAIN),
        ("it/index.html", SOON, True, ASK_AGAIN),
        ("sitemap.xml", None, True, UNTIL_PURGED),
        ("static/site-1a2b.css", None, False, FOR_EVER),
        ("static/site-1a2b.css", SOON, True, FOR_EVER),
        ("/media/ponte-1a2b.avif", None, True, FOR_EVER),
        ("it/static/index.html", None, False, ASK_AGAIN),
        ("search/static/it/news/fragment/it_1a2b.pf_fragment", None, True, FOR_EVER),
        ("search/static/it/news/facts.1a2b.pf_facts", None, True, FOR_EVER),
        ("search/static/pagefind.1a2b.js", None, False, FOR_EVER),
        ("search/static/pagefind.1a2b.js.br", None, False, FOR_EVER),
        ("search/static/it/news/pagefind-entry.json", None, True, UNTIL_PURGED),
        ("search/static/it.json", None, False, ASK_AGAIN),
        ("search/static/it.json.br", None, False, ASK_AGAIN),
        ("404.html", None, True, NEVER),
        ("zh-hans/404.html", None, True, NEVER),
        ("it/news/404.html/index.html", None, True, UNTIL_PURGED),
    ],
)
def test_what_may_be_kept_and_for_how_long(
    path: str, changes_at: datetime | None, cdn: bool, wanted: str
) -> None:
    found = headers_of(path, HTML, changes_at=changes_at, cdn=cdn)
    assert found == {"Content-Type": HTML, "Cache-Control": wanted, **SECURITY}


def test_no_cache_may_keep_a_page_that_changes_by_itself() -> None:
    assert "s-maxage" not in headers_of("it/x/index.html", HTML, changes_at=SOON, cdn=True)["Cache-Control"]


def test_what_is_missing_is_kept_by_nobody() -> None:
    assert missing_headers(HTML) == {"Content-Type": HTML, "Cache-Control": "no-store", **SECURITY}


def test_the_file_for_hosts_says_each_header_once_for_a_path() -> None:
    rules = {
        block.splitlines()[0]: [line.strip() for line in block.splitlines()[1:]]
        for block in headers_file().strip().split("\n\n")
    }
    assert list(rules) == ["/*", "/static/*", "/media/*", "/api/documents/*"]
    assert rules["/*"] == [f"{name}: {value}" for name, value in site_headers().items()]
    assert rules["/static/*"] == rules["/media/*"] == [f"Cache-Control: {FOR_EVER}"]


ENDPOINT = "https://search.example:8443/api/search/v1"
SEARCH_PAGES = ("it/search/index.html", "/it/search/", "zh-hans/search/index.html")
OTHERS = (
    "it/index.html",
    "it/search/x/index.html",
    "search-config.json",
    "it/404.html",
    "fr/search/index.html",
)


def directives(policy: str) -> dict[str, list[str]]:
    """The sources of each directive."""
    return {words[0]: words[1:] for words in map(str.split, policy.split(";"))}


@pytest.mark.parametrize("path", [*SEARCH_PAGES, *OTHERS])
def test_web_assembly_runs_on_the_search_pages_alone(path: str) -> None:
    found = directives(headers_of(path, HTML)[POLICY])
    assert ("'wasm-unsafe-eval'" in found["script-src"]) == (path in SEARCH_PAGES)
    assert found["script-src"][0] == "'self'"


@pytest.mark.parametrize("path", ["it/index.html", "it/search/index.html"])
def test_pages_may_ask_the_endpoint_and_nobody_else(path: str) -> None:
    with_one = directives(headers_of(path, HTML, search_url=ENDPOINT)[POLICY])
    assert with_one["connect-src"] == ["'self'", "https://search.example:8443"]
    own = directives(headers_of(path, HTML, search_url="/api/search/v1")[POLICY])
    assert own["connect-src"] == ["'self'"]
    assert directives(missing_headers(HTML, search_url=ENDPOINT)[POLICY]) == directives(
        headers_of("it/index.html", HTML, search_url=ENDPOINT)[POLICY]
    )


def test_the_file_for_hosts_lets_every_page_do_what_it_needs() -> None:
    wide = directives(site_headers(ENDPOINT)[POLICY])
    for path in (*SEARCH_PAGES, *OTHERS):
        for name, sources in directives(headers_of(path, HTML, search_url=ENDPOINT)[POLICY]).items():
            assert set(sources) <= set(wide[name])
    assert site_headers(ENDPOINT)[POLICY] in headers_file(ENDPOINT)


@pytest.mark.parametrize(
    ("config", "wanted"),
    [
        (b'{"endpoint":"/api/search/v1","static":"/search/static/"}', "/api/search/v1"),
        (b'{"endpoint":null}', ""),
        (b"{}", ""),
        (b"[]", ""),
        (b"no JSON", ""),
    ],
)
def test_the_endpoint_is_read_from_what_a_release_says(config: bytes, wanted: str) -> None:
    assert read_search_url(config) == wanted
