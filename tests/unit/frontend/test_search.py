"""The search page and the box of every page, as bytes: what they need without a script, and what they hand to theirs."""

from __future__ import annotations

import html
import json
import re
import zlib

import msgspec
import pytest

from frontend import assets as module
from frontend.assets import assets
from frontend.inputs import SearchInput
from frontend.policy import origin_of, policy_of
from frontend.render import render
from frontend.search_words import encode_box_words, encode_page_words, list_states
from site_content.documents import TYPES
from site_content.languages import LANGUAGES
from static_build.headers import policy_header
from tests.unit.frontend.lists import localised_inputs
from tests.unit.frontend.markup import Page
from tests.unit.frontend.pieces import LOCALES
from tests.unit.frontend.samples import news, page_input

ENDPOINT = "https://search.example/api/search/v1"
POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]+)"')
WORDS = re.compile(r'data-words="([^"]+)"')
WITHOUT_PAGE = {"office", "partner", "person", "settings", "topic"}


def search_page(locale: str, **more: object) -> str:
    given = localised_inputs(locale)["search"]
    assert isinstance(given, SearchInput)
    framed = msgspec.structs.replace(given, frame=msgspec.structs.replace(given.frame, **more))
    return render(framed).decode()


def policy_in(content: str) -> str:
    (found,) = POLICY.findall(content)
    return html.unescape(found)


@pytest.mark.parametrize("locale", LOCALES)
def test_without_a_script_the_form_is_sent_and_the_page_leads_to_the_lists(locale: str) -> None:
    content = search_page(locale)
    assert f'<form class="search-form" role="search" action="/{locale}/search/" method="get"' in content
    assert re.search(r'<input id="search-q" name="q" type="search" maxlength="128"', content)
    page = Page(content.encode())
    for path in ("calls", "events", "news", "technology", "training"):
        assert f"/{locale}/{path}/" in page.links
    (plain,) = re.findall(r"<p class=\"search-plain\" data-search-plain>([^<]+)</p>", content)
    assert "JavaScript" in plain
    # What only a script can fill is hidden until one does.
    for name in ("found", "filters", "recent", "chips", "suggestion", "more", "empty"):
        (tag,) = re.findall(rf"<[^>]+ data-search-{name}(?: [^>]*)?>", content)
        assert " hidden" in tag


@pytest.mark.parametrize("locale", LOCALES)
def test_no_engine_lists_the_search_page(locale: str) -> None:
    content = search_page(locale)
    assert '<meta name="robots" content="noindex">' in content
    assert 'rel="canonical"' not in content


@pytest.mark.parametrize("locale", LOCALES)
def test_every_page_has_one_box_with_a_label_that_leads_to_the_search_page(locale: str) -> None:
    content = render(page_input(news(locale))).decode()
    assert content.count("data-search-box") == 1
    box = content[content.index("<form") : content.index("</form>")]
    assert f'role="search" action="/{locale}/search/" method="get"' in box
    (label,) = re.findall(r'<label class="visually-hidden" for="site-search">([^<]+)</label>', box)
    assert label
    assert 'id="site-search" name="q" type="search"' in box
    assert '<button type="submit" aria-label="' in box
    assert "data-search-box" not in search_page(locale)


def test_the_page_and_the_header_say_the_same_of_what_may_be_loaded() -> None:
    for url in ("", ENDPOINT, "/api/search/v1"):
        searching = policy_in(search_page("it", search_url=url))
        assert policy_header(url, runs_wasm=True) == f"{searching}; frame-ancestors 'none'"
        given = page_input(news("it"))
        framed = msgspec.structs.replace(given, frame=msgspec.structs.replace(given.frame, search_url=url))
        plain = policy_in(render(framed).decode())
        assert policy_header(url) == f"{plain}; frame-ancestors 'none'"
        assert ("wasm" in searching, "wasm" in plain) == (True, False)


