"""The JSON-LD of every page of the demonstration, extracted as search engines do and held against what they ask for."""

from __future__ import annotations

import copy
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from extruct.jsonld import JsonLdExtractor

from site_content.languages import LANGUAGES
from tests.site.demo import DemoSite
from tests.site.vocabulary import Node, find_faults, nodes_in, types_of

pytestmark = pytest.mark.demonstration
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')
HOMES = {f"/{locale}/" for locale in LANGUAGES}
"""The only pages without a way to them."""
Graphs = dict[str, list[Node]]


@pytest.fixture(scope="module")
def public(demo_site: DemoSite) -> Path:
    return (demo_site.home / "current").resolve()


@pytest.fixture(scope="module")
def graphs(public: Path) -> Graphs:
    """By the path of each page that is described, its nodes."""
    extractor, found = JsonLdExtractor(), {}
    for path in sorted(public.rglob("*.html")):
        graph = extractor.extract(path.read_text("utf-8"))
        if graph:
            (only,) = graph
            assert only["@context"] == "https://schema.org"
            found[f"/{path.parent.relative_to(public).as_posix()}/"] = only["@graph"]
    return found


@pytest.fixture(scope="module")
def documents(public: Path) -> dict[str, Node]:
    """By path, the document that a page shows."""
    answers = (json.loads(path.read_bytes()) for path in public.glob("api/documents/v1/*/*/*-*-*-*-*.json"))
    return {
        answer["document"]["path"]: answer["document"] for answer in answers if answer["document"].get("path")
    }


def main_of(graph: list[Node]) -> Node | None:
    """The node of what the page is about."""
    return next((node for node in graph if str(node.get("@id", "")).endswith("#main")), None)


def test_no_node_of_any_page_has_a_fault(graphs: Graphs) -> None:
    faults, counted = [], 0
    for path, graph in graphs.items():
        for node in nodes_in(graph):
            counted += 1
            is_own = any(node is each for each in graph) and path not in HOMES
            faults += [(path, node["@type"], fault) for fault in find_faults(node, is_main=is_own)]
    assert faults == []
    assert counted > 5000
    assert len(graphs) > 500


@pytest.mark.parametrize(
    ("type", "name", "value"),
    [
        ("Event", "startDate", "2026-11-22T09:00"),
        ("Event", "startDate", None),
        ("Event", "eventStatus", "https://schema.org/EventOver"),
        ("Event", "location", None),
        ("Event", "location", []),
        ("Event", "previousStartDate", ["2026-01-01T09:00+01:00"]),
        ("NewsArticle", "datePublished", None),
        ("NewsArticle", "datePublished", "2026-11-22T09:00:00"),
        ("NewsArticle", "image", "/media/x.jpg"),
        ("Grant", "funder", None),
        ("Grant", "deadline", "2026-11-22"),
        ("Offer", "itemOffered", None),
        ("EducationalOccupationalProgram", "hasCourse", None),
        ("Report", "inLanguage", ["cinese"]),
        ("WebSite", "name", None),
        ("BreadcrumbList", "itemListElement", []),
    ],
)
def test_a_fault_is_found(graphs: Graphs, type: str, name: str, value: Any) -> None:
    """Else the test before could not fail."""
    node = next(each for graph in graphs.values() for each in graph if type in types_of(each))
    broken = copy.deepcopy(node)
    broken.pop(name, None)
    if value is not None:
        broken[name] = value
    assert list(find_faults(node, is_main=True)) == []
    assert list(find_faults(broken, is_main=True)) != []


def test_every_page_that_is_indexed_is_described_under_its_own_address(public: Path, graphs: Graphs) -> None:
    undescribed = set()
    for path in public.rglob("index.html"):
        html = path.read_text("utf-8")
        place = f"/{path.parent.relative_to(public).as_posix()}/"
        canonical = CANONICAL.search(html)
        if place in graphs:
            assert (
                graphs[place][0]["url"] == (canonical[1] if canonical else "") or 'content="noindex"' in html
            )
        elif canonical and 'http-equiv="refresh"' not in html:
            undescribed.add(place)
    assert undescribed == {"/./", *(f"/{locale}/feeds/" for locale in LANGUAGES)}


