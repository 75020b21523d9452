"""What rich text may hold: the editor's features, the sanitiser's tags and the facts it can name."""

from __future__ import annotations

FEATURES = ["bold", "italic", "superscript", "subscript", "link", "ul", "ol"]
"""The editor's buttons; headings and documents are blocks of their own."""

TAGS = frozenset({"p", "br", "b", "strong", "i", "em", "sup", "sub", "a", "ul", "ol", "li"})
"""What those buttons can write: the sanitiser lets nothing else through."""

FACTS = ("deadline", "amount", "identifier")
"""Facts that a text can name in braces, such as `{deadline}`; each language writes them in its own way."""
