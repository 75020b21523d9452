"""The description of the endpoint, OpenAPI 3.1, made from the same table and types as the endpoint itself."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from cms.search.completions import Completions
from cms.search.parameters import LONGEST_BYTES, MOST_VALUES, SEARCH, SUGGEST, Parameter
from cms.search.problems import MEDIA_TYPE, Problem
from static_build.search.answer import DEEPEST, Answer

Node = dict[str, Any]
TEMPLATE = "#/components/schemas/{name}"


@cache
def encode(address: str) -> bytes:
    """The description as JSON; `address`: where the endpoint is, without the path `/api/search/v1`."""
    return msgspec.json.encode(describe(address))


def describe(address: str) -> Node:
    """The description as plain values."""
    _, schemas = msgspec.json.schema_components([Answer, Completions, Problem], ref_template=TEMPLATE)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ponte: search",
            "version": "1",
            "description": (
                "Searches the public pages of one language, or of both. Reads only; needs no key; sets no cookie. "
                f"At most {DEEPEST} hits can be seen of any question."
            ),
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": address}],
        "paths": {
            "/api/search/v1": _path(
                "search", "Pages that answer a question, best first", SEARCH, "Answer", "The hits."
            ),
            "/api/search/v1/suggest": _path(
                "suggest", "What somebody who is typing may mean", SUGGEST, "Completions", "The suggestions."
            ),
            "/api/search/v1/openapi.json": _path("describe", "This description", (), "", "The description."),
        },
        "components": {"schemas": schemas, "responses": _problems()},
    }


def _path(name: str, summary: str, table: tuple[Parameter, ...], schema: str, words: str) -> Node:
    content = {"application/json": {"schema": _reference(schema) if schema else {"type": "object"}}}
    responses: Node = {
        "200": {"description": words, "headers": _HEADERS, "content": content},
        "304": {"description": "The same as the browser has.", "headers": _HEADERS},
        "405": {"$ref": "#/components/responses/Problem"},
    }
    if table:
        responses |= {
            "400": {"$ref": "#/components/responses/Problem"},
            "414": {"$ref": "#/components/responses/Problem"},
            "503": {"$ref": "#/components/responses/Unavailable"},
        }
    get = {
        "operationId": name,
        "summary": summary,
        "parameters": [_parameter(each) for each in table],
        "responses": responses,
    }
    if table:
        get["description"] = (
            f"A name that is not listed here, a parameter that is given twice where once is meant, and more than "
            f"{LONGEST_BYTES} bytes of parameters are refused."
        )
    return {"get": get}


def _parameter(parameter: Parameter) -> Node:
    node: Node = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "schema": parameter.schema,
    }
    if parameter.many:
        node["description"] += " May be repeated: any of the values."
        node["schema"] = {"type": "array", "items": parameter.schema, "minItems": 1, "maxItems": MOST_VALUES}
        node |= {"style": "form", "explode": True}
    return node


def _reference(name: str) -> Node:
    return {"$ref": TEMPLATE.format(name=name)}


_HEADERS: Node = {
    "ETag": {"description": "Of release, rules and answer.", "schema": {"type": "string"}},
    "Cache-Control": {
        "description": "Never beyond the next moment at which a state changes.",
        "schema": {"type": "string"},
    },
}


def _problems() -> Node:
    problem = {MEDIA_TYPE: {"schema": _reference("Problem")}}
    wait = {"description": "Seconds after which to ask again.", "schema": {"type": "integer", "minimum": 1}}
    return {
        "Problem": {"description": "Not answered, and why.", "content": problem},
        "Unavailable": {
            "description": "The search server does not answer in time; the site's static index does.",
            "headers": {"Retry-After": wait},
            "content": problem,
        },
    }
