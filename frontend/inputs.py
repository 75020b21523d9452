"""What a template is handed, and nothing else: the typed inputs that the plan makes for each output.

Whatever is not in here cannot be shown; whatever is in here is in the output's fingerprint.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from site_content.documents.base import Card, Digested, Document
from site_content.documents.office import OfficeCard
from site_content.documents.values import Link, Picture


class MenuItem(Struct, frozen=True):
    """An entry of the navigation; `children` are one level at most."""

    label: str
    url: str
    children: tuple[Link, ...] = ()


class Social(Struct, frozen=True):
    """A channel in the footer; WeChat has a QR picture and no URL."""

    label: str
    url: str = ""
    picture: Picture | None = None


class Frame(Digested, frozen=True, kw_only=True):
    """What surrounds every page of one language: made once a locale, shared by all its outputs."""

    locale: str
    site_name: str
    other_names: dict[str, str]
    """The site's name in each other language, by locale code."""
    tagline: str
    public_url: str
    """Origin without a slash at the end: the edition's own."""
    canonical_url: str
    """Origin of the main edition."""
    menu: tuple[MenuItem, ...]
    offices: tuple[OfficeCard, ...]
    social: tuple[Social, ...]
    legal: tuple[Link, ...]
    """Privacy, accessibility."""
    footer_text: str = ""
    declaration_url: str = ""
    """AgID accessibility declaration."""
    icp: str = ""
    """ICP record number, public-security number and organiser: on a mainland edition alone."""
    public_security: str = ""
    organiser: str = ""
    assets: dict[str, str]
    """Root-relative URL of each hashed file by its plain name: `site.css`, `site.js`, `mark.svg`, `search/box.js`."""
    search_url: str = ""
    """The search endpoint that scripts may ask: an address, or a path of the site; empty for none."""

    @property
    def search_path(self) -> str:
        """The search page of the language."""
        return f"/{self.locale}/search/"


class Switch(Struct, frozen=True):
    """Where the language switch leads. `same` is False where the page has no such language: then to the nearest that has."""

    locale: str
    path: str
    same: bool
    filled: bool = True
    """Whether there is something to be found: the list of one value may be empty in one language alone."""


class PageInput(Struct, frozen=True, kw_only=True, tag_field="input", tag="page"):
    """A page: its document and the cards of what it names."""

    frame: Frame
    document: Document
    """Its class tells which template: `templates/pages/<type>.html`."""
    cards: dict[str, Card]
    """By key: all that `document.refs` names and that is public, in this language where it exists, else in another."""
    states: dict[str, str]
    """State by key at the build's `now`, for the document and its cards that have one."""
    switches: tuple[Switch, ...]
    """One for each language, this one included."""
    children: tuple[Card, ...] = ()
    """Pages below it, in menu order."""
    related: tuple[Card, ...] = ()
    """Newest others that share its topics, three at most."""
    parts: tuple[Card, ...] = ()
    """Of an event, the newest that name it as the series they belong to."""


class Group(Struct, frozen=True):
    """Part of a list under a heading of its own; `name` is a key that messages know, such as `open` or `latest`."""

    name: str
    cards: tuple[Card, ...]
    more: str = ""
    """Path of the whole list; empty where this is all."""


class ArchivePage(Struct, frozen=True):
    """One numbered page of a year's archive."""

    path: str
    year: int
    number: int
    count: int


class FacetValue(Struct, frozen=True):
    """A value by which a list can be narrowed, and the page of the items that have it."""

    code: str
    """As in the address: `technology-offer`, `robotics`, `it`."""
    key: str
    """As the vocabulary has it: `technology_offer`, a topic's key, `IT`."""
    path: str
    label: str = ""
    """A topic's name; what is of a fixed vocabulary has its word in the messages."""
    locale: str = ""
    """The language of `label`."""
    count: int | None = None
    """How many items have it; None where that is not told."""


class Facet(Struct, frozen=True):
    """One question by which a list can be narrowed, and its answers; `words` is their context in the messages."""

    name: str
    words: str
    values: tuple[FacetValue, ...]


class ListInput(Struct, frozen=True, kw_only=True, tag_field="input", tag="list"):
    """A section: its document, the groups of its newest, and its archive."""

    frame: Frame
    document: Document
    groups: tuple[Group, ...]
    cards: dict[str, Card]
    states: dict[str, str]
    switches: tuple[Switch, ...]
    archive: tuple[ArchivePage, ...] = ()
    """Newest year first; inside a year by number."""
    elsewhere: dict[str, int] = {}
    """How many items exist in another language alone, by locale code."""
    children: tuple[Card, ...] = ()
    """Free pages below the section, for example how to offer a technology."""
    facets: tuple[Facet, ...] = ()
    """By what the list can be narrowed, with counts."""
    only_elsewhere: tuple[Group, ...] = ()
    """The newest of those that exist in another language alone; `name` is its locale code, `more` its section."""


