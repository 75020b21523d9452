"""What another front end needs beside documents: names, menus, languages, what has moved, and the description of it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from frontend.document_addresses import DESCRIPTION, ROOT
from frontend.feed_addresses import FEED_NAMES, feed_folder
from frontend.inputs import Frame, MenuItem, Social
from site_content.documents import TYPES
from site_content.documents.office import OfficeCard
from site_content.documents.values import Link
from site_content.languages import LANGUAGES
from static_build.frames import frames_of
from static_build.outputs.output import JSON, Output
from static_build.site import Redirect, Site, tokens

MOVES = f"{ROOT}/redirects.json"


class SiteLanguage(Struct, frozen=True, kw_only=True):
    """A language in which the site has a home page."""

    locale: str
    tag: str
    """BCP 47."""
    name: str
    site_name: str
    home: str
    """Path of the home page."""
    site: str
    """Path of this file in that language."""


class SiteInput(Struct, frozen=True, kw_only=True):
    """What surrounds every page of a language."""

    locale: str
    name: str
    tagline: str
    origin: str
    """Of the addresses that readers see; every path in any document is below it."""
    canonical_origin: str
    languages: tuple[SiteLanguage, ...]
    menu: tuple[MenuItem, ...]
    legal: tuple[Link, ...]
    social: tuple[Social, ...]
    offices: tuple[OfficeCard, ...]
    footer_text: str
    declaration_url: str
    icp: str
    public_security: str
    organiser: str
    search_url: str
    """The search endpoint; empty where there is none."""
    indexes: dict[str, str]
    """By type, the path of the newest of its documents."""
    feeds: dict[str, str]
    """By name, the path of each Atom feed."""
    redirects: str
    description: str


class MovesInput(Struct, frozen=True, kw_only=True):
    """Every old address and where it leads now."""

    items: tuple[Redirect, ...]


class DescriptionInput(Struct, frozen=True, kw_only=True):
    """What the OpenAPI description depends on; the code's digest in the fingerprint covers the schemas."""

    origin: str
    locales: tuple[str, ...]
    types: tuple[str, ...]


def subjects(site: Site) -> Iterator[tuple[Any, ...]]:
    """The description, the redirects, and the site in each language."""
    yield ("description",)
    yield ("moves",)
    for locale in frames_of(site):
        yield "site", locale


def plan(site: Site, kind: str, *subject: Any) -> Iterator[Output]:
    """The output of one subject."""
    yield from _PLANS[kind](site, *subject)


def _description(site: Site) -> Iterator[Output]:
    made = DescriptionInput(
        origin=site.public_url, locales=tuple(frames_of(site)), types=tuple(sorted(TYPES))
    )
    yield Output(path=DESCRIPTION, type=JSON, input=made)


def _moves(site: Site) -> Iterator[Output]:
    yield Output(path=MOVES, type=JSON, input=MovesInput(items=site.ask("redirects")))


def _site(site: Site, locale: str) -> Iterator[Output]:
    frames = frames_of(site)
    frame = frames[locale]
    made = SiteInput(
        locale=locale,
        name=frame.site_name,
        tagline=frame.tagline,
        origin=frame.public_url,
        canonical_origin=frame.canonical_url,
        languages=tuple(_language(each) for each in frames.values()),
        menu=frame.menu,
        legal=frame.legal,
        social=frame.social,
        offices=frame.offices,
        footer_text=frame.footer_text,
        declaration_url=frame.declaration_url,
        icp=frame.icp,
        public_security=frame.public_security,
        organiser=frame.organiser,
        search_url=frame.search_url,
        indexes={type: f"/{ROOT}/{locale}/{type}/index.json" for type in sorted(TYPES)},
        feeds={name: f"{feed_folder(locale, name)}.atom" for name in sorted({"all", *FEED_NAMES.values()})},
        redirects=f"/{MOVES}",
        description=f"/{DESCRIPTION}",
    )
    yield Output(path=f"{ROOT}/{locale}/site.json", type=JSON, input=made, sources=tokens(frame.offices))


def _language(frame: Frame) -> SiteLanguage:
    language = LANGUAGES[frame.locale]
    return SiteLanguage(
        locale=frame.locale,
        tag=language.tag,
        name=language.name,
        site_name=frame.site_name,
        home=f"/{frame.locale}/",
        site=f"/{ROOT}/{frame.locale}/site.json",
    )


_PLANS: dict[str, Callable[..., Iterator[Output]]] = {
    "description": _description,
    "moves": _moves,
    "site": _site,
}
