"""What would change if a draft were published: the plan with the draft, beside the plan without and the live release.

In: a page as it stands in memory. Out: the outputs that it would add, change or remove. Reads; renders and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from msgspec import Struct
from msgspec.structs import replace

from site_content.languages import LANGUAGES
from static_build.code import code_digest
from static_build.draft import draft_site
from static_build.load import Loader
from static_build.manifest import Entry, Manifest
from static_build.outputs import Plan
from static_build.release import Store
from static_build.site import Content, Place, Site

ADDED, CHANGED, REMOVED = "added", "changed", "removed"
ORDER = (
    "page",
    "home",
    "list",
    "archive",
    "redirect",
    "feed",
    "sitemap",
    "json",
    "picture",
    "file",
    "other",
)


class Change(Struct, frozen=True, kw_only=True):
    """One address of the public site that would be another."""

    path: str
    """As visitors have it: `/it/news/x/`."""
    change: str
    """`added`, `changed` or `removed`."""
    kind: str
    """One of ORDER."""
    title: str = ""
    """Of the page, where the draft's site has one there."""
    is_own: bool = False
    """Whether it is the page itself, in any language, and not one that only shows it."""


class Preflight(Struct, frozen=True, kw_only=True):
    """What publishing a draft does to the public site."""

    changes: tuple[Change, ...]
    """The page's own addresses first."""
    due: int
    """Addresses that the next build changes anyway: for other publications, a date that has come, a newer program."""


def what_changes(page: Any, now: datetime) -> Preflight:
    """Every output that publishing the page as it stands would add, change or remove.

    Raises BuildError where the site or the draft cannot be converted, CheckFailed where two pages claim one address.
    """
    site = Site(Loader().load(now))
    plan = Plan(site, code_digest())
    before = dict(plan.fingerprints)
    drafted = draft_site(page, now)[0].content
    _date(drafted, site, (str(page.translation_key), page.locale.language_code))
    places = {
        place
        for place in site.documents.keys() | drafted.documents.keys()
        if site.documents.get(place) != drafted.documents.get(place)
    }
    plan.update(site.take(drafted, places))
    live = _live_manifest().outputs
    due = sum(path not in live or live[path].fingerprint != made for path, made in before.items())
    due += len(live.keys() - before.keys())
    found = list(_compare(plan, before, live, str(page.translation_key)))
    found.sort(key=lambda each: (not each.is_own, ORDER.index(each.kind), each.path))
    return Preflight(changes=tuple(found), due=due)


def _date(drafted: Content, site: Site, own: Place) -> None:
    """Gives a page that publishing changes the moment of that publication, which sitemaps and feeds show."""
    document, public = drafted.documents.get(own), site.documents.get(own)
    if document is not None and document != public:
        # Of the moment of its first publication a draft keeps fewer digits.
        first = (public.published_at if public else None) or document.published_at or drafted.now
        drafted.documents[own] = replace(document, published_at=first, updated_at=drafted.now)


def _live_manifest() -> Manifest:
    store = Store(settings.HOME)
    release = store.current()
    return store.manifest(release) if release else Manifest()


def _compare(plan: Plan, before: dict[str, str], live: dict[str, Entry], key: str) -> Iterator[Change]:
    """Outputs that the draft alone makes another, and that are not live like this already."""
    for path, made in plan.fingerprints.items():
        if before.get(path) == made or (path in live and live[path].fingerprint == made):
            continue
        shown = plan.outputs[path].input
        document = getattr(shown, "document", None)
        yield Change(
            path=public_path(path),
            change=CHANGED if path in live else ADDED,
            kind=kind_of(path, shown),
            title=document.title if document is not None else "",
            is_own=getattr(document, "key", "") == key,
        )
    for path in (before.keys() - plan.fingerprints.keys()) & live.keys():
        own = _is_own(live[path].sources, key) and kind_of(path) == "page"
        yield Change(path=public_path(path), change=REMOVED, kind=kind_of(path), is_own=own)


def _is_own(sources: Iterable[str], key: str) -> bool:
    return any(source.startswith(f"{key}@") for source in sources)


def public_path(path: str) -> str:
    """The address of a file: `it/news/index.html` is `/it/news/`."""
    return f"/{path.removesuffix('index.html')}"


def kind_of(path: str, made: Any = None) -> str:
    """What a file is to those who read it, by its renderer's input where that is known, else by its path."""
    by_input = _KIND_BY_INPUT.get(type(made).__name__)
    return by_input or _kind_by_path(path)


_KIND_BY_INPUT = {
    "HomeInput": "home",
    "PageInput": "page",
    "ListInput": "list",
    "ArchiveInput": "archive",
    "PictureInput": "picture",
    "RedirectInput": "redirect",
}


def _kind_by_path(path: str) -> str:
    parts = path.split("/")
    for kind, is_one in _KIND_BY_PATH:
        if is_one(parts):
            return kind
    return "other"


def _is_archive(parts: list[str]) -> bool:
    return parts[-1] == "index.html" and any(part.isdigit() and len(part) == 4 for part in parts[2:])


_KIND_BY_PATH = (
    ("sitemap", lambda parts: parts[0] in ("sitemap.xml", "sitemaps")),
    ("json", lambda parts: parts[0] == "api"),
    ("feed", lambda parts: "feeds" in parts[:2] or parts[-1].endswith(".ics")),
    ("picture", lambda parts: parts[0] == "media" and parts[-1].endswith((".avif", ".webp", ".jpg", ".png"))),
    ("file", lambda parts: parts[0] == "media"),
    ("home", lambda parts: parts[0] in LANGUAGES and parts[1:] == ["index.html"]),
    ("archive", _is_archive),
    ("page", lambda parts: parts[0] in LANGUAGES and parts[-1] == "index.html"),
)
