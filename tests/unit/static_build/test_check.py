"""The check refuses what is not fit for the public, and names page and field."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from frontend.inputs import MissingInput
from site_content.documents.page import PageDocument
from static_build import outputs
from static_build.check import Checked, check, check_pages, check_rest, leaks
from static_build.errors import CheckFailed, Problem
from static_build.facts import extract_facts
from static_build.knowledge import Knowledge
from static_build.manifest import Entry
from static_build.outputs import Plan
from static_build.outputs.output import HTML, Output
from static_build.release import Store

ORIGIN = "https://ponte.example"
GOOD = (
    '<html lang="it"><head><title>Titolo</title>'
    '<link rel="alternate" hreflang="it" href="/it/"><link rel="alternate" hreflang="zh-Hans" href="/zh-hans/">'
    '<link rel="stylesheet" href="/static/site.css"></head><body><h2 id="qui">Qui</h2>{}</body></html>'
)


SITE: Any = SimpleNamespace(
    ask=lambda kind, *rest: (
        tuple(outputs.FAMILIES[rest[0]].plan(SITE, *rest[1:])) if kind == "outputs" else ("it",)
    ),
    forget=lambda question: None,
)
"""A site that knows nothing but how to ask its families."""


def given(pages: dict[str, str], *, rest: dict[str, str] | None = None, **more: Any) -> Checked:
    """A release of rendered pages, of `rest` that were not rendered, and of a stylesheet."""
    rest = rest or {}
    every = pages | rest
    entries = {path: entry() for path in [*every, "static/site.css"]}
    facts = {path: extract_facts(html.encode()) for path, html in every.items()}
    values: dict[str, Any] = {
        "outputs": {path: Output(path=path, type=HTML, input=made(path)) for path in every},
        "entries": entries,
        "facts": facts,
        "leads": {href for fact in facts.values() for href in (*fact.links, *dict(fact.alternates).values())},
        "rendered": pages,
        "touched": pages,
        "allowed": frozenset(),
        "origin": ORIGIN,
        "canonical": ORIGIN,
    }
    return Checked(**(values | more))


def entry() -> Entry:
    return Entry(sha256="", size=0, type=HTML, fingerprint="")


def problems(it: str = GOOD.format(""), zh: str = GOOD.format("")) -> list[str]:
    """What the check says of a site of two pages and a stylesheet."""
    return [problem.words for problem in check_pages(given({"it/index.html": it, "zh-hans/index.html": zh}))]


def made(path: str) -> Any:
    document = PageDocument(key="k", locale="it", title=f"Pagina {path}", source_locale="it", kind="")
    return SimpleNamespace(document=document)


def test_a_good_site_has_no_problem() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    "href",
    [
        "/it/",
        "/zh-hans/#qui",
        "#qui",
        f"{ORIGIN}/it/#qui",
        "https://elsewhere.example/x",
        "mailto:a@b.example",
        "./#qui",
    ],
)
def test_links_that_lead_somewhere(href: str) -> None:
    assert problems(GOOD.format(f'<a href="{href}">x</a>')) == []


@pytest.mark.parametrize(
    ("href", "why"),
    [
        ("/it/none/", "leads nowhere"),
        ("/it", "leads nowhere"),
        (f"{ORIGIN}/it/none/", "leads nowhere"),
        ("none/", "leads nowhere"),
        ("/zh-hans/#none", "leads to a place that is not on that page"),
        ("#none", "leads to a place that is not on that page"),
        ("//[", "is no address"),
    ],
)
def test_a_broken_link_or_anchor_is_named_with_its_page(href: str, why: str) -> None:
    found = problems(GOOD.format(f'<a href="{href}">x</a>'))
    assert found == [
        f"/it/index.html (“Pagina it/index.html”): the link {href} {why}. "
        + ("Correct it in the text." if "place" in why else "Correct or remove it in the text.")
    ]


def test_a_page_without_title_or_language_is_named() -> None:
    found = problems(GOOD.format("").replace("Titolo", " ").replace(' lang="it"', ""))
    assert [problem.split(": ", 1)[1] for problem in found] == [
        "the page has no title. Give it one in the field Title.",
        "the page has no lang.",
    ]


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://cdn.example/x.png" alt="">',
        '<img src="/static/site.css" srcset="/static/site.css 1x, //cdn.example/x.png 2x" alt="">',
        '<script src="//cdn.example/x.js"></script>',
        '<link rel="preload" href="https://cdn.example/x.css">',
        '<link rel="preload" as="image" imagesrcset="https://cdn.example/x.png 1x">',
        '<video poster="https://cdn.example/x.png"></video>',
        '<object data="https://cdn.example/x.svg"></object>',
        '<iframe src="http://ponte.example/it/"></iframe>',
    ],
)
def test_what_loads_from_another_host_is_refused(html: str) -> None:
    found = problems(GOOD.format(html))
    assert len(found) == 1
    assert "from another host, which the site never does" in found[0]


def test_what_is_loaded_but_not_released_is_refused() -> None:
    assert (
        "loads /media/x.jpg, which is not part of the release"
        in problems(GOOD.format('<img src="/media/x.jpg">'))[0]
    )


def test_an_alternate_without_its_return_link_is_refused() -> None:
    alone = GOOD.format("").replace('<link rel="alternate" hreflang="it" href="/it/">', "")
    found = problems(zh=alone)
    assert any(
        "hreflang zh-Hans leads to /zh-hans/, which does not name the same languages" in each
        for each in found
    )


def test_an_alternate_to_what_is_not_released_is_refused() -> None:
    gone = GOOD.format("").replace('href="/zh-hans/"', 'href="/fr/"')
    assert any(
        "hreflang zh-Hans leads to /fr/, which is not part of the release" in each for each in problems(gone)
    )


def test_a_token_that_is_not_allowed_is_a_leak() -> None:
    shown = Output(
        path="it/index.html", type=HTML, input=made("it/index.html"), sources=("a@it", "picture:3")
    )
    release = given(
        {}, outputs={"it/index.html": shown}, touched=["it/index.html"], allowed=frozenset({"a@it"})
    )
    (leak,) = leaks(release)
    assert leak.words.startswith(
        "/it/index.html (“Pagina it/index.html”): shows picture:3, which may not be public."
    )
    assert (leak.path, leak.key, leak.locale) == ("/it/index.html", "k", "it")
    with pytest.raises(CheckFailed, match="1 problems, nothing was released"):
        check(release)


def test_a_page_that_was_not_rendered_is_asked_only_for_what_is_gone() -> None:
    old = GOOD.format('<a href="/it/gone/">x</a> <a href="/zh-hans/#qui">y</a> <a href="/it/never/">z</a>')
    page = {"zh-hans/index.html": GOOD.format("")}
    found = list(check_rest(given(page, rest={"it/index.html": old}, gone=["it/gone/index.html"])))
    assert [problem.words for problem in found] == [
        (
            "/it/index.html (“Pagina it/index.html”): the link /it/gone/ leads nowhere. "
            "Correct or remove it in the text."
        )
    ]


def test_a_lost_anchor_is_found_in_pages_that_were_not_rendered() -> None:
    old = GOOD.format('<a href="/zh-hans/#qui">y</a>')
    without = {"zh-hans/index.html": GOOD.format("").replace('id="qui"', "")}
    found = list(check_rest(given(without, rest={"it/index.html": old})))
    assert "the link /zh-hans/#qui leads nowhere" in found[0].words


def test_facts_of_a_page_that_is_gone_are_no_problem() -> None:
    old = extract_facts(GOOD.format('<a href="/it/also-gone/">x</a>').encode())
    release = given(
        {"it/index.html": GOOD.format("")}, gone=["it/gone/index.html", "it/also-gone/index.html"]
    )
    release.facts["it/gone/index.html"] = old  # type: ignore[index]
    assert list(check_rest(release)) == []


@pytest.fixture
def two_families(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Plans of two families with one output each, as given."""

    def make(one: Output, other: Output) -> Plan:
        for number, output in enumerate((one, other)):
            family = SimpleNamespace(
                subjects=lambda site: {()}, plan=lambda site, output=output: iter([output])
            )
            families[f"family {number}"] = family
        return Plan(SITE, "code")

    families: dict[str, Any] = {}
    monkeypatch.setattr("static_build.outputs.FAMILIES", families)
    return make


