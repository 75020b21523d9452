"""The inputs whose pages show every component in every state, by a name for each. Built on the samples of the unit tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from frontend.feed_inputs import FeedLinks, FeedsPageInput
from frontend.inputs import Facet, FacetInput, FacetValue, Group, Input, ListInput, PageInput
from frontend.items import type_of
from site_content.documents import CARDS, Card, Document
from site_content.documents.blocks import Heading
from site_content.documents.call import Results
from tests.unit.frontend.bases import NOW, staleness
from tests.unit.frontend.blocks import all_blocks
from tests.unit.frontend.dated import call, event, programme
from tests.unit.frontend.lists import common_inputs, home, localised_inputs, section, section_list
from tests.unit.frontend.pieces import LOCALES, file, frame, offices, say, switches, topics
from tests.unit.frontend.samples import free_page, news, page_input, publication, service, technology

LONG_WORD = ("Donaudampfschifffahrtsgesellschaftskapitän" * 2)[:80]
LONG_TITLE = {
    "it": (f"Un titolo che non finisce mai e che prova {LONG_WORD} " * 4)[:300].strip(),
    "zh-hans": ("一个很长很长的标题，用来检验版面在任何宽度下是否完好" * 12)[:300],
}
STATEFUL: dict[str, Any] = {"call": call, "event": event, "programme": programme, "technology": technology}


def specimens(locale: str) -> dict[str, Input | FeedsPageInput]:
    """Every input of a language; the names say what is shown."""
    made: dict[str, Input | FeedsPageInput] = dict(localised_inputs(locale))
    made |= dict(_in_each_state(locale))
    made |= dict(_odd_pages(locale))
    made |= dict(_lists(locale))
    made |= {name: common_inputs()[name] for name in ("chooser",)}
    return made


def _in_each_state(locale: str) -> Iterator[tuple[str, PageInput]]:
    for type, make in STATEFUL.items():
        for state in CARDS[type].STATES:
            document = make(locale, **_facts_of(type, state, locale))
            yield f"{type}-{state}", page_input(document, states={document.key: state})


def _facts_of(type: str, state: str, locale: str) -> dict[str, Any]:
    """What a document has in a state, beside the state itself."""
    day = NOW.date()
    if type == "call" and state in ("provisional_results", "results"):
        kind = "provisional" if state == "provisional_results" else "final"
        return {"results": (Results(id="r", kind=kind, date=day, file=file("results", locale)),)}
    if type == "event":
        status = state if state in ("postponed", "cancelled") else "scheduled"
        return {"status": status} | ({} if state == "postponed" else {"previous": ()})
    return {}


def _odd_pages(locale: str) -> Iterator[tuple[str, PageInput]]:
    for document in (news(locale), free_page(locale), call(locale)):
        behind = msgspec.structs.replace(document, stale=staleness(), source_locale="it")
        yield f"{document.key}-behind-its-source", page_input(behind)
        long = msgspec.structs.replace(document, title=LONG_TITLE[locale], summary=LONG_TITLE[locale])
        yield f"{document.key}-long", page_input(long)
    yield "page-without-picture", page_input(free_page(locale, picture=None))
    yield "mainland", page_input(news(locale), frame=frame(locale, mainland=True))
    headings = tuple(
        Heading(id=f"h{n}", text=say(locale, f"Parte {n}", f"第{n}部分"), anchor=f"part-{n}") for n in "123"
    )
    yield "page-with-contents", page_input(free_page(locale, body=(*headings, *all_blocks(locale))))
    yield "page-with-children", page_input(free_page(locale), children=_cards(locale))


def _cards(locale: str) -> tuple[Card, ...]:
    """A card of every kind of page, and one that is in the other language alone."""
    other = next(each for each in LOCALES if each != locale)
    documents: tuple[Document, ...] = (
        *(make(locale) for make in STATEFUL.values()),
        news(locale),
        service(locale),
        publication(locale),
        free_page(locale),
        section(locale, "calls", "call", ("Bandi", "项目征集")),
        home(locale).document,
        news(other),
    )
    return tuple(document.card() for document in documents)


def _lists(locale: str) -> Iterator[tuple[str, ListInput | FacetInput | PageInput | FeedsPageInput]]:
    title = ("Bandi", "项目征集")
    for type, make in STATEFUL.items():
        cards = tuple(make(locale, state).card() for state in CARDS[type].STATES)
        long = msgspec.structs.replace(make(locale, "long").card(), title=LONG_TITLE[locale])
        made = section_list(locale, "calls", type, title, {"open": (*cards, long)})
        states = {card.key: state for card, state in zip(cards, CARDS[type].STATES, strict=True)}
        yield f"rows-{type}", msgspec.structs.replace(made, states=states)
        related = page_input(news(locale), related=cards, states=states)
        yield f"cards-{type}", related
    every = _cards(locale)
    for card in every:
        kind = type_of(card)
        yield f"row-{kind}", section_list(locale, "calls", "call", title, {"latest": (card,)})
        yield f"card-{kind}", page_input(news(locale), related=(card, every[0]))
    for name, named in (("offices", offices(locale)), ("topics", tuple(topics(locale).values()))):
        yield f"cards-{name}", page_input(news(locale), related=named)
    other = next(each for each in LOCALES if each != locale)
    foreign = Group(other, (call(other, "alone").card(), news(other, "alone").card()), f"/{other}/calls/")
    yield (
        "list-of-what-is-elsewhere",
        msgspec.structs.replace(
            section_list(locale, "calls", "call", title, {}),
            only_elsewhere=(foreign,),
            facets=_facets(locale),
        ),
    )
    yield "facet", _facet(locale)
    yield "feeds", _feeds(locale)


def _facets(locale: str) -> tuple[Facet, ...]:
    values = tuple(
        FacetValue(code, code, f"/{locale}/calls/status--{code}/", count=count)
        for code, count in (("open", 5), ("closed", 12), ("evaluation", 0))
    )
    named = FacetValue(
        "life", "topic-life", f"/{locale}/calls/topic--life/", label="Robotica", locale="it", count=2
    )
    return (Facet("status", "call state", values), Facet("topic", "", (named,)))


def _facet(locale: str) -> FacetInput:
    facets = _facets(locale)
    status = facets[0]
    return FacetInput(
        frame=frame(locale),
        document=section(locale, "calls", "call", ("Bandi", "项目征集")),
        facet=msgspec.structs.replace(status, values=status.values[:1]),
        facets=facets,
        groups=(Group("open", (call(locale).card(),)),),
        cards={},
        states={call(locale).key: "open"},
        switches=switches("calls/status--open/"),
        elsewhere={next(each for each in LOCALES if each != locale): 1},
    )


def _feeds(locale: str) -> FeedsPageInput:
    links = (FeedLinks(name="", locale=locale, folder=f"/{locale}/feeds/news", type="news"),)
    named = (FeedLinks(name="Robotica", locale="it", folder=f"/{locale}/feeds/topics/robotics/all"),)
    return FeedsPageInput(frame=frame(locale), switches=switches("feeds/"), types=links, topics=named)
