"""What every document and every card has: plain, frozen, typed and JSON-able, with no Django in them.

A document holds language-neutral facts from the source page and text from its own language; it never holds `now`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cached_property
from hashlib import blake2b
from typing import Any, ClassVar, Self

import msgspec
from msgspec import Struct

from site_content.documents.blocks import Block
from site_content.documents.values import Alternate, Crumb, File, Picture, Staleness

_encoder = msgspec.json.Encoder(order="sorted")


class Digested(Struct, frozen=True, kw_only=True, dict=True):
    """A value that is part of many outputs: its digest is worked out once."""

    @cached_property
    def digest(self) -> bytes:
        """Digest of all that it says."""
        return blake2b(_encoder.encode(self), digest_size=20).digest()


class Shown(Digested, frozen=True, kw_only=True):
    """A document or a card: what readers are shown."""

    @cached_property
    def media(self) -> tuple[Picture | File, ...]:
        """Every picture and file anywhere in it."""
        return tuple(_media_in(self))

    def without_persons(self) -> Self:
        """The same less the files that name persons: for JSON, feeds and search, of which others keep copies."""
        return self


_PLAIN = frozenset({str, int, bool, float, type(None), date, datetime, dict})


def _media_in(value: Struct) -> Iterator[Picture | File]:
    stack: list[Any] = [value]
    while stack:
        each = stack.pop()
        kind = type(each)
        if kind is Picture or kind is File:
            yield each
        elif kind is tuple:
            stack += [item for item in each if type(item) not in _PLAIN]
        elif isinstance(each, Struct):
            fields = (getattr(each, name) for name in each.__struct_fields__)
            stack += [field for field in fields if field and type(field) not in _PLAIN]


class Card(Shown, frozen=True, kw_only=True, omit_defaults=True, tag_field="type"):
    """The short projection of a document that lists and links show."""

    key: str
    locale: str
    path: str
    """Empty where the document has no page of its own (a person, a partner, an office, a topic)."""
    title: str
    summary: str = ""
    picture: Picture | None = None
    listed_on: date | None = None
    """The day it is sorted and archived by."""
    topics: tuple[str, ...] = ()

    STATES: ClassVar[tuple[str, ...]] = ()
    """Every state that `state` can answer."""

    def state(self, now: datetime) -> str:
        """The state at `now`; empty for what has none."""
        return ""

    def changes(self) -> Iterable[datetime]:
        """Moments (UTC) at which `state` may change."""
        return ()

    def at(self, now: datetime) -> Self:
        """The card as lists show it at `now`."""
        return self

    def timeless(self) -> Self:
        """The card without what `at` added: for those who keep copies."""
        return self


class Document(Shown, frozen=True, kw_only=True, omit_defaults=True, tag_field="type"):
    """One page or snippet in one language."""

    key: str
    """Translation key: the same in every language."""
    locale: str
    path: str = ""
    title: str
    summary: str = ""
    body: tuple[Block, ...] = ()
    picture: Picture | None = None
    topics: tuple[str, ...] = ()
    """Keys of topics."""
    seo_title: str = ""
    seo_description: str = ""
    reviewed_on: date | None = None
    office: str = ""
    """Key of the office that owns it."""
    source_locale: str
    alternates: tuple[Alternate, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    parent: str = ""
    """Key of the parent page."""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    stale: Staleness | None = None
    refs: tuple[str, ...] = ()
    """Keys of every document that this one names, in order of appearance, without doubles."""
    linked: tuple[File, ...] = ()
    """Files to which its rich text leads."""

    NAMED_AS: ClassVar[str] = ""
    """`person` or `organisation` for what readers look for by its name."""

    def card(self) -> Card:
        """This document's card."""
        raise NotImplementedError

    def state(self, now: datetime) -> str:
        """The state at `now`, as its card tells it."""
        return self.card().state(now)

    def changes(self) -> Iterable[datetime]:
        """Moments (UTC) at which what is shown of it may change."""
        return self.card().changes()

    def identifiers(self) -> tuple[str, ...]:
        """What it is cited by: the number of a call, a reference, a patent."""
        return ()

    def codes(self) -> tuple[str, ...]:
        """The codes by which readers narrow a search in words: audience, kind, mode."""
        return ()

    def signs(self) -> tuple[str, ...]:
        """What its page says alike in every language and in no text of its own: `TRL 6`."""
        return ()

    def forms_of_name(self) -> tuple[str, ...]:
        """Every name it is known by, the one in its own language first."""
        return (self.title,)

    def span(self) -> tuple[datetime | None, datetime | None]:
        """When it begins and until when it is of use: a deadline, an end. None where it has no such moment."""
        return None, None


def card_fields(document: Document) -> dict[str, Any]:
    """The fields that every card takes from its document as they are."""
    return {
        "key": document.key,
        "locale": document.locale,
        "path": document.path,
        "title": document.title,
        "summary": document.summary,
        "picture": document.picture,
        "topics": document.topics,
    }
