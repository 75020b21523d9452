"""Which of the editors' search rules may leave: synonyms, and best answers whose page is public. Plain values."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from site_content.documents import Document
from site_content.search.rules import Rules


def keep_public(
    rules: Mapping[str, Rules], documents: Mapping[tuple[str, str], Document]
) -> dict[str, Rules]:
    """The rules less best answers to pages that are not among the documents: their queries could tell what is to come."""
    return {
        code: replace(each, pins=tuple(pin for pin in each.pins if (pin.key, code) in documents))
        for code, each in rules.items()
    }
