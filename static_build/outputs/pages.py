"""HTML of every page: its document, the cards of what it names, its children, and where the language switch leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from frontend.inputs import Frame, HomeInput, PageInput, Switch
from site_content.documents import Card, Document
from static_build.lists import home_groups, list_input
from static_build.outputs.output import HTML, Output, html_path
from static_build.site import Site, tag

RELATED = 3


def plan(site: Site, frames: dict[str, Frame]) -> Iterator[Output]:
    """One output for each document that has a path."""
    index = Index(site)
    for document in site.documents.values():
        if document.path and document.locale in frames:
            yield _output(index, document, frames)


class Index:
    """What pages need to find in the whole site: children by parent, newest items by topic."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.children: dict[tuple[str, str], list[Card]] = defaultdict(list)
        self._by_topic: dict[tuple[str, str, str], list[Card]] = defaultdict(list)
        for document in site.documents.values():
            if document.path:
                self._add(document)
        for cards in self._by_topic.values():
            cards.sort(key=lambda card: (str(card.listed_on or ""), card.key), reverse=True)

    def _add(self, document: Document) -> None:
        card = self.site.card(document.key, document.locale)
        if card is None:
            return
        if tag(document) in ("page", "service", "section"):
            self.children[document.parent, document.locale].append(card)
        for topic in document.topics if card.listed_on else ():
            self._by_topic[topic, tag(document), document.locale].append(card)

    def related(self, document: Document) -> tuple[Card, ...]:
        """The newest others of the same type that share a topic."""
        found: dict[str, Card] = {}
        for topic in document.topics:
            for card in self._by_topic[topic, tag(document), document.locale][: RELATED + 1]:
                if card.key != document.key:
                    found[card.key] = card
        newest = sorted(found.values(), key=lambda card: (str(card.listed_on), card.key), reverse=True)
        return tuple(newest[:RELATED])


def _output(index: Index, document: Document, frames: dict[str, Frame]) -> Output:
    site, frame = index.site, frames[document.locale]
    shared = switches(site, document, frames)
    children = tuple(index.children[document.key, document.locale])
    if tag(document) == "section":
        made = list_input(site, document, frame, shared, children)
        return page_output(
            site, document.path, made, document, *made.cards.values(), *_grouped(made.groups), *children
        )
    if tag(document) == "home":
        groups = home_groups(site, document)
        listed = _grouped(groups)
        cards = cards_of(site, document, *listed)
        home = HomeInput(
            frame=frame,
            document=document,
            cards=cards,
            states=states(site, document, *listed, *cards.values()),
            switches=shared,
            groups=groups,
        )
        return page_output(site, document.path, home, document, *cards.values(), *listed)
    related = index.related(document)
    cards = cards_of(site, document, *children, *related)
    page = PageInput(
        frame=frame,
        document=document,
        cards=cards,
        states=states(site, document, *cards.values(), *children, *related),
        switches=shared,
        children=children,
        related=related,
    )
    return page_output(site, document.path, page, document, *cards.values(), *children, *related)


def _grouped(groups: Iterable[object]) -> list[Card]:
    return [card for group in groups for card in group.cards]  # type: ignore[attr-defined]


def page_output(site: Site, path: str, made: object, *shown: Document | Card) -> Output:
    """The HTML output at a public path, with the tokens of all that it shows."""
    return Output(path=html_path(path), type=HTML, input=made, sources=site.tokens(shown))


def cards_of(site: Site, document: Document | None, *listed: Card) -> dict[str, Card]:
    """Cards of all that a document names, and of the topics and people that the listed cards name."""
    locale = document.locale if document else listed[0].locale
    keys = dict.fromkeys(document.refs if document else ())
    for card in listed:
        keys.update(dict.fromkeys(card.topics))
    found = {key: site.card(key, locale) for key in keys}
    cards = {key: card for key, card in found.items() if card is not None}
    # One step further for persons' organisations and topics' sectors, which cards show beside the name.
    for card in list(cards.values()):
        for key in (getattr(card, "organisation", ""), getattr(card, "sector", "")):
            if key and key not in cards and (more := site.card(key, locale)):
                cards[key] = more
    return dict(sorted(cards.items()))


def states(site: Site, *shown: Document | Card) -> dict[str, str]:
    """State by key at the build's `now`, of those that have one."""
    found = {each.key: each.state(site.now) for each in shown}
    return {key: state for key, state in sorted(found.items()) if state}


def switches(site: Site, document: Document, frames: dict[str, Frame]) -> tuple[Switch, ...]:
    """Where the language switch leads: the same page, else the nearest page above that has the language."""
    paths = {alternate.locale: alternate.path for alternate in document.alternates}
    return tuple(
        Switch(code, paths[code], True)
        if code in paths
        else Switch(code, _nearest(site, document, code), False)
        for code in frames
    )


def _nearest(site: Site, document: Document, locale: str) -> str:
    parent = site.document(document.parent, document.locale) if document.parent else None
    while parent is not None:
        for alternate in parent.alternates:
            if alternate.locale == locale:
                return alternate.path
        parent = site.document(parent.parent, parent.locale) if parent.parent else None
    return f"/{locale}/"
