"""The table of redirects: which old addresses may stand in it, where each leads, and what hosts and readers get."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from frontend.inputs import RedirectInput
from frontend.render import render
from static_build.facts import extract_facts
from static_build.outputs.redirects import plan
from static_build.redirects import Fault, Row, fault_of, folder_of, judge
from static_build.serve import PublicSite
from static_build.site import Redirect
from tests.unit.frontend.markup import Page

ORIGIN = "https://ponte.example"
PATHS = {1: "/it/", 2: "/it/news/", 3: "/it/news/x/", 4: "/zh-hans/news/x/"}


def table(*rows: Row) -> dict[str, str]:
    """Old address to new, as judged."""
    return {each.old: each.new for each in judge(rows, PATHS, set(PATHS.values()), origin=ORIGIN)}


def test_an_old_address_leads_to_the_page_where_it_is_now() -> None:
    assert table(Row("/it/news/old", 3), Row("/zh-hans/news/old", 4)) == {
        "/it/news/old/": "/it/news/x/",
        "/zh-hans/news/old/": "/zh-hans/news/x/",
    }


def test_a_page_that_is_public_is_no_old_address() -> None:
    assert table(Row("/it/news", 3), Row("/it/news/x", 4), Row("/it", 3)) == {}


def test_nothing_leads_to_what_is_not_public() -> None:
    links = (
        "/it/none/",
        f"{ORIGIN}/it/none",
        "ftp://host/x",
        "javascript:alert(1)",
        "//host/x",
        "",
        "http://[",
    )
    assert table(Row("/it/a", 99), *(Row(f"/it/a{n}", link=link) for n, link in enumerate(links))) == {}


@pytest.mark.parametrize(
    ("link", "new"),
    [
        ("https://elsewhere.example/x?y=1#z", "https://elsewhere.example/x?y=1#z"),
        ("https://elsewhere.example/città", "https://elsewhere.example/citt%C3%A0"),
        (f"{ORIGIN}/it/news/x", "/it/news/x/"),
        ("HTTPS://PONTE.example/it/news/x/", "/it/news/x/"),
        ("/it/news/x/index.html", "/it/news/x/"),
        ("/it/news/x/#parte", "/it/news/x/#parte"),
    ],
)
def test_a_link_of_an_editor(link: str, new: str) -> None:
    assert table(Row("/it/a", link=link)) == {"/it/a/": new}


def test_chains_are_shortened() -> None:
    rows = (Row("/it/a", link="/it/b"), Row("/it/b", link="/it/c#parte"), Row("/it/c", 3))
    assert table(*rows) == {
        "/it/a/": "/it/news/x/#parte",
        "/it/b/": "/it/news/x/#parte",
        "/it/c/": "/it/news/x/",
    }
    assert table(Row("/it/a", link="/it/b"), Row("/it/b", link="https://e.example/")) == {
        "/it/a/": "https://e.example/",
        "/it/b/": "https://e.example/",
    }


def test_loops_are_left_out_with_all_that_lead_into_them() -> None:
    rows = (Row("/it/a", link="/it/b"), Row("/it/b", link="/it/a"), Row("/it/c", link="/it/a"))
    assert table(*rows, Row("/it/self", link="/it/self/"), Row("/it/good", 3)) == {"/it/good/": "/it/news/x/"}


def test_the_later_row_counts_where_it_may_leave() -> None:
    assert table(Row("/it/a", 2), Row("/it/a", 3)) == {"/it/a/": "/it/news/x/"}
    assert table(Row("/it/a", 2), Row("/it/a", 99)) == {"/it/a/": "/it/news/"}


@pytest.mark.parametrize(
    ("old", "fault"),
    [
        ("/it/news/old", None),
        ("/it/notizie/città", None),
        ("/vecchio/pagina.html", None),
        ("/it/news/2019/titolo", None),
        ("/it/x?id=1", Fault.QUERY),
        ("/it/x y", Fault.CHARACTERS),
        ("/it/*", Fault.CHARACTERS),
        ("/it/:x", Fault.CHARACTERS),
        ("/it/../x", Fault.CHARACTERS),
        ("/it//x", Fault.CHARACTERS),
        ("/.well-known/x", Fault.CHARACTERS),
        ("/it/%00", Fault.CHARACTERS),
        ("/it/\0", Fault.CHARACTERS),
        ("/it/<x>", Fault.CHARACTERS),
        ("/it/" + "à" * 101, Fault.CHARACTERS),
        ("/", Fault.RESERVED),
        ("/index.html", Fault.RESERVED),
        ("/static/site.css", Fault.RESERVED),
        ("/media/x", Fault.RESERVED),
        ("/it/feeds/x", Fault.RESERVED),
        ("/zh-hans/404.html", Fault.RESERVED),
        ("/404", Fault.RESERVED),
        ("/robots.txt", Fault.RESERVED),
        ("/sitemap.xml", Fault.RESERVED),
        ("/_redirects", Fault.RESERVED),
        ("/it/news/2025/1", Fault.RESERVED),
    ],
)
def test_what_can_be_an_old_address(old: str, fault: Fault | None) -> None:
    assert fault_of(folder_of(old)) is fault
    assert table(Row(old, 3)) == ({folder_of(old): "/it/news/x/"} if fault is None else {})


@pytest.mark.parametrize("old", ["/it/404", "/it/feeds/x", "/it/news/2025/1", "/it/7", "/it/a-7", "/it/x1/y"])
def test_the_short_cut_for_ordinary_addresses_takes_none_that_has_a_fault(old: str) -> None:
    assert bool(table(Row(old, 3))) is (fault_of(f"{old}/") is None)


def outputs(*redirects: Redirect) -> dict[str, Any]:
    """What is planned for these, by path."""
    content = SimpleNamespace(canonical_url="")
    site: Any = SimpleNamespace(ask=lambda question: redirects, content=content, public_url=ORIGIN)
    return {each.path: each for each in plan(site)}


def test_each_redirect_is_a_page_and_a_line_of_the_table() -> None:
    found = outputs(
        Redirect("/it/città/", "/zh-hans/news/x/"),
        Redirect("/it/old/", "https://elsewhere.example/x", permanent=False),
    )
    assert found.keys() == {"it/città/index.html", "it/old/index.html", "_redirects"}
    assert render(found["_redirects"].input).decode() == (
        "/it/citt%C3%A0/ /zh-hans/news/x/ 301!\n/it/old/ https://elsewhere.example/x 302!\n"
    )
    assert [found[path].input.locale for path in ("it/città/index.html", "it/old/index.html")] == [
        "zh-hans",
        "it",
    ]


def test_where_nothing_has_moved_there_is_no_table() -> None:
    assert outputs() == {}


def test_the_page_at_an_old_address_leads_on_without_script_or_style() -> None:
    html = render(RedirectInput(locale="zh-hans", canonical_url=ORIGIN, goal="/zh-hans/news/x/")).decode()
    assert '<meta http-equiv="refresh" content="0; url=/zh-hans/news/x/">' in html
    assert f'<link rel="canonical" href="{ORIGIN}/zh-hans/news/x/">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert "default-src 'none'" in html
    page = Page(html.encode())
    assert (page.problems, page.headings) == ([], [1])
    facts = extract_facts(html.encode())
    assert (facts.lang, facts.links, facts.loads) == ("zh-Hans", ("/zh-hans/news/x/",), ())
    assert facts.title


def test_an_address_cannot_break_out_of_the_page() -> None:
    html = render(
        RedirectInput(locale="it", canonical_url=ORIGIN, goal='https://e.example/"><script>x</script>')
    ).decode()
    assert "<script" not in html


def test_ten_thousand_redirects_are_judged_and_planned_in_a_moment() -> None:
    rows = [Row(f"/it/news/old-page-number-{number}", 3) for number in range(10_000)]
    best = min(_seconds(rows) for _ in range(3))
    assert best < 0.25, f"{best:.3f} s"


def _seconds(rows: list[Row]) -> float:
    start = time.process_time()
    outputs(*judge(rows, PATHS, set(PATHS.values()), origin=ORIGIN))
    return time.process_time() - start


def test_the_served_site_answers_by_the_table_of_each_release(tmp_path: Path) -> None:
    def answer(path: str) -> tuple[str, str]:
        seen: list[Any] = []
        list(site({"REQUEST_METHOD": "GET", "PATH_INFO": path}, lambda *said: seen.extend(said)))
        return seen[0], dict(seen[1]).get("Location", "")

    root = tmp_path / "trees/a"
    root.mkdir(parents=True)
    (tmp_path / "current").symlink_to("trees/a")
    site = PublicSite(tmp_path)
    assert answer("/it/citt\xc3\xa0/")[0] == "404 Not Found"
    given = outputs(Redirect("/it/città/", "/it/x/#più"), Redirect("/it/old/", "https://e.example/", False))
    (root / "_redirects").write_bytes(render(given["_redirects"].input))
    assert answer("/it/citt\xc3\xa0/") == ("301 Moved Permanently", "/it/x/#pi%C3%B9")
    assert answer("/it/old") == ("302 Found", "https://e.example/")
    later = (root / "_redirects").stat().st_mtime_ns + 1
    (root / "_redirects").write_text("/it/other/ /it/x/ 301!\n")
    os.utime(root / "_redirects", ns=(later, later))
    assert answer("/it/other/") == ("301 Moved Permanently", "/it/x/")
    assert answer("/it/old")[0] == "404 Not Found"
