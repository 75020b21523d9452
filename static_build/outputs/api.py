"""The headless API: every document as JSON, indexes cut like the lists, and the JSON Schema of each type."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from frontend.inputs import Frame
from site_content.documents import TYPES, Card, Document
from static_build.lists import PAGE, cards_of_type, pages_by_year
from static_build.outputs.output import JSON, Output
from static_build.site import Site, tag

ROOT = "api/documents/v1"


class DocumentInput(Struct, frozen=True, kw_only=True):
    """One document as it is, with its state at the build's `now`."""

    document: Document
    state: str = ""


class IndexInput(Struct, frozen=True, kw_only=True):
    """A list of cards: the newest, or one page of a year; `years` are paths of such pages, newest year first."""

    type: str
    locale: str
    items: tuple[Card, ...]
    years: tuple[str, ...] = ()


class SchemaInput(Struct, frozen=True, kw_only=True):
    """The type whose JSON Schema is published; the code's digest in the fingerprint covers what it says."""

    type: str


def plan(site: Site, frames: dict[str, Frame]) -> Iterator[Output]:
    """One output for each document, index and schema."""
    for document in site.documents.values():
        path = f"{ROOT}/{document.locale}/{tag(document)}/{document.key}.json"
        made = DocumentInput(document=document, state=document.state(site.now))
        yield Output(path=path, type=JSON, input=made, sources=site.tokens([document]))
    for type in TYPES:
        for locale in frames:
            yield from _indexes(site, type, locale)
        yield Output(path=f"{ROOT}/schema/{type}.json", type=JSON, input=SchemaInput(type=type))


def _indexes(site: Site, type: str, locale: str) -> Iterator[Output]:
    cards = cards_of_type(site, type, locale)
    newest = sorted(cards, key=lambda card: (str(card.listed_on or ""), card.key), reverse=True)[:PAGE]
    folder = f"{ROOT}/{locale}/{type}"
    years = []
    for year, number, chunk in pages_by_year(cards):
        path = f"{folder}/{year}-{number}.json"
        years.append(f"/{path}")
        yield _index(site, path, IndexInput(type=type, locale=locale, items=tuple(chunk)))
    made = IndexInput(type=type, locale=locale, items=tuple(newest), years=tuple(years))
    yield _index(site, f"{folder}/index.json", made)


def _index(site: Site, path: str, made: IndexInput) -> Output:
    return Output(path=path, type=JSON, input=made, sources=site.tokens(made.items))
