"""Every document as JSON: the contract with any other front end."""

from __future__ import annotations

from collections.abc import Iterator, Set

from msgspec import Struct

from site_content.documents import Document
from static_build.outputs.output import JSON, Output
from static_build.site import Place, Site, tag, tokens

ROOT = "api/documents/v1"


class DocumentInput(Struct, frozen=True, kw_only=True):
    """One document as it is, with its state at the build's `now`."""

    document: Document
    state: str = ""


def subjects(site: Site) -> Set[Place]:
    """Every document."""
    return site.documents.keys()


def plan(site: Site, key: str, locale: str) -> Iterator[Output]:
    """The document's file."""
    document = site.ask("document", key, locale)
    if document is not None:
        shown = document.without_persons()
        yield Output(
            path=f"{ROOT}/{locale}/{tag(document)}/{key}.json",
            type=JSON,
            input=DocumentInput(document=shown, state=site.state(document)),
            sources=tokens([shown]),
            changes_at=site.changes_at([document]),
        )
