"""Facts are read from a page's bytes, whatever they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from static_build.facts import Facts, extract_facts

PAGE = """<!doctype html><html lang="zh-Hans"><head><title> 标题 </title>
<link rel="alternate" hreflang="it" href="/it/"><link rel="canonical" href="/zh-hans/">
<link rel="stylesheet" href="/static/a.css"><link rel="preload" as="image" imagesrcset="/m/1 1x, /m/2 2x"></head>
<body id="top"><a href="/zh-hans/">a</a><a href="/zh-hans/">b</a><a id="x" href="#top">c</a><a name="y">d</a>
<picture><source srcset="/m/3 480w, /m/4 960w"><img src="/m/5" alt=""></picture><script src="/s.js"></script>
<video src="/v.mp4" poster="/p.jpg"></video></body></html>"""


def test_every_fact_is_found() -> None:
    assert extract_facts(PAGE.encode()) == Facts(
        title="标题",
        lang="zh-Hans",
        links=("/zh-hans/", "#top"),
        loads=("/static/a.css", "/m/1", "/m/2", "/m/3", "/m/4", "/m/5", "/s.js", "/v.mp4", "/p.jpg"),
        ids=("top", "x"),
        alternates=(("it", "/it/"),),
    )


def test_an_empty_page_has_none() -> None:
    assert extract_facts(b"") == Facts("", "", (), (), (), ())


@given(st.binary(max_size=200))
def test_no_bytes_stop_it(data: bytes) -> None:
    extract_facts(data)
