"""Rich text as a person writes it in the content files, made into what Wagtail's editor would have stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID, uuid5

NAMESPACE = UUID("0b4c1c1e-51a5-5d0e-9d6b-2f5a0f3a7b10")
AROUND_BLOCKS = re.compile(r"\s*(</?(?:p|ul|ol|li)>)\s*")
BLOCK = re.compile(r"<(p|li)>")
PAGE_LINK = re.compile(r'<a href="page:([^"]*)">')


def make_id(place: str) -> str:
    """The id of the block at that place, the same in every load and in both languages."""
    return str(uuid5(NAMESPACE, place))


def store_rich_text(html: str, place: str, find_page: Callable[[str], int]) -> str:
    """Stored form of `html`: blocks with keys as the editor gives them, links to pages by id.

    Without the keys the editor's first saving would change the skeleton and make its translation stale.
    """
    text = " ".join(html.split())
    if not text:
        return ""
    if not text.startswith(("<p>", "<ul>", "<ol>")):
        text = f"<p>{text}</p>"
    text = AROUND_BLOCKS.sub(r"\1", text)
    text = PAGE_LINK.sub(lambda match: f'<a linktype="page" id="{find_page(match[1])}">', text)
    keys = iter(range(len(text)))
    return BLOCK.sub(
        lambda match: f'<{match[1]} data-block-key="{make_id(f"{place}#{next(keys)}")[:5]}">', text
    )
