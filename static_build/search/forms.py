"""In which forms a concept may stand in a page: itself, its synonyms, half of it, its sound, what it means.

A concept comes in; clauses of a request go out. Says nothing of how many are enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from site_content.search.intents import Intent
from site_content.search.italian import STOP_WORDS
from site_content.search.query import Concept
from site_content.search.text import fold, has_han
from static_build.search import weights
from static_build.search.answer import Request
from static_build.search.clauses import Clause, any_of, best_of, constant
from static_build.search.facets import in_state

SHORTEST_PREFIX = 2
"""Letters of half a word."""


def found_by(concept: Concept, request: Request, now: datetime) -> Clause:
    """Any of its forms, in any field: finds the page and gives its first points."""
    if concept.is_quoted:
        return _quoted(concept.text)
    weight = weight_of(concept)
    ways = [_anywhere(concept.text, weight, concept.text)]
    if not (has_han(concept.text) or is_hidden(concept.text)):
        ways += _by_words(concept.text, weight)
    ways += [
        _anywhere(form, times * weight, f"{what}: {form}")
        for form, times, what in other_forms(concept, request)
    ]
    meant = list(meant_by(concept.intent, now).values())
    if meant:
        ways.append(constant({"bool": {"filter": meant}}, 1.0, f"meant by {concept.text}"))
    ways += [
        constant(clause, points, f"{name}: {concept.text}") for clause, points, name in spelt_as(concept)
    ]
    if concept.is_last:
        ways += list(begun_by(concept))
    return best_of(ways)


def weight_of(concept: Concept) -> float:
    names_a_kind = concept.intent is not None and (concept.intent.types or concept.intent.states)
    return weights.INTENT_TEXT if names_a_kind else 1.0


def _quoted(text: str) -> Clause:
    fields = [f"{field}^{points}" for field, points in weights.FIRST.items()]
    return {"multi_match": {"query": text, "type": "phrase", "fields": fields, "_name": f"quoted: {text}"}}


def is_hidden(text: str) -> bool:
    """Whether it is an acronym that reads like a word which says nothing: AI is in every Italian page as "ai"."""
    return text.isupper() and fold(text) in STOP_WORDS


def _anywhere(text: str, boost: float, name: str) -> Clause:
    """The text in a title, in what stands before the body, or in the body."""
    if is_hidden(text):
        return constant({"term": {"acronyms": text}}, weights.ACRONYM * boost, name)
    fields = [f"{field}^{points}" for field, points in weights.FIRST.items()]
    asked: Clause = {
        "query": text,
        "fields": fields,
        "tie_breaker": weights.TIE,
        "boost": boost,
        "_name": name,
    }
    if is_several(text):
        asked |= {"type": "phrase", "slop": 3}
    elif has_han(text):
        asked |= {"minimum_should_match": "2<70%"}
    return {"multi_match": asked}


def _by_words(text: str, weight: float) -> Iterator[Clause]:
    """By the roots of its words, wherever each stands; by the words themselves where they say nothing alone."""
    points = weights.ROOTS * weight
    for field in ("roots", "words") if is_several(text) or fold(text) in STOP_WORDS else ("roots",):
        found = {"match": {field: {"query": text, "operator": "and"}}}
        yield constant(found, points, f"root: {text}" if field == "roots" else f"all words: {text}")


def is_several(text: str) -> bool:
    return any(each in text for each in " '-")


def other_forms(concept: Concept, request: Request) -> Iterator[tuple[str, float, str]]:
    """Each form, its weight and what it is."""
    for form in concept.synonyms:
        yield form, weights.SYNONYM, "synonym"
    for form in concept.across if request.across else ():
        yield form, weights.ACROSS, "other language"


def begun_by(concept: Concept) -> Iterator[Clause]:
    """What finds half a word, the last of the query: from the second letter on, in bodies from the third."""
    word = fold(concept.text)
    if has_han(word) or len(word) < SHORTEST_PREFIX or is_several(word):
        return
    fields = {"title.exact": 4.0, "names.exact": 2.2, "topic_names.exact": 2.2}
    if len(word) > SHORTEST_PREFIX:
        fields["words"] = 1.0
    for field, points in fields.items():
        found = {"prefix": {field: word}}
        yield constant(found, points * weights.PREFIX, f"beginning of a word in {field}: {concept.text}")


def meant_by(intent: Intent | None, now: datetime) -> dict[str, Clause]:
    """What the words ask for beside their own text, by a name for `explain`."""
    if intent is None:
        return {}
    found: dict[str, Clause] = {}
    if intent.types:
        found["type"] = {"terms": {"type": list(intent.types)}}
    if intent.states:
        found["state"] = any_of(each for state in intent.states for each in in_state(state, now))
    if intent.codes:
        found["code"] = {"terms": {"codes": list(intent.codes)}}
    if intent.year:
        found["year"] = {"term": {"year": intent.year}}
    return found


def spelt_as(concept: Concept) -> Iterator[tuple[Clause, float, str]]:
    """Where the word may be pinyin, initials, a name in one word or an acronym: clause, points, name."""
    if concept.acronym:
        yield {"term": {"acronyms": concept.acronym}}, weights.ACRONYM, "acronym"
    word = fold(concept.text).replace(" ", "")
    if word.isascii() and word.isalpha() and 2 <= len(word) <= 30:
        yield {"term": {"handles": word}}, weights.HANDLE, "name as one word or by its initials"
    if concept.pinyin:
        text = " ".join(concept.pinyin)
        begun = len(concept.pinyin) > 1 and concept.is_last
        kind = "match_phrase_prefix" if begun else "match_phrase"
        for field, times in (("title_pinyin", 1.0), ("name_pinyin", 0.8)):
            yield {kind: {field: text}}, weights.PINYIN * len(concept.pinyin) * times, "pinyin"
