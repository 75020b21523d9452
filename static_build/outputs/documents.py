"""Every document as JSON: the contract with any other front end."""

from __future__ import annotations

from collections.abc import Iterator, Set

from msgspec import Struct

from frontend.document_addresses import address_of
from site_content.documents import Document
from static_build.outputs.output import JSON, Output
from static_build.site import Place, Site, tokens


class DocumentInput(Struct, frozen=True, kw_only=True):
    """One document as it is, with its state at the build's `now`."""

    document: Document
    state: str = ""
    named: dict[str, str] = {}
    """By key, where the JSON of each document is that this one names: in its language, else in another."""


def document_of(site: Site, key: str, locale: str) -> Output | None:
    """The file of one document, without a plan of all the others; None where it is not public."""
    return next(plan(site, key, locale), None)


def subjects(site: Site) -> Set[Place]:
    """Every document."""
    return site.documents.keys()


def plan(site: Site, key: str, locale: str) -> Iterator[Output]:
    """The document's file."""
    document = site.ask("document", key, locale)
    if document is not None:
        shown = document.without_persons()
        yield Output(
            path=address_of(document).lstrip("/"),
            type=JSON,
            input=DocumentInput(document=shown, state=site.state(document), named=_find_named(site, shown)),
            sources=tokens([shown]),
            changes_at=site.changes_at([document]),
        )


def _find_named(site: Site, document: Document) -> dict[str, str]:
    keys = sorted({*document.refs, *document.topics, document.parent, document.office} - {""})
    cards = ((key, site.card(key, document.locale)) for key in keys)
    return {key: address_of(card) for key, card in cards if card is not None}
