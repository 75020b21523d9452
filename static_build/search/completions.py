"""Completions while typing: a beginning comes in, two questions go out, and names, topics and titles to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from site_content.search.chinese import spell
from site_content.search.query import Query
from site_content.search.text import fold, has_han
from static_build.search.answer import Completion

Clause = dict[str, Any]
_NAMES = 4
"""Names and topics among the completions; the rest are titles."""
_NAMED = ("person", "people"), ("organisation", "organisations")


def question_of_beginning(query: Query, size: int) -> list[Clause]:
    """Two questions: titles that have these words, and pages that name somebody or something so."""
    return [
        {
            "query": _any(_titled(query)),
            "size": size,
            "_source": ["title", "path", "type", "written"],
            "timeout": "300ms",
        },
        {
            "query": _any(_named(query)),
            "size": 3 * size,
            "_source": ["people", "organisations", "topic_labels"],
            "timeout": "300ms",
        },
    ]


def _any(clauses: Iterable[Clause]) -> Clause:
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def _titled(query: Query) -> Iterator[Clause]:
    if has_han(query.phrase):
        yield {"match_phrase_prefix": {"title": {"query": query.phrase, "analyzer": "stems_asked"}}}
        return
    yield {"match_phrase_prefix": {"title.exact": {"query": query.phrase, "boost": 3}}}
    yield {"match_bool_prefix": {"title.exact": {"query": _said(query), "operator": "and"}}}
    syllables = _syllables(query)
    if syllables:
        yield {"match_phrase_prefix": {"title_pinyin": " ".join(syllables)}}


def _named(query: Query) -> Iterator[Clause]:
    if has_han(query.phrase):
        yield from ({"match_phrase": {field: query.phrase}} for field in ("names", "topic_names"))
        return
    for field in ("names.exact", "topic_names.exact"):
        yield {"match_bool_prefix": {field: {"query": _said(query), "operator": "and"}}}
    yield {"term": {"handles": fold(query.phrase).replace(" ", "")}}
    syllables = _syllables(query)
    if syllables:
        yield {"match_phrase_prefix": {"name_pinyin": " ".join(syllables)}}


def _said(query: Query) -> str:
    """Its words, less those that say nothing."""
    return " ".join(concept.text for concept in query.concepts)


def _syllables(query: Query) -> tuple[str, ...]:
    """The whole query as pinyin; empty where a part of it cannot be."""
    parts = [concept.pinyin for concept in query.concepts]
    return tuple(syllable for part in parts for syllable in part) if all(parts) else ()


def completions_in(answers: list[Any], query: Query, size: int) -> list[Completion]:
    """The completions: at most four names and topics, then titles."""
    titles, namings = answers
    asked = fold(_said(query))
    names: dict[str, Completion] = {}
    for hit in namings["hits"]["hits"]:
        for each in _names_in(hit["_source"], asked):
            names.setdefault(fold(each.text), each)
    ordered = sorted(names.values(), key=lambda each: not fold(each.text).startswith(asked))[:_NAMES]
    found = [Completion(_title(hit), "title", hit["_source"]["path"]) for hit in titles["hits"]["hits"]]
    return [*ordered, *(each for each in found if fold(each.text) not in names)][:size]


def _title(hit: Any) -> str:
    source = hit["_source"]
    return str(source.get("written", {}).get("title") or source["title"])


def _names_in(source: dict[str, Any], asked: str) -> Iterator[Completion]:
    for label in source.get("topic_labels", ()):
        name = label.partition(" ")[2]
        if _matches(name, asked):
            yield Completion(name, "topic")
    for kind, field in _NAMED:
        for forms in source.get(field, ()):
            if any(_matches(form, asked) for form in forms):
                yield Completion(forms[0], kind)


def _matches(name: str, asked: str) -> bool:
    """Whether each word asked for begins a word of the name, or it is spelt or abbreviated so."""
    plain = fold(name)
    if plain.startswith(asked) or (has_han(asked) and asked in plain):
        return True
    words = plain.replace("'", " ").split()
    if asked.split() and all(any(word.startswith(part) for word in words) for part in asked.split()):
        return True
    syllables = spell(name)
    joined = asked.replace(" ", "").replace("'", "")
    return bool(syllables) and (
        "".join(syllables).startswith(joined) or "".join(each[0] for each in syllables) == joined
    )
