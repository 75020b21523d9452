"""What would change if a draft were published: the plan with the draft, compared with the release that is live.

In: a page as it stands in memory. Out: the outputs that would be made, changed or removed. Reads; renders and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from msgspec import Struct

from site_content.languages import LANGUAGES
from static_build.code import code_digest
from static_build.draft import draft_site
from static_build.manifest import Manifest
from static_build.outputs import Plan
from static_build.release import Store

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


def what_changes(page: Any, now: datetime) -> tuple[Change, ...]:
    """Every output that publishing the page as it stands would add, change or remove; its own pages first.

    The page may be one that is not kept yet, if it has a place in the tree. Raises BuildError where it cannot be converted,
    and CheckFailed where two pages claim one address.
    """
    site, _path = draft_site(page, now)
    changes = _compare(Plan(site, code_digest()), _live_manifest(), str(page.translation_key))
    return tuple(sorted(changes, key=lambda each: (not each.is_own, ORDER.index(each.kind), each.path)))


def _live_manifest() -> Manifest:
    store = Store(settings.HOME)
    release = store.current()
    return store.manifest(release) if release else Manifest()


def _compare(plan: Plan, live: Manifest, key: str) -> Iterator[Change]:
    for path, output in plan.outputs.items():
        entry = live.outputs.get(path)
        if entry is None or entry.fingerprint != plan.fingerprints[path]:
            change = ADDED if entry is None else CHANGED
            document = getattr(output.input, "document", None)
            yield Change(
                path=public_path(path),
                change=change,
                kind=kind_of(path, output.input),
                title=document.title if document is not None else "",
                is_own=getattr(document, "key", "") == key,
            )
    for path in live.outputs.keys() - plan.outputs.keys():
        own = _is_own(live.outputs[path].sources, key) and kind_of(path) == "page"
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
    ("feed", lambda parts: "feeds" in parts[:2]),
    ("picture", lambda parts: parts[0] == "media" and parts[-1].endswith((".avif", ".webp", ".jpg", ".png"))),
    ("file", lambda parts: parts[0] == "media"),
    ("home", lambda parts: parts[0] in LANGUAGES and parts[1:] == ["index.html"]),
    ("archive", _is_archive),
    ("page", lambda parts: parts[0] in LANGUAGES and parts[-1] == "index.html"),
)
