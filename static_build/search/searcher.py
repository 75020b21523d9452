"""The searcher: a request comes in, hits, facets and a suggestion go out. One question, more where little is found.

Decides nothing of what is public: `guard.py` looks at each hit once more. Reads no clock: `now` is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec
from elasticsearch import Elasticsearch
from msgspec import Struct
from msgspec.structs import replace

from site_content.languages import LANGUAGES
from site_content.search.entry import StateFrom, state_at
from site_content.search.lexicon import Lexicon
from site_content.search.query import Query, understand
from site_content.search.rules import Rules
from static_build.search.answer import Completion, Count, Hit, Request, Suggestion
from static_build.search.client import PREFIX, SearchUnavailable, alias_of, asking
from static_build.search.completions import completions_in, question_of_beginning
from static_build.search.facets import facets_in
from static_build.search.highlight import marked_excerpt, marked_title
from static_build.search.question import ask, may_be_relaxed
from static_build.search.reasons import reasons_of
from static_build.search.spelling import (
    correct,
    correct_sounds,
    misheard,
    misspelt,
    question_of_sound,
    question_of_spelling,
)

FEW = 2
"""So many hits or fewer are little: then a misspelt word is looked for in another spelling."""


_PARAMETERS = {
    "allow_partial_search_results": False,
    # Else it keeps only counts. What it keeps goes with the next refresh of the index.
    "request_cache": True,
}
_HEADERS = {"accept": "application/json", "content-type": "application/json"}
_NAME = re.compile(rb',"_name":"(?:[^"\\]|\\.)*"')
"""In JSON, where a quotation mark in a text has a backslash before it: nothing that was typed looks like it."""


class FoundHit(Struct, frozen=True, kw_only=True):
    """A hit, and what tells whether it is still what is public."""

    hit: Hit
    digest: str
    document_sha256: str


class Found(Struct, frozen=True, kw_only=True):
    """What the index holds for a request."""

    q: str
    hits: tuple[FoundHit, ...]
    total: int
    facets: dict[str, tuple[Count, ...]]
    suggestion: Suggestion | None = None
    took: int = 0
    """Milliseconds at the server."""


class Searcher:
    """Asks the indices of all languages. May be used by several threads."""

    def __init__(self, client: Elasticsearch, rules: Callable[[str], Rules], *, prefix: str = PREFIX) -> None:
        self._client = client
        self._rules = rules
        self._prefix = prefix
        self._lexicons: dict[str, tuple[Rules, Lexicon]] = {}

    def search(self, request: Request, *, now: datetime) -> Found:
        """What the index holds. Raises SearchUnavailable for whatever is the server's fault."""
        lexicon = self.lexicon(request.locale)
        query = understand(request.q, lexicon)
        pinned = lexicon.pinned(request.q)
        answer = self._ask(request, self._body(query, request, now))
        if _total(answer) > FEW or not query.concepts:
            return self._found(query, request, answer, now, pinned)
        return self._look_again(query, request, answer, now)

    def _look_again(self, query: Query, request: Request, answer: Any, now: datetime) -> Found:
        """Where little was found: with misspelt words corrected, else with fewer of the words, where that finds more."""
        lexicon = self.lexicon(request.locale)
        pinned = lexicon.pinned(request.q)
        took, best, suggestion = answer["took"], answer, None
        corrected = self._correct(query, answer, request.locale)
        if corrected:
            other = understand(corrected, lexicon)
            second = self._ask(request, self._body(other, request, now))
            took += second["took"]
            if _total(second) > _total(best):
                query, best, suggestion = other, second, Suggestion(other.text, _total(second))
        if _total(best) <= FEW and may_be_relaxed(query, _total(best)):
            third = self._ask(request, self._body(query, request, now, relaxed=True))
            took += third["took"]
            best = third if _total(third) > _total(best) else best
        return replace(self._found(query, request, best, now, pinned), suggestion=suggestion, took=took)

    def _correct(self, query: Query, answer: Any, locale: str) -> str:
        """The query in another spelling; empty where none is known."""
        words, pieces = misspelt(query), [] if _total(answer) else misheard(query)
        questions = [question_of_spelling(words)] if words else []
        questions += [question_of_sound(piece) for piece in pieces]
        if not questions:
            return ""
        answers = self._ask_several(locale, questions)
        corrected = correct(query, answers.pop(0)) if words else ""
        if not pieces:
            return corrected
        return correct_sounds(corrected or query.phrase, dict(zip(pieces, answers, strict=True)))

    def complete(self, text: str, locale: str, *, size: int = 8) -> list[Completion]:
        """What somebody who has typed `text` may mean: names and topics first, then titles. Raises SearchUnavailable."""
        query = understand(text, self.lexicon(locale))
        if not query.concepts:
            return []
        return completions_in(self._ask_several(locale, question_of_beginning(query, size)), query, size)

    def _ask_several(self, locale: str, bodies: list[dict[str, Any]]) -> list[Any]:
        with asking(self._client):
            answer = self._client.msearch(
                index=alias_of(locale, self._prefix),
                searches=[part for body in bodies for part in ({}, body)],
            ).body
        for each in answer["responses"]:
            _refuse_partial(each)
        return list(answer["responses"])

    def lexicon(self, locale: str) -> Lexicon:
        """How queries of a language are understood: the same object until an editor changes a rule."""
        rules = self._rules(locale)
        known = self._lexicons.get(locale)
        if known is None or known[0] is not rules:
            known = self._lexicons[locale] = (rules, Lexicon(rules, locale))
        return known[1]

    def _body(
        self, query: Query, request: Request, now: datetime, *, relaxed: bool = False
    ) -> dict[str, Any]:
        pinned = self.lexicon(request.locale).pinned(request.q)
        own = alias_of(request.locale, self._prefix) if request.across else ""
        # Deadlines have no seconds, and the server keeps what it found for as long as it is asked the same.
        minute = now.replace(second=0, microsecond=0)
        return ask(query, request, minute, pinned=pinned, own=own, relaxed=relaxed)

    def _ask(self, request: Request, body: dict[str, Any]) -> Any:
        locales = list(LANGUAGES) if request.across else [request.locale]
        with asking(self._client):
            answer = self._client.perform_request(
                "POST",
                f"/{','.join(alias_of(locale, self._prefix) for locale in locales)}/_search",
                params={**_PARAMETERS, "include_named_queries_score": request.explain},
                headers=_HEADERS,
                body=_encode(body, with_names=request.explain),
            ).body
        _refuse_partial(answer)
        return answer

    def _found(
        self, query: Query, request: Request, answer: Any, now: datetime, pinned: tuple[str, ...]
    ) -> Found:
        hits = tuple(self._hit(each, request, now, pinned) for each in answer["hits"]["hits"])
        return Found(
            q=query.text, hits=hits, total=_total(answer), facets=facets_in(answer, now), took=answer["took"]
        )

    def _hit(self, found: Any, request: Request, now: datetime, pinned: tuple[str, ...]) -> FoundHit:
        source = found["_source"]
        locale = _locale_of(found["_index"], self._prefix)
        hit = Hit(
            key=found["_id"],
            locale=locale,
            type=source["type"],
            url=source["path"],
            title=source.get("written", {}).get("title") or source["title"],
            title_html=marked_title(found),
            excerpt_html=marked_excerpt(found),
            status=state_at(source.get("state", ""), _states_in(source), now),
            date=_day(source.get("date")),
            begins_at=_moment(source.get("begins_at")),
            ends_at=_moment(source.get("ends_at")),
            topics=tuple(source.get("topics", ())),
            pinned=found["_id"] in pinned,
            why=reasons_of(found, now) if request.explain else None,
        )
        return FoundHit(
            hit=hit, digest=source.get("digest", ""), document_sha256=source.get("document_sha256", "")
        )


def _total(answer: Any) -> int:
    return int(answer["hits"]["total"]["value"])


def _refuse_partial(answer: Any) -> None:
    if "error" in answer:
        raise SearchUnavailable(
            f"Elasticsearch refused a question ({answer['error'].get('type', 'unknown')}). Look at its log."
        )
    if answer.get("timed_out") or answer["_shards"]["failed"]:
        raise SearchUnavailable("Elasticsearch did not answer in time. Look at its load and its log.")


def _encode(body: dict[str, Any], *, with_names: bool) -> bytes:
    """As JSON; the names of clauses are for reasons alone."""
    data = msgspec.json.encode(body)
    return data if with_names else _NAME.sub(b"", data)


def _locale_of(index: str, prefix: str) -> str:
    rest = index.removeprefix(f"{prefix}-")
    return max(
        (locale for locale in LANGUAGES if rest == locale or rest.startswith(f"{locale}-")),
        key=len,
        default="",
    )


def _states_in(source: dict[str, Any]) -> tuple[StateFrom, ...]:
    return msgspec.convert(source.get("states", []), tuple[StateFrom, ...])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return msgspec.convert(text, datetime) if text else None
