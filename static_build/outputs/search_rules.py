"""`/search/rules/<locale>.json`: how the static index's script reads a query: words, meanings, best answers, topics."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

from msgspec import Struct

from site_content.documents import Document
from site_content.search.chinese import STOP_PHRASES, SYLLABLES
from site_content.search.italian import ELIDED, STOP_WORDS
from site_content.search.lexicon import Lexicon, Meaning
from site_content.search.rules import Rules
from static_build.frames import frames_of
from static_build.outputs.output import JSON, Output
from static_build.site import Site, tag, tokens

FOLDER = "search/rules"


class ToldMeaning(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a word or phrase means."""

    synonyms: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    newest: bool = False


class BestHit(Struct, frozen=True, kw_only=True):
    """A best answer as a hit."""

    key: str
    type: str
    url: str
    title: str
    summary: str
    status: str
    date: date | None
    begins_at: datetime | None
    ends_at: datetime | None
    topics: tuple[str, ...]


class SearchRulesInput(Struct, frozen=True, kw_only=True):
    """The whole file."""

    elided: tuple[str, ...]
    stops: tuple[str, ...]
    stop_phrases: tuple[str, ...]
    syllables: tuple[str, ...]
    """Of pinyin, where pages are Chinese."""
    meanings: dict[str, ToldMeaning]
    """By the stems of a phrase, with a space between."""
    pins: dict[str, tuple[BestHit, ...]]
    """By the words of a query, with a space between."""
    topics: dict[str, str]
    """Names by key."""


def subjects(site: Site) -> Iterator[tuple[str]]:
    """Each language of the site."""
    for locale in frames_of(site):
        yield (locale,)


def plan(site: Site, locale: str) -> Iterator[Output]:
    """The file of a language."""
    rules: Rules = site.ask("search_rules", locale)
    meanings, pins = _read(rules, locale)
    topics = site.cards("topic", locale)
    found = {key: site.ask("document", key, locale) for keys in pins.values() for key in keys}
    shown = [document for document in found.values() if document is not None and document.path]
    hits = {document.key: _hit(site, document) for document in shown}
    made = SearchRulesInput(
        elided=ELIDED,
        stops=tuple(sorted(STOP_WORDS)),
        stop_phrases=tuple(STOP_PHRASES),
        syllables=tuple(sorted(SYLLABLES)) if locale.startswith("zh") else (),
        meanings=meanings,
        pins={query: tuple(hits[key] for key in keys if key in hits) for query, keys in pins.items()},
        topics={topic.key: topic.title for topic in topics},
    )
    yield Output(
        path=f"{FOLDER}/{locale}.json",
        type=JSON,
        input=made,
        sources=tokens([*topics, *shown]),
        changes_at=site.changes_at(shown),
    )


@lru_cache(maxsize=8)
def _read(rules: Rules, locale: str) -> tuple[dict[str, ToldMeaning], dict[str, tuple[str, ...]]]:
    lexicon = Lexicon(rules, locale)
    told = {" ".join(key): _tell(meaning) for key, meaning in lexicon.meanings()}
    return {key: each for key, each in sorted(told.items()) if each != ToldMeaning()}, lexicon.pins


def _tell(meaning: Meaning) -> ToldMeaning:
    if meaning.intent is None:
        return ToldMeaning(synonyms=meaning.synonyms)
    return ToldMeaning(
        synonyms=meaning.synonyms,
        types=meaning.intent.types,
        states=meaning.intent.states,
        codes=meaning.intent.codes,
        newest=meaning.intent.newest,
    )


def _hit(site: Site, document: Document) -> BestHit:
    begins_at, ends_at = document.span()
    return BestHit(
        key=document.key,
        type=tag(document),
        url=document.path,
        title=document.title,
        summary=document.summary,
        status=site.state(document),
        date=document.card().listed_on,
        begins_at=begins_at,
        ends_at=ends_at,
        topics=document.topics,
    )
