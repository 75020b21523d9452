"""Marks in the text of a hit: what the server marked comes in, escaped HTML with `<mark>` alone goes out."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from site_content.search.chinese import simplify
from site_content.search.italian import ELIDED

_BEGIN, _END = "\ue000", "\ue001"
_BETWEEN = re.compile(f"{_END}{_BEGIN}")
_ARTICLE = re.compile(rf"{_BEGIN}((?:{'|'.join(ELIDED)})['’])(?=\w)", re.IGNORECASE)
"""To the server an article and its word are one: it takes the article off when it has already cut the text."""
LONGEST = 280
"""Characters of an excerpt in which nothing is marked."""


def marked_title(hit: dict[str, Any]) -> str:
    """The title with what was found in it marked."""
    source = hit["_source"]
    found = hit.get("highlight", {}).get("title")
    return _as_html(found[0] if found else source["title"], source.get("written", {}).get("title", ""))


def marked_excerpt(hit: dict[str, Any]) -> str:
    """The summary where something is marked in it, else the best stretch of the body, else the summary."""
    source, marks = hit["_source"], hit.get("highlight", {})
    written = source.get("written", {})
    if "summary" in marks:
        return _as_html(marks["summary"][0], written.get("summary", ""))
    if "body" in marks:
        return _stretch(marks["body"][0], written.get("body", ""))
    return escape(_cut(written.get("summary") or source.get("summary", "")), quote=False)


def _stretch(marked: str, body: str) -> str:
    """`body`: all of it as it was written, where that differs from what is searched."""
    marked = marked.strip(" ·")
    plain = marked.replace(_BEGIN, "").replace(_END, "")
    simple = simplify(body)
    start = simple.find(plain) if len(simple) == len(body) else -1
    return _as_html(marked, body[start : start + len(plain)] if start >= 0 else "")


def _as_html(marked: str, written: str) -> str:
    """`written`: the same text in the characters in which its author wrote it, where they differ."""
    text = _ARTICLE.sub(rf"\1{_BEGIN}", _BETWEEN.sub("", marked))
    if written:
        text = _transfer(text, written)
    return escape(text, quote=True).replace(_BEGIN, "<mark>").replace(_END, "</mark>")


def _transfer(marked: str, written: str) -> str:
    """The marks, on the text as it was written; characters stand one for one, else the simplified text is kept."""
    if len(marked) - marked.count(_BEGIN) - marked.count(_END) != len(written):
        return marked
    letters = iter(written)
    return "".join(each if each in (_BEGIN, _END) else next(letters) for each in marked)


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