def test_two_outputs_at_one_path_are_refused_by_name(two_families: Any) -> None:
    first, second = (Output(path="it/x.html", type=HTML, input=made(name)) for name in ("uno", "due"))
    with pytest.raises(
        CheckFailed, match=r"/it/x\.html: “Pagina uno” and “Pagina due” have the same address"
    ) as caught:
        two_families(first, second)
    assert caught.value.problems[0].key == "k"


def test_outputs_at_two_paths_are_planned(two_families: Any) -> None:
    first, second = (
        Output(path=name, type=HTML, input=MissingInput(frames=())) for name in ("404.html", "x")
    )
    assert two_families(first, second).outputs == {"404.html": first, "x": second}


def test_many_problems_are_counted_and_the_first_shown() -> None:
    error = CheckFailed([Problem(f"problem {number}") for number in range(30)])
    assert "30 problems" in str(error)
    assert "problem 19\n… and 10 more" in str(error)


def test_pages_that_may_lead_to_what_is_gone_are_read_again(tmp_path: Any) -> None:
    store = Store(tmp_path)
    store.prepare()

    def put(html: str) -> Entry:
        digest, size = store.put(html.encode())
        return Entry(sha256=digest, size=size, type=HTML, fingerprint="")

    entries = {
        "it/index.html": put(GOOD.format('<a href="/it/gone/">x</a>')),
        "it/anchor/index.html": put(GOOD.format('<a href="/zh-hans/#qui">x</a>')),
        "it/other/index.html": put(
            GOOD.format('<a href="/it/stays/">x</a>').replace('href="/zh-hans/"', 'href="/"')
        ),
        "zh-hans/index.html": put(GOOD.format("")),
    }
    knowledge = Knowledge(store)
    knowledge.learn_suspects(["it/gone/index.html"], ["zh-hans/index.html"], entries)
    assert knowledge.facts.keys() == {"it/index.html", "it/anchor/index.html"}


def test_a_page_rendered_again_tells_whether_it_lost_an_anchor(tmp_path: Any) -> None:
    store = Store(tmp_path)
    store.prepare()
    digest, size = store.put(GOOD.format("").encode())
    before = Entry(sha256=digest, size=size, type=HTML, fingerprint="")
    for html, lost in ((GOOD.format("<p>più</p>"), False), (GOOD.format("").replace('id="qui"', ""), True)):
        knowledge = Knowledge(store)
        knowledge.take("zh-hans/index.html", extract_facts(html.encode()), before)
        assert knowledge.lost_anchors is lost
