"""The description of the documents API: valid, whole, true to the structs, the same each time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from frontend.document_addresses import DESCRIPTION, DESCRIPTION_TYPE, address_of
from site_content.documents import CARDS, TYPES
from static_build.openapi import describe
from static_build.outputs.description import DescriptionInput
from static_build.render import render
from tests.unit.static_build.dated import call, event, moment, news
from tests.unit.static_build.plain_site import ORIGIN, outputs_of, translated

GIVEN = DescriptionInput(origin=ORIGIN, locales=("it", "zh-hans"), types=tuple(sorted(TYPES)))


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    """As it is read from its file."""
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(describe(GIVEN)))
    return found


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def test_it_is_valid_and_each_reference_leads_somewhere(description: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(description).validate()
    for reference in references(description):
        found: Any = description
        for step in reference.removeprefix("#/").split("/"):
            assert step in found, reference
            found = found[step]


def test_every_operation_has_a_name_of_its_own_and_every_placeholder_a_parameter(
    description: dict[str, Any],
) -> None:
    operations = {path: methods["get"] for path, methods in description["paths"].items()}
    names = [each["operationId"] for each in operations.values()]
    assert len(set(names)) == len(names)
    for path, operation in operations.items():
        told = [each["$ref"].rpartition("/")[2] for each in operation.get("parameters", ())]
        assert told == re.findall(r"\{(\w+)\}", path), path
        assert {"200", "404"} <= operation["responses"].keys()


@pytest.mark.parametrize("type", sorted(TYPES))
def test_each_type_has_its_paths_and_the_states_of_its_cards(description: dict[str, Any], type: str) -> None:
    tagged = [
        methods["get"]["operationId"]
        for methods in description["paths"].values()
        if methods["get"].get("tags") == [type]
    ]
    assert tagged == [f"{type}{what}" for what in ("Index", "Year", "Document", "Schema")]
    answer = description["components"]["schemas"][f"{type.capitalize()}Answer"]
    assert answer["properties"]["state"]["enum"] == ["", *CARDS[type].STATES]


def test_what_is_released_is_what_it_describes(description: dict[str, Any]) -> None:
    documents = (call("mobility", moment("2026-12-01T00:00")), event(), news())
    outputs = outputs_of(*documents, *map(translated, documents))
    for document in documents:
        type = document.__struct_config__.tag
        answer = json.loads(render(outputs[address_of(document).lstrip("/")]))
        schema = {
            "$ref": f"#/components/schemas/{str(type).capitalize()}Answer",
            "components": description["components"],
        }
        OAS31Validator(schema).validate(answer)
        assert not OAS31Validator(schema).is_valid(answer | {"state": "no such state"})
        assert not OAS31Validator(schema).is_valid({**answer, "document": {}})


def test_it_is_the_same_bytes_each_time_and_names_its_server(description: dict[str, Any]) -> None:
    assert msgspec.json.encode(describe(GIVEN)) == msgspec.json.encode(describe(GIVEN))
    assert description["servers"] == [{"url": ORIGIN}]
    assert json.loads(render(outputs_of()[DESCRIPTION]))["openapi"] == "3.1.0"


def test_a_page_leads_to_its_document_and_a_home_page_to_the_description() -> None:
    outputs = outputs_of(news())
    page, home = (render(outputs[path]).decode() for path in ("it/news/visit/index.html", "it/index.html"))
    alternate = f'<link rel="alternate" type="application/json" title="visit" href="{address_of(news())}">'
    assert alternate in page
    service = f'<link rel="service-desc" type="{DESCRIPTION_TYPE}" title="OpenAPI" href="/{DESCRIPTION}">'
    assert service in home
    assert "service-desc" not in page