def test_identifiers_are_of_one_thing_and_references_find_theirs(graphs: Graphs) -> None:
    for path, graph in graphs.items():
        own = [node["@id"] for node in graph if "@id" in node]
        assert len(set(own)) == len(own), path
        for name in ("breadcrumb", "mainEntity"):
            if name in graph[0]:
                assert graph[0][name]["@id"] in own, (path, name)
        if (main := main_of(graph)) is not None:
            assert main["mainEntityOfPage"]["@id"] == graph[0]["@id"]


def test_originals_and_translations_name_each_other(graphs: Graphs) -> None:
    works = {node["@id"]: node for graph in graphs.values() for node in graph if "@id" in node}
    originals = translations = 0
    for name, node in works.items():
        if "translationOfWork" in node:
            translations += 1
            original = works[node["translationOfWork"]["@id"]]
            assert name in [each["@id"] for each in original["workTranslation"]]
            assert node["translationOfWork"]["inLanguage"] in original["inLanguage"]
        for each in node.get("workTranslation", ()):
            originals += 1
            assert works[each["@id"]]["translationOfWork"]["@id"] == name
            assert each["inLanguage"] in works[each["@id"]]["inLanguage"]
    assert originals == translations
    assert originals > 100
    pages = (node for node in works.values() if "breadcrumb" in node and "workTranslation" in node)
    languages = {node["inLanguage"] for node in pages}
    assert languages == {language.tag for language in LANGUAGES.values()}


def test_what_an_event_says_is_what_its_document_says(graphs: Graphs, documents: dict[str, Node]) -> None:
    counted = 0
    for path, document in documents.items():
        if document["type"] != "event":
            continue
        counted += 1
        node = main_of(graphs[path])
        assert node is not None
        for name, field in (("startDate", "starts"), ("endDate", "ends")):
            moment = datetime.fromisoformat(document[field]["at"])
            assert datetime.fromisoformat(node[name]) == moment
            zone = ZoneInfo(document[field]["zone"])
            assert datetime.fromisoformat(node[name]).utcoffset() == moment.astimezone(zone).utcoffset()
        clocks = {each["scheduleTimezone"] for each in node["eventSchedule"]}
        assert {"Europe/Rome", "Asia/Shanghai"} <= clocks
        for each in node["eventSchedule"]:
            told = datetime.fromisoformat(f"{each['startDate']}T{each['startTime']}")
            assert told.replace(tzinfo=ZoneInfo(each["scheduleTimezone"])) == datetime.fromisoformat(
                node["startDate"]
            )
    assert counted > 20


def test_what_a_call_says_is_what_its_document_says(graphs: Graphs, documents: dict[str, Node]) -> None:
    calls = {path: each for path, each in documents.items() if each["type"] == "call"}
    for path, document in calls.items():
        node = main_of(graphs[path])
        assert node is not None
        assert node["identifier"] == document["identifier"]
        deadlines = [
            datetime.fromisoformat(side["deadline"]["at"])
            for side in document["sides"]
            if side.get("deadline")
        ]
        ends = [
            datetime.fromisoformat(each["endTime"]) for each in node["potentialAction"] if "endTime" in each
        ]
        assert ends == deadlines
        amounts = [(side["amount"]["currency"]) for side in document["sides"] if side.get("amount")]
        assert [each["currency"] for each in node.get("amount", ())] == amounts
        assert ("MonetaryGrant" in types_of(node)) == bool(amounts)
    assert len(calls) > 20


def test_series_and_their_events_name_each_other(graphs: Graphs) -> None:
    mains = {node["@id"]: node for graph in graphs.values() if (node := main_of(graph))}
    series = [node for node in mains.values() if "EventSeries" in types_of(node)]
    assert len(series) == 2
    for node in series:
        parts = [each["@id"] for each in node["subEvent"] if "@id" in each]
        assert parts
        for part in parts:
            assert [each["@id"] for each in mains[part]["superEvent"]] == [node["@id"]]


def test_breadcrumbs_lead_from_the_home_page_to_the_page(graphs: Graphs, public: Path) -> None:
    for path, graph in graphs.items():
        lists = [node for node in graph if "BreadcrumbList" in types_of(node)]
        assert len(lists) == (path not in HOMES), path
        for each in lists:
            steps = [urlsplit(item["item"]).path for item in each["itemListElement"]]
            assert steps[0].strip("/") in LANGUAGES
            assert steps[-1] == urlsplit(graph[0]["url"]).path
            assert all((public / step.strip("/") / "index.html").is_file() for step in steps)
            assert steps == sorted(steps, key=len), path