class FacetInput(Struct, frozen=True, kw_only=True, tag_field="input", tag="facet"):
    """The items of a section that have one value of a facet, grouped as the section's."""

    frame: Frame
    document: Document
    """The section."""
    facet: Facet
    """The one whose value it is; of its values this one alone, with its count."""
    facets: tuple[Facet, ...]
    """By what else the section can be narrowed: without counts, so that a new item changes only the pages that show it."""
    groups: tuple[Group, ...]
    cards: dict[str, Card]
    states: dict[str, str]
    switches: tuple[Switch, ...]
    archive: tuple[ArchivePage, ...] = ()
    """The value's own pages by year where it has more items than a list shows, else none."""
    elsewhere: dict[str, int] = {}
    """As in a list, of the items with this value."""


class ArchiveInput(Struct, frozen=True, kw_only=True, tag_field="input", tag="archive"):
    """One page of a year's archive, 50 items at most, oldest page first, newest item first on it."""

    frame: Frame
    document: Document
    """The section."""
    page: ArchivePage
    items: tuple[Card, ...]
    states: dict[str, str]
    switches: tuple[Switch, ...]
    previous: str = ""
    """Path of the page before (older); the page after is reached through the section."""
    cards: dict[str, Card] = {}
    facet: Facet | None = None
    """Where the page holds the items of one value alone: its facet, with that value."""


class HomeInput(Struct, frozen=True, kw_only=True, tag_field="input", tag="home"):
    """The home page with its sections."""

    frame: Frame
    document: Document
    """A HomeDocument."""
    cards: dict[str, Card]
    states: dict[str, str]
    switches: tuple[Switch, ...]
    groups: tuple[Group, ...]
    """In order, those that are not empty: `calls`, `events`, `programmes`, `news`, `technology`, `partners`, `offices`.

    `more` leads to the section."""


class SearchInput(Struct, frozen=True, kw_only=True, tag_field="input", tag="search"):
    """The search page of a language. What it finds is not in it: its scripts ask."""

    frame: Frame
    switches: tuple[Switch, ...]
    topics: dict[str, str]
    """Names of topics by key, for filters that an address holds."""


class MissingInput(Struct, frozen=True, kw_only=True, tag_field="input", tag="missing"):
    """The 404 page of a language; `frames` has one frame, or all of them for the bilingual one at the root."""

    frames: tuple[Frame, ...]


class ChooserInput(Struct, frozen=True, kw_only=True, tag_field="input", tag="chooser"):
    """The page at `/` on which a reader chooses a language, without JavaScript."""

    frames: tuple[Frame, ...]


class RedirectInput(Struct, frozen=True, kw_only=True, tag_field="input", tag="redirect"):
    """The page at an old address, for hosts that know of no redirects."""

    locale: str
    """The language of the page to which it leads."""
    canonical_url: str
    goal: str
    """A path of this site, or a whole address elsewhere."""


class RedirectsFileInput(Struct, frozen=True, kw_only=True, tag_field="input", tag="redirects_file"):
    """The file `_redirects`, which some hosts read: old address, new address and status of each, in ASCII."""

    lines: tuple[str, ...]


class SitemapEntry(Struct, frozen=True):
    """One page in a sitemap: every language it exists in, and when it last changed in each."""

    paths: dict[str, str]
    """Path by locale code."""
    changed_at: dict[str, datetime] = {}
    """By locale code; a language of which nothing says so is left out."""


class SitemapInput(Struct, frozen=True, kw_only=True, tag_field="input", tag="sitemap"):
    """One part of the sitemap. https://www.sitemaps.org/protocol.html, with hreflang alternates."""

    canonical_url: str
    entries: tuple[SitemapEntry, ...]


class SitemapIndexInput(Struct, frozen=True, kw_only=True, tag_field="input", tag="sitemap_index"):
    """The index of the sitemap's parts: path and the newest change in it."""

    canonical_url: str
    parts: tuple[tuple[str, datetime | None], ...]


class RobotsInput(Struct, frozen=True, kw_only=True, tag_field="input", tag="robots"):
    """robots.txt (RFC 9309)."""

    canonical_url: str


Input = (
    PageInput
    | ListInput
    | FacetInput
    | ArchiveInput
    | HomeInput
    | SearchInput
    | MissingInput
    | ChooserInput
    | RedirectInput
    | RedirectsFileInput
    | SitemapInput
    | SitemapIndexInput
    | RobotsInput
)
