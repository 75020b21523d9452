"""No page, stylesheet or script may ask another host, nor carry code in itself: each way that a browser knows is refused."""

from __future__ import annotations

import pytest

from static_build.check import check_files, check_pages
from static_build.manifest import Entry
from static_build.origins import find_origins
from tests.unit.static_build.test_check import GOOD, ORIGIN, given

FOREIGN = "https://fonts.example/x"


def refused(html: str) -> list[str]:
    return [
        each.words
        for each in check_pages(given({"it/index.html": html, "zh-hans/index.html": GOOD.format("")}))
    ]


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{}">',
        '<img srcset="{} 2x">',
        '<video poster="{}"></video>',
        '<iframe src="{}"></iframe>',
        '<object data="{}"></object>',
        '<embed src="{}">',
        '<form action="{}"></form>',
        '<button formaction="{}">',
        '<svg><use href="{}"></use></svg>',
        '<svg><image href="{}"></image></svg>',
        '<a href="#qui" ping="{}">x</a>',
        '<link rel="stylesheet" href="{}">',
        '<link rel="preload" imagesrcset="{} 1x">',
        '<link rel="icon" href="{}">',
        '<link rel="dns-prefetch" href="{}">',
        '<link rel="preconnect" href="{}">',
        '<script src="{}"></script>',
        '<table background="{}"></table>',
        '<meta http-equiv="refresh" content="0; url={}">',
    ],
)
def test_whatever_a_browser_fetches_by_itself_is_ours(markup: str) -> None:
    for address in (FOREIGN, "//fonts.example/x"):
        (words,) = refused(GOOD.format("\n" + markup.format(address)))
        assert address in words
        assert "line 2" in words or "refresh" in markup


def test_links_and_alternates_may_lead_anywhere() -> None:
    assert refused(GOOD.format(f'<a href="{FOREIGN}">x</a><link rel="license" href="{FOREIGN}">')) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<p onclick="x()">a</p>',
        "<p ONCLICK = x>a</p>",
        '<img alt=""onerror="x()">',
        '<p style="color:red">a</p>',
        "<style>p{}</style>",
        "<script>x()</script>",
        '<script type="module">x()</script>',
        '<base target="_top">',
    ],
)
def test_no_code_stands_in_a_page(markup: str) -> None:
    assert len(refused(GOOD.format(markup))) == 1


def test_data_for_machines_may() -> None:
    assert (
        refused(GOOD.format('<script type="application/ld+json">{"name":"on = x"}</script> once = one')) == []
    )


@pytest.mark.parametrize(
    ("type", "text"),
    [
        ("text/css", "a{{}}\nb{{background:url({})}}"), ("text/css", '\n@import "{}";'),
        ("text/css", "\np{{src: url( '{}' )}}"), ("text/javascript", '\nfetch("{}")'),
        ("text/javascript", "\nimport('{}')"), ("text/javascript; charset=utf-8", "\nnew WebSocket(`{}`)"),
        ("image/svg+xml", '<svg>\n<image href="{}"/></svg>'),
    ],
)  # fmt: skip
def test_files_name_no_other_host(type: str, text: str) -> None:
    for address in (FOREIGN, "//fonts.example/x"):
        entry = Entry(sha256="", size=0, type=type, fingerprint="")
        more = given({}, files={"static/x": text.format(address).encode()})
        more.entries["static/x"] = entry  # type: ignore[index]
        (problem,) = check_files(more)
        assert "/static/x: line 2 names" in problem.words
        assert address in problem.words


def test_names_of_formats_and_own_addresses_are_no_hosts() -> None:
    assert find_origins(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml") == []
    own = given({}, files={"static/x": f"url({ORIGIN}/a.png)".encode()})
    own.entries["static/x"] = Entry(sha256="", size=0, type="text/css", fingerprint="")  # type: ignore[index]
    assert list(check_files(own)) == []


def test_a_share_picture_may_come_later_but_has_to_be_the_page_s_own() -> None:
    page = GOOD.format("").replace("<title>", '<meta property="og:image" content="{}"><title>')
    assert refused(page.format(FOREIGN)) != []
    assert refused(page.format(f"{ORIGIN}/media/share/it/k-0.jpg")) != []
