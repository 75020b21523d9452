"""The headless API's indexes, cut like the lists, and the JSON Schema of each type. Documents are in documents.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from frontend.document_addresses import ROOT
from site_content.documents import TYPES, Card
from static_build.frames import frames_of
from static_build.lists import PAGE
from static_build.outputs.output import JSON, Output
from static_build.site import Site, tokens


class IndexInput(Struct, frozen=True, kw_only=True):
    """A list of cards: the newest, or one page of a year; `years` are paths of such pages, newest year first."""

    type: str
    locale: str
    items: tuple[Card, ...]
    years: tuple[str, ...] = ()


class SchemaInput(Struct, frozen=True, kw_only=True):
    """The type whose JSON Schema is published; the code's digest in the fingerprint covers what it says."""

    type: str


def subjects(site: Site) -> Iterator[tuple[Any, ...]]:
    """Every index and every schema."""
    for type in TYPES:
        yield "schema", type
        for locale in frames_of(site):
            yield "index", type, locale
            for year, number, _ in site.ask("year_pages", type, locale):
                yield "year", type, locale, year, number


def plan(site: Site, kind: str, *subject: Any) -> Iterator[Output]:
    """The output of one subject."""
    yield from _PLANS[kind](site, *subject)


def _schema(site: Site, type: str) -> Iterator[Output]:
    yield Output(path=f"{ROOT}/schema/{type}.json", type=JSON, input=SchemaInput(type=type))


def _index(site: Site, type: str, locale: str) -> Iterator[Output]:
    listed: dict[str, Card] = {card.key: card for card in site.ask("oldest_first", type, locale)[-PAGE:]}
    unlisted = [card for card in site.cards(type, locale) if not card.listed_on] if len(listed) < PAGE else []
    newest = [*reversed(listed.values()), *sorted(unlisted, key=lambda card: card.key, reverse=True)][:PAGE]
    folder = f"{ROOT}/{locale}/{type}"
    pages = site.ask("year_pages", type, locale)
    years = tuple(f"/{folder}/{year}-{number}.json" for year, number, _ in pages)
    made = IndexInput(type=type, locale=locale, items=tuple(newest), years=years)
    yield _index_output(site, f"{folder}/index.json", made)


def _year(site: Site, type: str, locale: str, year: int, number: int) -> Iterator[Output]:
    items = site.ask("year_page", type, locale, year, number)
    if items:
        path = f"{ROOT}/{locale}/{type}/{year}-{number}.json"
        yield _index_output(site, path, IndexInput(type=type, locale=locale, items=items))


def _index_output(site: Site, path: str, made: IndexInput) -> Output:
    items = tuple(card.without_persons().timeless() for card in made.items)
    return Output(path=path, type=JSON, input=replace(made, items=items), sources=tokens(items))


_PLANS: dict[str, Callable[..., Iterator[Output]]] = {
    "schema": _schema,
    "index": _index,
    "year": _year,
}
