"""What is asked of search and what it answers: the contract of the endpoint, of the benchmark and of the static index.

The page's own script makes the same answer from the static index, so that one list shows both.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from msgspec import Struct

QUERY_LENGTH = 128
"""Characters of a query after normalising."""
SIZE, LARGEST_SIZE, DEEPEST = 10, 20, 500


class Request(Struct, frozen=True, kw_only=True):
    """A question whose limits have been checked. Empty means any."""

    q: str = ""
    locale: str = "it"
    type: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    """Keys of topics."""
    status: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    page: int = 1
    size: int = SIZE
    across: bool = False
    """Whether the other language is searched too."""
    explain: bool = False


class Hit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page that was found. What ends in `_html` is escaped, with `<mark>` the only element in it."""

    key: str
    locale: str
    type: str
    url: str
    """Public path."""
    title: str
    title_html: str
    excerpt_html: str
    status: str = ""
    date: date | None = None
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    topics: tuple[str, ...] = ()
    pinned: bool = False
    why: dict[str, Any] | None = None
    """Reasons of its rank, where they were asked for."""


class Count(Struct, frozen=True, omit_defaults=True):
    """One value of a facet and how many hits have it."""

    value: str
    count: int
    label: str = ""
    """A topic's name; other values have their words in the interface's messages."""


class Suggestion(Struct, frozen=True):
    """Another way to write the query, which has results."""

    q: str
    total: int


class Answer(Struct, frozen=True, kw_only=True):
    """Hits in their order, and how many more there are."""

    q: str
    """The query as it was understood: normalised."""
    locale: str
    page: int
    size: int
    hits: tuple[Hit, ...]
    total: int
    facets: dict[str, tuple[Count, ...]]
    """`type`, `topic`, `status`, `year`: counts under the other filters."""
    suggestion: Suggestion | None
    engine: str
    """`elasticsearch` or `static`."""
    build: str
    """The release that was searched."""
    took: int
    """Milliseconds."""


class Completion(Struct, frozen=True, omit_defaults=True):
    """A suggestion while typing: a title leads to its page, a topic, person or organisation is a query."""

    text: str
    kind: str
    """`title`, `topic`, `person` or `organisation`."""
    url: str = ""
