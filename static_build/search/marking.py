"""What is marked in the text of a hit: a query comes in, the highlighter's part of a request goes out."""

from __future__ import annotations

from site_content.search.query import Query
from site_content.search.text import fold, has_han
from static_build.search.answer import Request
from static_build.search.clauses import Clause
from static_build.search.forms import SHORTEST_PREFIX, is_hidden, is_several, other_forms


def highlight_of(query: Query, request: Request) -> Clause:
    """Half a word is marked in titles and summaries alone: in a body each would have to be read again."""
    whole = {"number_of_fragments": 0}
    fields: Clause = {
        "title": {**whole, "highlight_query": _marked(query, request, "title")},
        "summary": {**whole, "highlight_query": _marked(query, request, "summary")},
        "body": {
            "number_of_fragments": 1,
            "fragment_size": 180,
            "order": "score",
            "highlight_query": _marked(query, request, "body"),
        },
    }
    return {"type": "unified", "pre_tags": ["\ue000"], "post_tags": ["\ue001"], "fields": fields}


def _marked(query: Query, request: Request, field: str) -> Clause:
    clauses: list[Clause] = []
    for concept in query.concepts:
        clauses.append({"match_phrase" if concept.is_quoted else "match": {field: concept.text}})
        forms = (form for form, _, _ in other_forms(concept, request) if not is_hidden(form))
        clauses += [{"match_phrase" if is_several(form) else "match": {field: form}} for form in forms]
        is_begun = concept.is_last and not has_han(concept.text) and len(concept.text) > SHORTEST_PREFIX
        if is_begun and field != "body":
            clauses.append({"prefix": {field: fold(concept.text)}})
    return {"bool": {"should": clauses}}
