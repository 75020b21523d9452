"""The description of the documents API, OpenAPI 3.1, made from the same structs as the documents themselves. Plain values.

It is as true as they are: the schemas are msgspec's of the structs that are encoded.
"""

from __future__ import annotations

from typing import Any

import msgspec

from frontend.document_addresses import DESCRIPTION, ROOT
from site_content.documents import CARDS, TYPES
from static_build.lists import PAGE
from static_build.outputs.description import DescriptionInput, MovesInput, SiteInput

Node = dict[str, Any]
_TEMPLATE = "#/components/schemas/{name}"
_KEY = {"type": "string", "format": "uuid"}


def describe(given: DescriptionInput) -> Node:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ponte: documents",
            "version": "1",
            "summary": "Every public page of the site as JSON, in each of its languages.",
            "description": _DESCRIPTION,
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": given.origin}],
        "tags": [{"name": type} for type in given.types],
        "paths": dict(_paths(given)),
        "components": {"schemas": _schemas(given), "parameters": _parameters(given)},
    }


_DESCRIPTION = (
    "Files that change when the site is published; reads only, no key, no cookie, and scripts of any origin may read them. "
    "Begin with `site.json` of a language: it has the menu and the path of each type's index. An index has the newest "
    f"{PAGE} as cards and, in `years`, the paths of pages of {PAGE}, oldest first. A document's `alternates` are its other "
    "languages, `named` says where the documents are whose keys stand in it. Facts (dates, amounts, places) are the same in "
    "every language. Paths and addresses of pictures and files begin with a slash: they are below the server's address. "
    "`html` in any block is sanitised. A field that has its default is left out. `state` is that of the moment of "
    "publication; dates say what it is later. What is withdrawn answers 404."
)


def _paths(given: DescriptionInput) -> list[tuple[str, Node]]:
    folder = f"/{ROOT}/{{locale}}"
    found = [
        (f"/{DESCRIPTION}", _get("describe", "This description.", {"type": "object"})),
        (
            f"{folder}/site.json",
            _get("site", "Names, menu, offices and languages.", _refer("Site"), "locale"),
        ),
        (f"/{ROOT}/redirects.json", _get("redirects", "Addresses that have moved.", _refer("Redirects"))),
    ]
    for type in given.types:
        name = _name(type)
        found += [
            (
                f"{folder}/{type}/index.json",
                _get(
                    f"{type}Index",
                    "The newest, and where the rest is.",
                    _refer(f"{name}Index"),
                    "locale",
                    tag=type,
                ),
            ),
            (
                f"{folder}/{type}/{{year}}-{{number}}.json",
                _get(
                    f"{type}Year",
                    "A page of a year.",
                    _refer(f"{name}Index"),
                    "locale",
                    "year",
                    "number",
                    tag=type,
                ),
            ),
            (
                f"{folder}/{type}/{{key}}.json",
                _get(f"{type}Document", "One document.", _refer(f"{name}Answer"), "locale", "key", tag=type),
            ),
            (
                f"/{ROOT}/schema/{type}.json",
                _get(f"{type}Schema", "JSON Schema of the document.", {"type": "object"}, tag=type),
            ),
        ]
    return found


def _get(operation: str, summary: str, schema: Node, *parameters: str, tag: str = "") -> Node:
    get: Node = {
        "operationId": operation,
        "summary": summary,
        "responses": {
            "200": {"description": summary, "content": {"application/json": {"schema": schema}}},
            "404": {"description": "There is none, or it is not public any more."},
        },
    }
    if tag:
        get["tags"] = [tag]
    if parameters:
        get["parameters"] = [{"$ref": f"#/components/parameters/{name}"} for name in parameters]
    return {"get": get}


def _parameters(given: DescriptionInput) -> Node:
    schemas = {
        "locale": {"type": "string", "enum": list(given.locales)},
        "key": _KEY,
        "year": {"type": "integer", "minimum": 1970, "maximum": 2999},
        "number": {"type": "integer", "minimum": 1},
    }
    words = {
        "locale": "Language, as in public paths.",
        "key": "Translation key: the same in every language.",
        "year": "As `years` of the index names them.",
        "number": "From 1, the oldest.",
    }
    return {
        name: {"name": name, "in": "path", "required": True, "description": words[name], "schema": schema}
        for name, schema in schemas.items()
    }


def _schemas(given: DescriptionInput) -> Node:
    structs: list[Any] = [SiteInput, MovesInput]
    for type in given.types:
        structs += [TYPES[type], CARDS[type]]
    named, components = msgspec.json.schema_components(structs, ref_template=_TEMPLATE)
    schemas: Node = {**components, "Site": named[0], "Redirects": named[1]}
    for type in given.types:
        schemas[f"{_name(type)}Answer"] = _answer(type)
        schemas[f"{_name(type)}Index"] = _index(type)
    return dict(sorted(schemas.items()))


def _answer(type: str) -> Node:
    return {
        "title": f"{_name(type)}Answer",
        "type": "object",
        "required": ["document", "state", "named"],
        "properties": {
            "document": _refer(TYPES[type].__name__),
            "state": {"type": "string", "enum": ["", *CARDS[type].STATES]},
            "named": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": "By key, the path of each document that this one names.",
            },
        },
    }


def _index(type: str) -> Node:
    return {
        "title": f"{_name(type)}Index",
        "type": "object",
        "required": ["type", "locale", "items", "years"],
        "properties": {
            "type": {"const": type},
            "locale": {"$ref": "#/components/parameters/locale/schema"},
            "items": {"type": "array", "maxItems": PAGE, "items": _refer(CARDS[type].__name__)},
            "years": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Paths; empty on a year's page.",
            },
        },
    }


def _name(type: str) -> str:
    return type.capitalize()


def _refer(name: str) -> Node:
    return {"$ref": _TEMPLATE.format(name=name)}
