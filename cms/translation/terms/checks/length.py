"""How long a translation may be: the field's own limit, and what search engines show of titles and descriptions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from cms.translation.terms.checks.finding import Finding

SEARCH_WIDTHS = {"seo_title": 60, "search_description": 160}
"""In half-width characters: about what a result shows before it is cut; a Chinese character counts as two."""


def check_length(text: str, *, is_chinese: bool, limit: int | None, path: str) -> Iterator[Finding]:
    """Over the field's limit stops the hand-in; over what search engines show is told."""
    count = len(text)
    if limit is not None and count > limit:
        parameters = {"count": str(count), "limit": str(limit)}
        yield Finding("too_long", "error", limit, count, parameters=parameters)
    shown = SEARCH_WIDTHS.get(path)
    if shown is not None and measure(text) > shown:
        limit = shown // 2 if is_chinese else shown
        yield Finding("cut_in_search", "warning", 0, count, parameters={"limit": str(limit)})


def measure(text: str) -> int:
    """The width of a text in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
