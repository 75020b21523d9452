"""A term that was found in a text, with what the glossary says of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """`start` and `end` count characters of the plain text; `source` and `target` are the glossary's forms."""

    start: int
    end: int
    source: str
    target: str
    forbidden: tuple[str, ...] = ()
    """Not to be written in the target language for this term."""
    others: tuple[str, ...] = ()
    """Accepted in the place of `target`: further rows of the same term, and wordings that its note names."""
    note: str = ""
    definition: str = ""
