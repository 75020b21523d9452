"""The check refuses what is not fit for the public, and names page and field."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from frontend.inputs import MissingInput
from site_content.documents.page import PageDocument
from static_build.check import check, check_pages, facts_of_reused, leaks
from static_build.errors import CheckFailed
from static_build.facts import extract_facts
from static_build.manifest import Entry, Manifest
from static_build.outputs import plan
from static_build.outputs.output import HTML, Output
from static_build.release import Store

ORIGIN = "https://ponte.example"
GOOD = (
    '<html lang="it"><head><title>Titolo</title>'
    '<link rel="alternate" hreflang="it" href="/it/"><link rel="alternate" hreflang="zh-Hans" href="/zh-hans/">'
    '<link rel="stylesheet" href="/static/site.css"></head><body><h2 id="qui">Qui</h2>{}</body></html>'
)


def problems(it: str = GOOD.format(""), zh: str = GOOD.format(""), **more: str) -> list[str]:
    """What the check says of a site of two pages and a stylesheet."""
    pages = {"it/index.html": it, "zh-hans/index.html": zh, **more}
    outputs = {path: Output(path=path, type=HTML, input=made(path)) for path in pages}
    entries = {
        path: Entry(sha256="", size=0, type=HTML, fingerprint="") for path in [*pages, "static/site.css"]
    }
    facts = {path: extract_facts(html.encode()) for path, html in pages.items()}
    return list(check_pages(outputs, entries, facts, ORIGIN))


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
    outputs = {
        "it/index.html": Output(path="it/index.html", type=HTML, input=None, sources=("a@it", "picture:3"))
    }
    site: Any = SimpleNamespace(allowed={"a@it"}, public_url=ORIGIN)
    assert list(leaks(site, outputs)) == [
        "/it/index.html: shows picture:3, which may not be public. Report this: it is a fault of Ponte."
    ]
    with pytest.raises(CheckFailed, match="1 problems, nothing was released"):
        check(site, outputs, {}, {})


def test_two_outputs_at_one_path_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (Output(path="it/x.html", type=HTML, input=made(name)) for name in ("uno", "due"))
    family = SimpleNamespace(plan=lambda site, frames: iter([first, second]))
    monkeypatch.setattr("static_build.outputs._FAMILIES", [family])
    monkeypatch.setattr("static_build.outputs.make_frames", lambda site: {"it": None})
    with pytest.raises(
        CheckFailed, match=r"/it/x\.html: “Pagina due” and “Pagina uno” have the same address"
    ):
        plan(None)  # type: ignore[arg-type]


def test_an_output_planned_twice_alike_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    output = Output(path="404.html", type=HTML, input=MissingInput(frames=()))
    family = SimpleNamespace(plan=lambda site, frames: iter([output, output]))
    monkeypatch.setattr("static_build.outputs._FAMILIES", [family])
    monkeypatch.setattr("static_build.outputs.make_frames", lambda site: {"it": None})
    assert plan(None) == {"404.html": output}  # type: ignore[arg-type]


def test_many_problems_are_counted_and_the_first_shown() -> None:
    error = CheckFailed([f"problem {number}" for number in range(30)])
    assert "30 problems" in str(error)
    assert "problem 19\n… and 10 more" in str(error)


def test_pages_not_rendered_are_read_again_when_something_went_away(tmp_path: Any) -> None:
    store = Store(tmp_path)
    store.prepare()

    def entry(html: str) -> Entry:
        digest, size = store.put(html.encode())
        return Entry(sha256=digest, size=size, type=HTML, fingerprint="")

    old, new = GOOD.format(""), GOOD.format("").replace('id="qui"', "")
    kept = {"it/index.html": entry(GOOD.format('<a href="/zh-hans/#qui">x</a>'))}
    parent = Manifest(outputs=kept | {"zh-hans/index.html": entry(old)})
    same = kept | {"zh-hans/index.html": entry(GOOD.format("<p>più</p>"))}
    changed = kept | {"zh-hans/index.html": entry(new)}
    for entries, read in ((same, False), (changed, True), (kept, True)):
        rendered = {
            path: extract_facts(store.read(each.sha256))
            for path, each in entries.items()
            if path != "it/index.html"
        }
        assert ("it/index.html" in facts_of_reused(entries, rendered, parent, store)) is read
