"""Rich text on its way out: links only to what is public, only the editor's tags, facts filled in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from site_content.converters.richtext import clean_html, fill_facts, plain_text
from site_content.rich_text import TAGS


def resolve(kind: str, number: int) -> str | None:
    """Page 1 and document 2 are public; nothing else is."""
    return {("page", 1): "/it/news/x/", ("document", 2): "/media/files/a/b.pdf"}.get((kind, number))


def clean(html: str, **facts: str) -> str:
    return clean_html(html, resolve=resolve, facts=facts)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ('<a linktype="page" id="1">qui</a>', '<a href="/it/news/x/">qui</a>'),
        ('<a id="2" linktype="document">qui</a>', '<a href="/media/files/a/b.pdf">qui</a>'),
        ('<a linktype="page" id="9">qui</a>', "qui"),
        ('<a linktype="page" id="1x">qui</a>', "qui"),
        ('<a linktype="page">qui</a>', "qui"),
        ('<a linktype="embed" id="1">qui</a>', "qui"),
        ('<A LINKTYPE="page" ID="9" href="/it/private/">qui</A>', '<a href="/it/private/">qui</a>'),
        ('<a href="https://example.org/">fuori</a>', '<a href="https://example.org/">fuori</a>'),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="/x/" onclick="y()" style="z" target="_blank">x</a>', '<a href="/x/">x</a>'),
    ],
)
def test_links(stored: str, shown: str) -> None:
    assert clean(stored) == shown


@pytest.mark.parametrize(
    "stored",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        "<style>p{}</style>",
        '<iframe src="https://example.org"></iframe>',
        "<svg><script>alert(1)</script></svg>",
        "<!-- nota interna -->",
        '<embed embedtype="image" id="1" alt="x">',
    ],
)
def test_what_the_editor_cannot_write_is_not_let_through(stored: str) -> None:
    assert clean(f"<p>testo{stored}</p>") == "<p>testo</p>"


def test_what_the_editor_writes_is_kept() -> None:
    html = "<p><b>a</b> <i>b</i> <sup>c</sup> <sub>d</sub><br></p><ul><li>e</li></ul><ol><li>f</li></ol>"
    assert clean(html) == html


def test_facts_are_filled_in_and_cannot_bring_markup() -> None:
    assert (
        clean("<p>Entro {deadline}, {amount}</p>", deadline="<b>oggi</b>")
        == "<p>Entro &lt;b&gt;oggi&lt;/b&gt;, {amount}</p>"
    )
    assert fill_facts("{deadline} {x}", {"deadline": "30"}) == "30 {x}"


def test_text_without_markup_is_escaped() -> None:
    assert clean("a > b") == "a &gt; b"


def test_plain_text_separates_blocks() -> None:
    assert plain_text("<p>uno</p><p>due &amp; tre</p><ul><li>quattro</li></ul>") == "uno due & tre quattro"


PIECES = st.lists(
    st.sampled_from(
        [
            *"<>/\"'= &;a{}",
            "script",
            "<a ",
            'linktype="page"',
            'id="',
            "onload=",
            "</a>",
            "<p>",
            "<!--",
            "]]>",
            "\0",
        ]
    ),
    max_size=30,
).map("".join)


@given(PIECES)
def test_whatever_comes_in_only_known_tags_and_href_come_out(stored: str) -> None:
    tree = LexborHTMLParser(f"<body>{clean(stored)}</body>")
    assert tree.body is not None
    for node in tree.body.css("*"):
        assert node.tag in TAGS | {"body"}
        assert set(node.attributes) <= ({"href"} if node.tag == "a" else set())
