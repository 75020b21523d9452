"""The full content of an entry as plain HTML that any reader shows: no class, no script, every address whole.

In: a document, the cards of whom it names, the site's origin. Out: sanitised HTML. What depends on time is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import nh3
from jinja2 import Environment

from frontend.environment import environment_of
from frontend.items import type_of
from frontend.kept import Kept
from site_content.documents.base import Card, Document

KEPT = 2048
"""So many contents are remembered: an entry stands in the feeds of its language, its type and its topics, in two formats."""
_TAGS = {
    *("p", "br", "b", "strong", "i", "em", "sup", "sub", "a", "ul", "ol", "li", "h2", "h3", "h4", "figure", "time", "s"),
    *("figcaption", "blockquote", "img", "table", "caption", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd"),
    *("details", "summary", "del", "ins"),
}  # fmt: skip
_LEFT_OUT = {"script", "style", "button"}
"""Left out with what is in them: no reader runs the scripts that buttons need."""
_ATTRIBUTES = {
    "*": {"lang"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "time": {"datetime"},
    "th": {"scope"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_ADDRESSES = frozenset({"href", "src"})
_CONTENTS: Kept[str] = Kept(KEPT)


def render_content(document: Document, cards: Mapping[str, Card], origin: str) -> str:
    """The document's content; the same arguments give the same text."""
    environment = environment_of(document.locale)
    key = (origin, *digests_of(document, cards))
    return _CONTENTS.find(environment, key, lambda: _render(environment, document, cards, origin))


def digests_of(document: Document, cards: Mapping[str, Card]) -> Iterator[bytes]:
    """Digests of all that an entry shows: its document, whom that names, and the organisations that stand beside them."""
    yield document.digest
    for key in (*document.refs, *document.topics):
        if (card := cards.get(key)) is not None:
            yield card.digest
            if organisation := cards.get(getattr(card, "organisation", "")):
                yield organisation.digest


def _render(environment: Environment, document: Document, cards: Mapping[str, Card], origin: str) -> str:
    names = [f"feeds/content/{type_of(document)}.html", "feeds/content/page.html"]
    html = environment.select_template(names).render(page=document, cards=cards, states={}, switches=())
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_LEFT_OUT,
        attributes=_ATTRIBUTES,
        attribute_filter=_make_whole(origin, document.path),
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    return "\n".join(line for line in map(str.strip, cleaned.splitlines()) if line)


def _make_whole(origin: str, path: str) -> Callable[[str, str, str], str | None]:
    def make_whole(tag: str, attribute: str, value: str) -> str | None:
        """An address of the site with its origin in front; one that leads into the page with the page's."""
        if attribute not in _ADDRESSES:
            return value
        if value.startswith("#"):
            return origin + path + value
        return origin + value if value.startswith("/") and not value.startswith("//") else value

    return make_whole
