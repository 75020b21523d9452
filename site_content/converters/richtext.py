"""Rich text from the database to safe HTML: links resolved to what is public, the rest sanitised whatever came in."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

import nh3

from site_content.rich_text import TAGS

_SCHEMES = {"http", "https", "mailto", "tel"}
_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*\"([^\"]*)\"")
_FACT = re.compile(r"\{([a-z_]+)\}")
_CLEANER = nh3.Cleaner(
    tags=set(TAGS), attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel=None, strip_comments=True
)

Resolve = Callable[[str, int], str | None]
"""(`page` or `document`, id) to a root-relative URL; None where it may not be shown."""


def clean_html(html: str, *, resolve: Resolve, facts: dict[str, str]) -> str:
    """Safe HTML. A link to what is not public becomes its text; `{deadline}` and the like become the page's facts."""
    if "linktype" in html or "<a" in html:
        html = _LINK.sub(lambda match: _link(match, resolve), html)
    if facts and "{" in html:
        html = _FACT.sub(lambda match: escape(facts.get(match[1], match[0])), html)
    return _CLEANER.clean(html).strip() if "<" in html or "&" in html else escape(html, quote=False)


def fill_facts(text: str, facts: dict[str, str]) -> str:
    """Plain text with its placeholders filled in."""
    return _FACT.sub(lambda match: facts.get(match[1], match[0]), text) if facts and "{" in text else text


def _link(match: re.Match[str], resolve: Resolve) -> str:
    attributes = dict(_ATTRIBUTE.findall(match[1]))
    kind = attributes.get("linktype")
    if kind is None:
        return match[0]
    number = attributes.get("id", "")
    url = resolve(kind, int(number)) if kind in ("page", "document") and number.isdigit() else None
    return f'<a href="{escape(url)}">{match[2]}</a>' if url else match[2]


def plain_text(html: str) -> str:
    """The words of an HTML fragment, blocks separated by a space."""
    text = re.sub(r"</(p|li|ul|ol)>|<br ?/?>", " ", html)
    return re.sub(r"\s+", " ", unescape(nh3.clean(text, tags=set()))).strip()
