"""What is answered while somebody types."""

from __future__ import annotations

from msgspec import Struct

from static_build.search.answer import Completion


class Completions(Struct, frozen=True, kw_only=True):
    """Suggestions in their order."""

    q: str
    """What was typed, normalised."""
    locale: str
    completions: tuple[Completion, ...]
