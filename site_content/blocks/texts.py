"""Blocks for text that is translated, with the same rich-text buttons everywhere."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from site_content.rich_text import FEATURES


class ProseBlock(blocks.RichTextBlock):
    """Rich text with the buttons that the sanitiser lets through."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": FEATURES, **kwargs})


class LineBlock(blocks.CharBlock):
    """One line of text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 255, **kwargs})


class LinesBlock(blocks.TextBlock):
    """A few lines of text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"rows": 2, **kwargs})
