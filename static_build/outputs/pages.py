"""HTML of every page: its document, the cards of what it names, its children, and where the language switch leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import Any

from msgspec.structs import replace

from frontend.inputs import Group, HomeInput, ListInput, PageInput, Switch
from site_content.documents import Card, Document
from static_build.facets.shown import make_facets, shown_topics
from static_build.frames import frames_of
from static_build.lists import archive_pages, count_elsewhere, find_related, show_elsewhere
from static_build.outputs.output import HTML, Output, html_path
from static_build.site import Place, Site, tag, tokens


def subjects(site: Site) -> Set[Place]:
    """Every document."""
    return site.documents.keys()


def plan(site: Site, key: str, locale: str) -> Iterator[Output]:
    """The page of a document that has a path."""
    document = site.ask("document", key, locale)
    if document is None or not document.path or locale not in frames_of(site):
        return
    make = {"section": _list, "home": _home}.get(tag(document), _page)
    made, shown = make(site, document)
    page = page_output(site, document.path, made, document, *shown)
    if tag(document) == "section":
        # Counts and groups follow from what it lists, shown here or not.
        page = replace(page, changes_at=site.ask("type_changes_at", document.lists, locale))
    yield replace(page, document=f"{key}@{locale}")


def _page(site: Site, document: Document) -> tuple[PageInput, list[Card]]:
    children: tuple[Card, ...] = site.ask("children", document.key, document.locale)
    related = find_related(site, document, tag(document))
    parts: tuple[Card, ...] = site.ask("parts", document.key, document.locale)
    cards = cards_of(site, document, *children, *related)
    if (own := site.card(document.key, document.locale)) is not None:
        cards[document.key] = own  # what of it depends on the moment, such as the deadline that counts
    shown = [*cards.values(), *children, *related, *parts]
    page = PageInput(
        frame=site.ask("frame", document.locale),
        document=document,
        cards=cards,
        states=states(site, document, *shown),
        switches=switches(site, document),
        children=children,
        related=related,
        parts=parts,
    )
    return page, shown


def _list(site: Site, document: Any) -> tuple[ListInput, list[Card]]:
    groups: tuple[Group, ...] = site.ask("groups", document.lists, document.locale)
    foreign = show_elsewhere(site, document)
    listed = _grouped((*groups, *foreign))
    cards = cards_of(site, document, *listed)
    children: tuple[Card, ...] = site.ask("children", document.key, document.locale)
    in_groups = {card.key for card in listed}
    section = ListInput(
        frame=site.ask("frame", document.locale),
        document=document,
        groups=groups,
        cards=cards,
        states=states(site, *listed),
        switches=switches(site, document),
        archive=archive_pages(site, document),
        elsewhere=count_elsewhere(site, document),
        children=tuple(child for child in children if child.key not in in_groups),
        only_elsewhere=foreign,
        facets=make_facets(site, document, counted=True),
    )
    topics = shown_topics(site, document, section.facets)
    return section, [*cards.values(), *listed, *children, *topics]


def _home(site: Site, document: Document) -> tuple[HomeInput, list[Card]]:
    groups: tuple[Group, ...] = site.ask("home_groups", document.locale)
    listed = _grouped(groups)
    cards = cards_of(site, document, *listed)
    shown = [*cards.values(), *listed]
    home = HomeInput(
        frame=site.ask("frame", document.locale),
        document=document,
        cards=cards,
        states=states(site, document, *shown),
        switches=switches(site, document),
        groups=groups,
    )
    return home, shown


def _grouped(groups: Iterable[Group]) -> list[Card]:
    return [card for group in groups for card in group.cards]


def page_output(site: Site, path: str, made: object, *shown: Document | Card) -> Output:
    """The HTML output at a public path, with the tokens of all that it shows."""
    return Output(
        path=html_path(path),
        type=HTML,
        input=made,
        sources=tokens(shown),
        changes_at=site.changes_at(shown),
    )


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
    found = {each.key: site.state(each) for each in shown}
    return {key: state for key, state in sorted(found.items()) if state}


def switches(site: Site, document: Document) -> tuple[Switch, ...]:
    """Where the language switch leads: the same page, else the nearest page above that has the language."""
    paths = {alternate.locale: alternate.path for alternate in document.alternates}
    return tuple(
        Switch(code, paths[code], True)
        if code in paths
        else Switch(code, _nearest(site, document, code), False)
        for code in frames_of(site)
    )


def _nearest(site: Site, document: Document, locale: str) -> str:
    parent = site.document(document.parent, document.locale) if document.parent else None
    while parent is not None:
        for alternate in parent.alternates:
            if alternate.locale == locale:
                return alternate.path
        parent = site.document(parent.parent, parent.locale) if parent.parent else None
    return f"/{locale}/"
