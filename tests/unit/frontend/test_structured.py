"""JSON-LD: every page says what it is, in words that schema.org knows, and nothing in it can end its element."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from extruct.jsonld import JsonLdExtractor
from msgspec.structs import replace

from frontend.inputs import Input
from frontend.render import render
from site_content.documents.event import EventDates
from site_content.documents.values import Crumb
from tests.unit.frontend.bases import BEIJING, ROME
from tests.unit.frontend.dated import call, event, programme
from tests.unit.frontend.lists import home, localised_inputs
from tests.unit.frontend.pieces import LOCALES, ORIGIN, euro, moment
from tests.unit.frontend.samples import news, page_input, technology

PAGES = [
    (locale, name, one)
    for locale in LOCALES
    for name, one in localised_inputs(locale).items()
    if hasattr(one, "document")
]
ENTITIES = {
    "call": {"Grant", "MonetaryGrant"},
    "event": {"Event"},
    "news": {"NewsArticle"},
    "programme": {"EducationalOccupationalProgram"},
    "technology": {"Offer"},
    "service": {"Service"},
    "publication": {"Report"},
}


def nodes(given: Input) -> list[dict[str, Any]]:
    """The graph of a page, as an extractor finds it in the HTML."""
    (found,) = JsonLdExtractor().extract(render(given).decode())
    assert found["@context"] == "https://schema.org"
    graph: list[dict[str, Any]] = found["@graph"]
    return graph


def types_of(node: dict[str, Any]) -> set[str]:
    return {node["@type"]} if isinstance(node["@type"], str) else set(node["@type"])


def node_of(given: Input, type: str) -> dict[str, Any]:
    """The one node of a type."""
    (found,) = (node for node in nodes(given) if type in types_of(node))
    return found


@pytest.mark.parametrize(("locale", "name", "given"), PAGES, ids=[f"{one[0]}-{one[1]}" for one in PAGES])
def test_every_page_describes_itself_in_its_language(locale: str, name: str, given: Any) -> None:
    graph = nodes(given)
    page = graph[0]
    assert page["url"].startswith(f"{ORIGIN}/{locale}/")
    assert page["inLanguage"] == {"it": "it", "zh-hans": "zh-Hans"}[locale]
    assert page["publisher"]["@type"] == "Organization"
    ids = [node["@id"] for node in graph]
    assert len(ids) == len(set(ids))
    kind = type(given.document).__struct_config__.tag
    if type(given).__name__ == "PageInput" and kind in ENTITIES:
        (thing,) = (node for node in graph if node["@id"] == page["mainEntity"]["@id"])
        assert types_of(thing) == ENTITIES[kind]
        assert thing["name"] == given.document.title


def test_crumbs_lead_to_the_page() -> None:
    crumbs = node_of(page_input(event("it")), "BreadcrumbList")["itemListElement"]
    assert [step["position"] for step in crumbs] == [1, 2, 3]
    assert crumbs[1] == {
        "@type": "ListItem",
        "position": 2,
        "name": "Eventi",
        "item": f"{ORIGIN}/it/events/",
    }
    assert crumbs[2]["item"] == f"{ORIGIN}/it/events/week/"


def test_an_event_has_one_moment_on_both_clocks() -> None:
    starts, ends = moment("2027-03-28T09:00", BEIJING), moment("2027-03-28T11:30", BEIJING)
    found = node_of(page_input(event("it", starts=starts, ends=ends)), "Event")
    assert found["startDate"] == "2027-03-28T09:00+08:00"
    assert found["endDate"] == "2027-03-28T11:30+08:00"
    clocks = {one["scheduleTimezone"]: (one["startTime"], one["endTime"]) for one in found["eventSchedule"]}
    # In Rome the clock was put forward between the two at 02:00.
    assert clocks == {BEIJING: ("09:00:00", "11:30:00"), ROME: ("03:00:00", "05:30:00")}


@pytest.mark.parametrize(
    ("status", "moved", "expected"),
    [
        ("scheduled", False, "EventScheduled"),
        ("cancelled", False, "EventCancelled"),
        ("postponed", False, "EventPostponed"),
        ("postponed", True, "EventRescheduled"),
    ],
)
def test_an_event_says_what_became_of_it(status: str, moved: bool, expected: str) -> None:
    was = EventDates(moment("2026-10-20T09:00", ROME), moment("2026-10-21T18:00", ROME))
    found = node_of(page_input(event("it", status=status, previous=(was,) if moved else ())), "Event")
    assert found["eventStatus"] == f"https://schema.org/{expected}"
    assert found.get("previousStartDate") == (["2026-10-20T09:00+02:00"] if moved else None)


def test_an_event_that_others_belong_to_is_a_series() -> None:
    series = node_of(page_input(event("it"), parts=(event("it", "first").card(),)), "EventSeries")
    first = series["subEvent"][0]
    assert (first["@type"], first["url"]) == ("Event", f"{ORIGIN}/it/events/first/")
    part = page_input(event("it", "first", series="events-week"))
    assert node_of(part, "Event")["superEvent"][0]["@id"] == series["@id"]


def test_a_price_of_zero_stays_and_is_free() -> None:
    found = node_of(page_input(event("it", price=euro("0"))), "Event")
    assert found["isAccessibleForFree"] is True
    assert found["offers"]["price"] == "0"


def test_each_side_applies_until_its_own_deadline() -> None:
    found = node_of(page_input(call("it", same=False)), "Grant")
    ends = [action["endTime"] for action in found["potentialAction"]]
    assert len(set(ends)) == 2
    assert ends[0].endswith("+01:00")
    assert ends[1].endswith("+08:00")
    without = replace(call("it"), sides=tuple(replace(each, deadline=None) for each in call("it").sides))
    assert "endTime" not in node_of(page_input(without), "Grant")["potentialAction"][0]


def test_requests_are_demands() -> None:
    assert "Demand" in types_of(nodes(page_input(technology("it", profile="technology_request")))[1])


def test_a_programme_has_its_courses() -> None:
    found = node_of(page_input(programme("it")), "EducationalOccupationalProgram")
    assert [course["timeRequired"] for course in found["hasCourse"]] == ["PT40H", "PT37H30M"]
    assert found["applicationDeadline"] == "2027-01-16T00:00+01:00"
    whole = node_of(page_input(programme("it", modules=())), "EducationalOccupationalProgram")["hasCourse"]
    assert [course["@type"] for course in whole] == ["Course"]


def test_the_home_page_is_the_site_and_the_centre_with_its_offices() -> None:
    graph = nodes(home("it"))
    centre = next(node for node in graph if node["@type"] == "Organization")
    assert [office["location"]["address"]["addressCountry"] for office in centre["department"]] == [
        "IT",
        "IT",
        "CN",
    ]
    assert any(node["@type"] == "WebSite" for node in graph)


def test_a_translation_names_its_original_and_an_original_its_translations() -> None:
    original = node_of(page_input(news("it")), "NewsArticle")
    translation = node_of(page_input(news("zh-hans")), "NewsArticle")
    assert [work["url"] for work in original["workTranslation"]] == [
        f"{ORIGIN}/zh-hans/news/three-laboratories/"
    ]
    assert translation["translationOfWork"]["url"] == f"{ORIGIN}/it/news/three-laboratories/"
    assert "workTranslation" not in translation
    assert "translationOfWork" not in original


@pytest.mark.parametrize("words", ["</script><script>alert(1)</script>", "<!-- <script>", "]]>&amp;𠮷🎉"])
def test_nothing_can_end_the_element_or_begin_another(words: str) -> None:
    document = replace(news("it"), title=words, summary=words, crumbs=(Crumb(words, "/it/", "it"),))
    html = render(page_input(document)).decode()
    _, data = html.split('<script type="application/ld+json">')
    data = data.partition("</script>")[0]
    assert "<" not in data
    graph = json.loads(data)["@graph"]
    assert graph[0]["name"] == words
    assert any(node.get("headline") == words for node in graph)


def test_dates_are_dates() -> None:
    page = nodes(page_input(news("it", date=date(2026, 11, 18))))[0]
    assert page["datePublished"] == "2026-11-02T08:00:00Z"
