"""The question to the server: a query that was understood comes in, the body of one request goes out. Asks nothing itself.

A gate says which pages are found: they have most of the concepts, each in any of its forms. Points say in which order.
"""

from __future__ import annotations

import math
from datetime import datetime

from site_content.search.query import Query
from site_content.search.text import listed
from static_build.search import weights
from static_build.search.answer import Request
from static_build.search.clauses import Clause, any_of, constant, times
from static_build.search.facets import aggregations, filters_of
from static_build.search.forms import found_by
from static_build.search.marking import highlight_of
from static_build.search.ranking import factors_of, meant_points, second_points, whole_title

SHOWN = listed(
    """
    title summary type path state states date begins_at ends_at topics digest document_sha256 written
    """
)
SERVER_MILLISECONDS = 300


def ask(
    query: Query,
    request: Request,
    now: datetime,
    *,
    pinned: tuple[str, ...] = (),
    own: str = "",
    relaxed: bool = False,
) -> Clause:
    """The body of the request.

    `own`: the alias whose pages come first where several are asked; `relaxed`: half of the concepts is enough.
    """
    body: Clause = {
        "from": (request.page - 1) * request.size,
        "size": request.size,
        "track_total_hits": True,
        "timeout": f"{SERVER_MILLISECONDS}ms",
        "_source": list(SHOWN),
        "aggs": aggregations(request, now),
    }
    filters = filters_of(request, now)
    if filters:
        body["post_filter"] = {"bool": {"filter": list(filters.values())}}
    if not query.concepts:
        return {**body, **_ask_for_all(query)}
    factors = factors_of(query, now, own)
    body["query"] = times(_first(query, request, now, pinned, relaxed=relaxed), factors)
    body["rescore"] = {
        "window_size": weights.WINDOW,
        "query": {"rescore_query": times({"bool": {"should": list(second_points(query, request))}}, factors)},
    }
    body["highlight"] = highlight_of(query, request)
    return body


def _ask_for_all(query: Query) -> Clause:
    """Everything, the latest first, where nothing was asked; nothing where what was asked has no word in it."""
    if query.text:
        return {"query": {"match_none": {}}}
    return {"query": {"match_all": {}}, "sort": [{"date": {"order": "desc", "missing": "_last"}}]}


def _first(
    query: Query, request: Request, now: datetime, pinned: tuple[str, ...], *, relaxed: bool
) -> Clause:
    required = query.required(relaxed=relaxed)
    gate = [
        any_of([found_by(each, request, now) for each in required], _enough(len(required), relaxed=relaxed))
    ]
    if query.run():
        gate.append(much_of(query.run(), relaxed=relaxed))
    if query.identifiers:
        known = {"terms": {"identifiers": list(query.identifiers)}}
        gate.append(constant(known, weights.IDENTIFIER, "identifier"))
    for place, key in enumerate(pinned, 1):
        gate.append(constant({"ids": {"values": [key]}}, weights.PINNED / place, "chosen by an editor"))
    points = [found_by(each, request, now) for each in query.concepts if each not in required]
    points += [clause for concept in query.concepts for clause in meant_points(concept, now)]
    points += list(whole_title(query, request))
    return {"bool": {"must": [any_of(gate)], "should": points}}


def _enough(count: int, *, relaxed: bool) -> int:
    if relaxed:
        return max(1, math.ceil(count / 2))
    return count if count <= 2 else math.ceil(count * 0.66)


def much_of(run: str, *, relaxed: bool) -> Clause:
    """Most pairs of neighbouring characters of a run, however it is cut; `relaxed`: half of them, but before the body."""
    pairs = len(run) - 1
    if relaxed:
        enough = math.ceil(pairs / 2) if pairs > 3 else 1
        return {
            "match": {"front": {"query": run, "minimum_should_match": enough, "_name": f"some of: {run}"}}
        }
    return {
        "multi_match": {
            "query": run,
            "fields": ["front", "body"],
            "minimum_should_match": math.ceil(pairs * 0.75),
            "_name": f"most of: {run}",
        }
    }


def may_be_relaxed(query: Query, total: int) -> bool:
    """Whether pages with fewer of the words are worth showing.

    Never for one word; where nothing was found, not for two of which none is well known: nonsense finds nothing.
    """
    if total:
        return len(query.required(relaxed=True)) > 1
    if query.run():
        return True
    firm = query.required()
    known = any(each.acronym for each in query.concepts) or any(each.synonyms for each in firm)
    return len(firm) > 2 or (len(query.concepts) > 1 and known)
