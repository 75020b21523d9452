"""Parameters: a query string comes in, checked values go out, or a Refusal that names each one that is wrong.

One table says what each may be; the description (openapi.py) is made from the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from cms.search.problems import Fault, Refusal, bad_request
from cms.search.vocabulary import list_locales, list_states, list_types
from site_content.languages import DEFAULT_LOCALE
from site_content.search.text import normalise
from static_build.search.answer import DEEPEST, LARGEST_SIZE, QUERY_LENGTH, SIZE, Request

LONGEST_BYTES = 8000
"""Of a query string; what every browser, proxy and CDN carries (RFC 9110, 4.1)."""
MOST_FIELDS = 100
MOST_VALUES = 20
"""Of one parameter that may be repeated."""
UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
YEAR = "(19|20|21)[0-9]{2}"
TEXT = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$"
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
SHOWN = 40
"""Characters of a wrong name that are said back."""

Read = Callable[[str], Any]
"""Makes a value; raises ValueError, in words, for what is none."""


class Parameter(Struct, frozen=True, kw_only=True):
    """One parameter: how it is read, and its description."""

    name: str
    read: Read
    schema: dict[str, Any]
    """JSON Schema of one value."""
    description: str
    many: bool = False
    """Whether it may be repeated, `type=news&type=event`: any of the values then."""


def _text(value: str) -> str:
    known = normalise(value)
    if len(known) > QUERY_LENGTH and len(value) > QUERY_LENGTH:
        raise ValueError(f"longer than {QUERY_LENGTH} characters")
    # Normalising may lengthen by itself (㈜, ﷺ): nobody who typed few characters is sent away for that.
    return known[:QUERY_LENGTH]


def _number(largest: int) -> Read:
    def read(value: str) -> int:
        if not re.fullmatch("[1-9][0-9]{0,2}", value) or int(value) > largest:
            raise ValueError(f"not a whole number from 1 to {largest}")
        return int(value)

    return read


def _matching(pattern: str, words: str, make: Callable[[str], Any] = str) -> Read:
    def read(value: str) -> Any:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"not {words}")
        return make(value)

    return read


def _one_of(allowed: tuple[str, ...]) -> Read:
    def read(value: str) -> str:
        if value not in allowed:
            raise NotOneOf(allowed)
        return value

    return read


class NotOneOf(ValueError):
    """A value that is not in a list."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        super().__init__("not one of the allowed values")
        self.allowed = allowed


TRUE, FALSE = ("1", "true"), ("0", "false")


def _switch(value: str) -> bool:
    return _one_of((*TRUE, *FALSE))(value) in TRUE


def _choice(name: str, allowed: tuple[str, ...], description: str, *, many: bool = True) -> Parameter:
    schema = {"type": "string", "enum": list(allowed)}
    return Parameter(name=name, read=_one_of(allowed), schema=schema, description=description, many=many)


Q = Parameter(
    name="q",
    read=_text,
    schema={"type": "string", "maxLength": QUERY_LENGTH, "pattern": TEXT},
    description=f"What is looked for, as it was typed; {QUERY_LENGTH} characters after normalising. No query language.",
)
LOCALE = Parameter(
    name="locale",
    read=_one_of(list_locales()),
    schema={"type": "string", "enum": list(list_locales()), "default": DEFAULT_LOCALE},
    description="The language that is searched.",
)
SEARCH = (
    Q,
    LOCALE,
    _choice("type", list_types(), "Pages of these types alone."),
    Parameter(
        name="topic",
        read=_matching(UUID, "the key of a topic, a UUID in small letters"),
        schema={"type": "string", "pattern": f"^{UUID}$"},
        description="Pages of these topics alone, by key.",
        many=True,
    ),
    _choice("status", list_states(), "Pages in these states alone."),
    Parameter(
        name="year",
        read=_matching(YEAR, "a year of four digits from 1900 to 2199", int),
        schema={"type": "string", "pattern": f"^{YEAR}$"},
        description="Pages of these years alone.",
        many=True,
    ),
    Parameter(
        name="page",
        read=_number(DEEPEST),
        schema={"type": "integer", "minimum": 1, "maximum": DEEPEST, "default": 1},
        description=f"Which page of the hits; `page` times `size` is at most {DEEPEST}.",
    ),
    Parameter(
        name="size",
        read=_number(LARGEST_SIZE),
        schema={"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": SIZE},
        description="Hits on a page.",
    ),
    Parameter(
        name="across",
        read=_switch,
        schema={"type": "string", "enum": [*TRUE, *FALSE], "default": FALSE[0]},
        description="Whether pages in the other language are searched too.",
    ),
)
EXPLAIN = Parameter(
    name="explain",
    read=_switch,
    schema={"type": "string", "enum": [*TRUE, *FALSE]},
    description="Whether each hit says why it ranks where it does. For the staff alone.",
)
SUGGEST = (Q, LOCALE)


