"""The table of response headers, and the file for hosts that read one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from static_build.headers import (
    ASK_AGAIN,
    FOR_EVER,
    NEVER,
    SECURITY,
    UNTIL_PURGED,
    headers_of,
    missing_headers,
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
    assert list(rules) == ["/*", "/static/*", "/media/*"]
    assert rules["/*"] == [f"{name}: {value}" for name, value in SECURITY.items()]
    assert rules["/static/*"] == rules["/media/*"] == [f"Cache-Control: {FOR_EVER}"]
