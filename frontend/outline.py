"""The headings of a page's body, for a list of contents. Blocks in, headings of the first level below the title out."""

from __future__ import annotations

from collections.abc import Iterable

from site_content.documents.blocks import Block, Heading

FEWEST = 3
"""A page with fewer parts is seen at a glance."""


def list_contents(body: Iterable[Block]) -> tuple[Heading, ...]:
    """The headings of level 2 in order; none where they are few."""
    found = tuple(block for block in body if isinstance(block, Heading) and block.level == 2)
    return found if len(found) >= FEWEST else ()
