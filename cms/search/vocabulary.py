"""The values that parameters may have: types that have pages, states of pages, languages of the site."""

from __future__ import annotations

from functools import cache

from site_content.documents import CARDS, TYPES
from site_content.languages import LANGUAGES

WITHOUT_PAGE = frozenset({"office", "partner", "person", "settings", "topic"})
"""Types that others name and that have no page of their own, so that none is ever found."""


def list_locales() -> tuple[str, ...]:
    """Codes of the languages, as in addresses."""
    return tuple(LANGUAGES)


@cache
def list_types() -> tuple[str, ...]:
    """Names of the types of pages."""
    return tuple(sorted(set(TYPES) - WITHOUT_PAGE))


@cache
def list_states() -> tuple[str, ...]:
    """Every state in which a page can be."""
    return tuple(sorted({state for card in CARDS.values() for state in card.STATES}))