def test_the_policy_names_the_origin_of_the_endpoint_alone() -> None:
    assert origin_of(ENDPOINT) == "https://search.example"
    assert origin_of("/api/search/v1") == origin_of("") == ""
    assert "connect-src 'self' https://search.example;" in policy_of(ENDPOINT)
    assert "connect-src 'self';" in policy_of("/api/search/v1")


@pytest.mark.parametrize("locale", LOCALES)
def test_scripts_are_handed_a_word_for_every_type_and_state(locale: str) -> None:
    words = json.loads(encode_page_words(locale, {"k": "Tema <b>"}))
    assert set(words["type"]) == set(words["types"]) == TYPES.keys() - WITHOUT_PAGE
    states = list_states(locale)
    assert {state for _, state in states} <= set(words["status"])
    assert {type_ for type_, _ in states} == {"call", "event", "programme", "technology"}
    assert (words["locale"], words["topics"]) == (locale, {"k": "Tema <b>"})
    assert set(words["tags"]) == set(LANGUAGES)
    # Plain text with its placeholders: scripts set it as text.
    assert "{q}" in words["nothingFor"]
    assert "{count}" in words["found"][1]
    assert not re.search(r"&\w+;|<", json.dumps({**words, "topics": {}}))


@pytest.mark.parametrize("locale", LOCALES)
def test_words_survive_their_way_through_an_attribute(locale: str) -> None:
    (found,) = WORDS.findall(render(page_input(news(locale))).decode())
    assert html.unescape(found) == encode_box_words(locale)
    assert json.loads(html.unescape(found))["locale"] == locale


@pytest.mark.parametrize("locale", LOCALES)
def test_every_state_that_a_hit_may_have_is_there_to_be_copied(locale: str) -> None:
    content = search_page(locale)
    templates = re.findall(
        r'<template data-state-of="(\w+) (\w+)">\s*<span class="state" data-state="(\w+)"[^>]*>', content
    )
    assert [(type_, state) for type_, state, _ in templates] == list_states(locale)
    assert all(state == shown for _, state, shown in templates)
    assert content.count('<template data-state-of="call open">') == 1


def test_a_script_names_what_it_loads_later_by_its_content() -> None:
    static = assets()["search/static.js"].path.rpartition("/")[2]
    page = assets()["search/page.js"].content.decode()
    assert re.findall(r"[\"']\./([^\"']+)[\"']", page) == [static]
    assert re.findall(r"[\"']\./([^\"']+)[\"']", assets()["search/static.js"].content.decode()) == []


def test_a_module_that_changes_changes_the_names_of_those_that_need_it(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "search"
    folder.mkdir()
    (folder / "a.js").write_text('import { x } from "./b.js";\nx(() => import("./d.js"));\n')
    (folder / "b.js").write_text("export const x = () => 1;\n")
    (folder / "c.js").write_text("// alone\nexport const y = 1;\n")
    (folder / "d.js").write_text("export const later = 1;\n")
    monkeypatch.setattr(module, "FRONTEND", tmp_path)
    entries = ("search/d.js", "search/a.js", "search/c.js")
    for changing, changed in (("b.js", {"search/a.js"}), ("d.js", {"search/a.js", "search/d.js"})):
        before = module._name_modules(entries)
        assert b"alone" not in before["search/c.js"].content
        (folder / changing).write_text("export const x = () => 2;\n")
        after = module._name_modules(entries)
        assert {name for name in before if before[name].path != after[name].path} == changed


def test_scripts_of_the_search_use_no_markup_and_no_other_host() -> None:
    for path in sorted((module.FRONTEND / "search").glob("*.js")):
        code = path.read_text("utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", code
        ), path.name
        assert not re.search(r"[\"'`](?:https?:)?//", code), path.name


def test_what_every_page_loads_stays_small() -> None:
    assert len(zlib.compress(assets()["site.css"].content, 9)) < 20_000
    lazy = (module.FRONTEND / "scripts" / "search.js").read_text("utf-8")
    assert len(module._strip_script(lazy)) < 1_000
