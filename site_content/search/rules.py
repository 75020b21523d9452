"""Rules: words that mean the same, and best answers that editors have chosen. Plain values."""

from __future__ import annotations

from msgspec import Struct


class Pin(Struct, frozen=True):
    """A page that answers a query best."""

    query: str
    """As an editor wrote it; compared after both were normalised."""
    key: str
    """Translation key of the page."""


class Rules(Struct, frozen=True, kw_only=True):
    """What holds for the queries of one language."""

    synonyms: tuple[tuple[str, ...], ...] = ()
    """Each group: words or phrases that mean the same in this language."""
    across: tuple[tuple[str, str], ...] = ()
    """A term of this language and the one of the other that means the same, for a search in the other language too."""
    pins: tuple[Pin, ...] = ()
