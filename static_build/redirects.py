"""Redirects: rows of the CMS become the table of old addresses that lead to what is public now.

No row is believed: an old address that the site needs, a goal that is not public, a chain and a loop end here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from site_content.languages import LANGUAGES
from static_build.site import Redirect

NAME_BYTES = 200
"""Of one part of an address, which becomes the name of a folder."""
_PLAIN = re.compile(r"(?:/[a-z0-9-]+)+/")
_STRANGE = re.compile(r"""[\x00-\x20\x7f\\*;"'<>`{}|^%\ud800-\udfff]|\s|//|/[.:]|^$""")
_RESERVED = frozenset({"404", "404.html", "api", "feeds", "media", "search", "sitemaps", "static"})
"""What the site needs for itself, at the root and in each language."""
_ROOT_FILE = re.compile(r"/(?:_[^/]*|[^/]+\.(?:txt|xml|json|ico|webmanifest))/")
_ORDINARY = re.compile(
    rf"/(?:{'|'.join(LANGUAGES)})/(?!(?:{'|'.join(map(re.escape, sorted(_RESERVED)))})/)"
    r"(?:[a-z0-9-]+/)*[a-z0-9-]*[a-z-][a-z0-9-]*/"
)
"""Old addresses of pages, nearly all there are: what matches has no fault."""
SAFE = "/:?#[]@!$&()*+,;=%~-._"
"""What stays as it is when an address is written in ASCII."""


class Row(NamedTuple):
    """A redirect as the CMS holds it."""

    old: str
    page: int | None = None
    link: str = ""
    permanent: bool = True


class Fault(Enum):
    """Why an address can be no old address of the public site."""

    QUERY = "query"
    CHARACTERS = "characters"
    RESERVED = "reserved"


def read_redirects(paths: Mapping[int, str], public: Collection[str]) -> tuple[Redirect, ...]:
    """The table that may leave, sorted by old address, in one query.

    `paths`: public path by id of every public page. `public`: every path at which there is a page.
    """
    from django.conf import settings
    from wagtail.contrib.redirects.models import Redirect as Stored

    # Of two rows for one address the later counts: an editor's own after what was made by itself.
    rows = Stored.objects.order_by("-automatically_created", "pk")
    columns = ("old_path", "redirect_page_id", "redirect_link", "is_permanent")
    return judge(rows.values_list(*columns), paths, public, origin=settings.PONTE_PUBLIC_URL)


def judge(
    rows: Iterable[Row], paths: Mapping[int, str], public: Collection[str], *, origin: str
) -> tuple[Redirect, ...]:
    """The redirects that may leave, each leading straight to its end. `origin`: of the public site itself."""
    goals: dict[str, tuple[str, bool]] = {}
    for old_path, page, link, permanent in rows:
        old = f"{old_path}/"
        if _ORDINARY.fullmatch(old) is None:
            old = folder_of(old_path)
            if fault_of(old) is not None:
                continue
        goal = paths.get(page) if page is not None else local_of(link, origin)
        if goal and old not in public:
            goals[old] = goal, permanent
    found = []
    for old, (goal, permanent) in goals.items():
        end = goal if goal in public else follow(goal, goals, public)
        if end:
            found.append(Redirect(old, end, permanent))
    return tuple(sorted(found, key=lambda each: each.old))


def folder_of(path: str) -> str:
    """An address as the site writes its pages: with a slash at the end, without `index.html`."""
    path = path.strip().removesuffix("/").removesuffix("/index.html")
    return f"/{path.removeprefix('/')}/" if path else "/"


def fault_of(old: str) -> Fault | None:
    """Why `old`, with a slash at its end, can be no old address; None where it can."""
    if _PLAIN.fullmatch(old) is None:
        if "?" in old or "#" in old:
            return Fault.QUERY
        if _STRANGE.search(old) or max(len(part.encode()) for part in old.split("/")) > NAME_BYTES:
            return Fault.CHARACTERS
    return Fault.RESERVED if _is_reserved(old) else None


def _is_reserved(old: str) -> bool:
    parts = old.split("/")[1:-1]
    in_language = bool(parts) and parts[0] in LANGUAGES
    if in_language and len(parts) > 2 and parts[-1].isdigit():
        return True  # numbered pages of an archive
    first = parts[in_language] if len(parts) > in_language else ""
    return not parts or first in _RESERVED or _ROOT_FILE.match(old) is not None


def local_of(link: str, origin: str) -> str:
    """An address that an editor typed, as the site writes it: its own as a path; empty where it is none of http(s)."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    if not parts.scheme and not parts.netloc and parts.path.startswith("/"):
        return folder_of(unquote(parts.path)) + _fragment(parts.fragment)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    if f"{parts.scheme}://{parts.netloc}".lower() == origin.lower():
        return folder_of(unquote(parts.path)) + _fragment(parts.fragment)
    return quote(link.strip(), safe=SAFE)


def _fragment(fragment: str) -> str:
    return f"#{fragment}" if fragment else ""


def follow(goal: str, goals: Mapping[str, tuple[str, Any]], public: Collection[str]) -> str:
    """Where a redirect to `goal` ends: a public path or a foreign address; empty where that is neither, or a loop."""
    seen: set[str] = set()
    while goal.startswith("/"):
        path, _, fragment = goal.partition("#")
        if path in public:
            return goal
        if path in seen or path not in goals:
            return ""
        seen.add(path)
        goal = goals[path][0]
        if fragment and "#" not in goal:
            goal = f"{goal}#{fragment}"
    return goal


def parse_table(text: str) -> dict[str, tuple[int, str]]:
    """Status and goal by old address from the file `_redirects`, for a host that answers by it."""
    table = {}
    for line in text.splitlines():
        old, goal, status = line.split()
        table[unquote(old)] = int(status.rstrip("!")), goal
    return table
