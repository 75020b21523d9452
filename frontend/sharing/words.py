"""What stands on a page's share picture, and the address that follows from it. Draws nothing.

In: a document and the names of the site. Out: a Share; its address is known before anybody draws it. No date and no state
stands on it: whoever shared it keeps it for years.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import msgspec
from msgspec import Struct

from frontend.items import type_of
from frontend.messages import read_catalogue
from site_content.documents.base import Document
from site_content.languages import LANGUAGES

DESIGN = 1
"""Goes up when the drawing changes, so that every picture is made anew under a new address."""
FONTS = ("fontpkg-noto-serif", "manimgx-fonts-cjk")
"""The packages whose letters are drawn: their versions are part of the address."""
WIDTH, HEIGHT = 1200, 630
FOLDER = "media/share/"
SITE = "site"
"""Stands in the place of a key for what is no document's page."""


class Share(Struct, frozen=True, kw_only=True):
    """All that a share picture depends on, besides the design."""

    locale: str
    seed: str
    """Chooses the drawing: the document's key."""
    title: str
    kind: str = ""
    facts: str = ""
    site_name: str
    other_name: str = ""
    """The site's name in the other languages."""


def share_page(document: Document, site_name: str, other_names: Mapping[str, str]) -> Share:
    """The share picture of a document's page. `other_names`: the site's name by locale code."""
    kind, facts = _describe(document)
    return Share(
        locale=document.locale,
        seed=document.key,
        title=document.seo_title or document.title,
        kind=kind,
        facts=facts,
        site_name=site_name,
        other_name=_join(other_names.values()),
    )


def share_site(locale: str, site_name: str, other_names: Mapping[str, str]) -> Share:
    """The share picture of pages that are no document's: the site's names alone."""
    names = _join(other_names.values())
    return Share(locale=locale, seed=SITE, title=site_name, site_name=site_name, other_name=names)


def digest_of(share: Share) -> str:
    """Sixteen digits that stand for the picture: the same words in the same design give the same."""
    return blake2b(_design() + msgspec.json.encode(share), digest_size=8).hexdigest()


def path_of(token: str, digest: str) -> str:
    """Where the picture is below the public root. `token`: of the document, `<key>@<locale>`; empty for the site's own."""
    key, _, locale = token.partition("@")
    return f"{FOLDER}{locale}/{key}-{digest}.jpg" if token else f"{FOLDER}{SITE}-{digest}.jpg"


@cache
def _design() -> bytes:
    return f"{DESIGN} {' '.join(map(_version, FONTS))}\n".encode()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _describe(document: Document) -> tuple[str, str]:
    """The kind of thing it is, and facts that time does not change, in words of its language."""
    describe = _DESCRIBED.get(type_of(document))
    if describe is None:
        return "", ""
    catalogue = read_catalogue(LANGUAGES[document.locale].babel)
    kinds, facts = describe(document, catalogue.plain)
    kind = catalogue.plain("type", type_of(document))
    return _join(kinds or (kind,)), _join(filter(None, facts))


def _join(words: Iterable[str]) -> str:
    return " · ".join(words)


Word = Callable[[str, str], str]
Words = tuple[tuple[str, ...], tuple[str, ...]]


def _call(call: Any, word: Word) -> Words:
    audience = tuple(word("audience", each) for each in call.audience)
    return (word("type", "call"), word("call kind", call.kind)), (call.identifier, *audience)


def _event(event: Any, word: Word) -> Words:
    cities = dict.fromkeys(venue.city for venue in event.venues)
    return (word("type", "event"), word("event mode", event.mode)), tuple(cities)


def _technology(profile: Any, word: Word) -> Words:
    return (word("profile", profile.profile),), (
        profile.reference,
        f"TRL {profile.trl}" if profile.trl else "",
    )


def _programme(programme: Any, word: Word) -> Words:
    level = (word("programme level", programme.level),) if programme.level else ()
    return (word("type", "programme"), *level), ()


def _publication(publication: Any, word: Word) -> Words:
    return (), (publication.identifier, *publication.authors[:2])


def _plain(document: Any, word: Word) -> Words:
    return (), ()


_DESCRIBED: dict[str, Callable[[Any, Word], Words]] = {
    "call": _call,
    "event": _event,
    "technology": _technology,
    "programme": _programme,
    "publication": _publication,
    "news": _plain,
    "service": _plain,
}