def read_search(query: str, *, explain: bool = False) -> Request:
    """The question in a query string (as WSGI has it). `explain`: whether that may be asked. Raises Refusal."""
    request = Request(**_read(query, (*SEARCH, EXPLAIN) if explain else SEARCH))
    if request.page * request.size > DEEPEST:
        deepest = f"page times size is {request.page * request.size}; at most {DEEPEST} hits can be seen"
        raise bad_request([Fault("page", deepest)])
    return request


def read_suggest(query: str) -> tuple[str, str]:
    """(what was typed so far, language) in a query string. Raises Refusal."""
    values = _read(query, SUGGEST)
    return values.get("q", ""), values.get("locale", DEFAULT_LOCALE)


def _read(query: str, table: tuple[Parameter, ...]) -> dict[str, Any]:
    if len(query) > LONGEST_BYTES:
        raise Refusal(
            HTTPStatus.REQUEST_URI_TOO_LONG, f"At most {LONGEST_BYTES} bytes of parameters are read."
        )
    known = {parameter.name: parameter for parameter in table}
    given, faults = _sort(query, known)
    values: dict[str, Any] = {}
    for name, texts in given.items():
        try:
            values[name] = _value(known[name], texts)
        except NotOneOf as error:
            faults.append(Fault(name, str(error), error.allowed))
        except ValueError as error:
            faults.append(Fault(name, str(error)))
    if faults:
        raise bad_request(faults)
    return values


def _sort(query: str, known: Mapping[str, Parameter]) -> tuple[dict[str, list[str]], list[Fault]]:
    """(texts by parameter, what is wrong with names or with bytes)."""
    pieces = [piece for piece in query.split("&") if piece]
    if len(pieces) > MOST_FIELDS:
        raise bad_request([Fault("query", f"more than {MOST_FIELDS} parameters")])
    given: dict[str, list[str]] = {}
    faults: list[Fault] = []
    for piece in pieces:
        raw_name, _, raw_value = piece.partition("=")
        name = _decode(raw_name)
        if name is None or name not in known:
            faults.append(Fault(_shown(name), "there is no such parameter", tuple(known)))
            continue
        value = _decode(raw_value)
        if value is None:
            faults.append(Fault(name, "not valid UTF-8"))
        else:
            given.setdefault(name, []).append(value)
    return given, faults


def _decode(raw: str) -> str | None:
    """The text of a piece of a query string; None where its bytes are no UTF-8, half surrogates included."""
    try:
        return unquote_to_bytes(raw.replace("+", " ").encode("latin-1")).decode("utf-8")
    except UnicodeError:
        return None


def _shown(name: str | None) -> str:
    return "".join(_printable(name or "?"))[:SHOWN]


def _printable(text: str) -> Iterator[str]:
    return (sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def _value(parameter: Parameter, texts: list[str]) -> Any:
    if any(CONTROL.search(text) for text in texts):
        raise ValueError("control characters")
    if not parameter.many:
        if len(texts) > 1:
            raise ValueError("given more than once")
        return parameter.read(texts[0])
    if len(texts) > MOST_VALUES:
        raise ValueError(f"more than {MOST_VALUES} values")
    return tuple(dict.fromkeys(parameter.read(text) for text in texts))
