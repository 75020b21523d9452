"""Entries out of documents: a document and those that it names come in, what search may read of them goes out.

The walk knows no page type: what is text is told from what is a code, an id or an address by the field's name and by its
form, so that a new type is found without a line here. Reads no clock and no server.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from site_content.documents.base import Document
from site_content.documents.blocks import Base, Heading
from site_content.documents.values import File, Picture
from site_content.search.entry import SearchEntry, StateFrom
from site_content.search.text import clean, listed, plain_of

_OWN = frozenset({"title", "summary", "seo_title", "seo_description"})
"""Of a document itself: fields of the entry, or said for machines."""
_NOT_TEXT = frozenset(
    listed(
        """
        key locale path source_locale alternates crumbs parent refs topics office stale id lang anchor block type kind mode
        status side level country currency amount_per authentic profile stage ipr cooperation audience languages
        target_countries language format url website ror precision sector slug zone licence picture logo map wechat lists
        local_lang series organisers sponsors speakers people partners teachers related highlights menu social privacy
        accessibility identifier reference patent_number
        """
    )
)
_TITLES = ("title", "question")
_CODE = re.compile(
    r"[a-z0-9]+(?:_[a-z0-9]+)*|[a-z]{2}-[A-Z][a-z]{3}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?:https?:/|)/\S*|#\S*"
)
"""Codes, locale tags, keys and addresses: values that nobody reads."""


def make_entry(document: Document, named: Mapping[str, Document], now: datetime) -> SearchEntry:
    """The entry of a document as it stands at `now`.

    `named`: by key, the documents that its `refs` and `topics` name, in its language where they exist, else in another; what
    is missing is left out.
    """
    headings, body = _texts_of(document, named)
    topics = tuple(key for key in document.topics if key in named)
    people, organisations = _names_in(document, named, "person"), _names_in(document, named, "organisation")
    begins_at, ends_at = document.span()
    card = document.card()
    return SearchEntry(
        key=document.key,
        locale=document.locale,
        type=card.__struct_config__.tag,  # type: ignore[arg-type]
        path=document.path,
        title=clean(document.title),
        summary=clean(document.summary),
        headings=headings,
        body=body,
        names=tuple(dict.fromkeys(form for forms in (*people, *organisations) for form in forms)),
        people=people,
        organisations=organisations,
        topics=topics,
        topic_names=tuple(clean(named[key].title) for key in topics),
        identifiers=document.identifiers(),
        codes=tuple(dict.fromkeys(each for each in document.codes() if each)),
        state=card.state(now),
        states=tuple(_later_states(document, now)),
        date=card.listed_on,
        begins_at=begins_at,
        ends_at=ends_at,
    )


def _later_states(document: Document, now: datetime) -> Iterator[StateFrom]:
    card = document.card()
    last = card.state(now)
    for moment in sorted({each for each in card.changes() if each > now}):
        state = card.state(moment)
        if state != last:
            yield StateFrom(moment, state)
            last = state


def _names_in(document: Document, named: Mapping[str, Document], kind: str) -> tuple[tuple[str, ...], ...]:
    known = (named[key] for key in document.refs if key in named)
    return tuple(
        tuple(clean(form) for form in each.forms_of_name()) for each in known if kind == each.NAMED_AS
    )


def _texts_of(document: Document, named: Mapping[str, Document]) -> tuple[str, str]:
    """Headings and all the rest, in the order in which the document says them."""
    headings: list[str] = list(document.signs())
    body: list[str] = []
    for is_title, text in _walk(
        document, (name for name in document.__struct_fields__ if name not in _OWN), named
    ):
        found = plain_of(text)
        if found:
            (headings if is_title else body).append(found)
    return _joined(headings), _joined(body)


def _joined(texts: Iterable[str]) -> str:
    return " · ".join(dict.fromkeys(texts))


def _walk(value: Struct, fields: Iterable[str], named: Mapping[str, Document]) -> Iterator[tuple[bool, str]]:
    for name in fields:
        inside = getattr(value, name)
        if isinstance(value, Base):
            yield from _presented(inside, named)
        if name in _NOT_TEXT:
            continue
        is_title = name.endswith(_TITLES) and not isinstance(value, File)
        is_title = is_title or (isinstance(value, Heading) and name == "text")
        for text in _texts_in(inside, named):
            yield (is_title, text) if isinstance(text, str) else text


def _presented(value: Any, named: Mapping[str, Document]) -> Iterator[tuple[bool, str]]:
    """What a block shows of the people, partners and offices whose keys it holds: names as headings, and their texts."""
    for key in value if isinstance(value, tuple) else (value,):
        other = named.get(key) if isinstance(key, str) else None
        if other is not None and other.NAMED_AS:
            yield from ((True, form) for form in other.forms_of_name())
            yield False, other.summary
            yield from _walk(other, (name for name in other.__struct_fields__ if name not in _OWN), {})


def _texts_in(value: Any, named: Mapping[str, Document]) -> Iterator[Any]:
    if isinstance(value, str):
        if value and not _CODE.fullmatch(value):
            yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts_in(each, named)
    elif isinstance(value, Picture):
        yield value.caption
    elif isinstance(value, Struct):
        yield from _walk(value, value.__struct_fields__, named)
