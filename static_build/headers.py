"""The one table of response headers: a path, a type and what depends on time come in, headers go out.

Read by `ponte serve`, by targets, by the `_headers` file and by `ponte verify`. Knows no release and no host.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache

from frontend.policy import policy_of
from site_content.languages import LANGUAGES

POLICY = "Content-Security-Policy"
SEARCH_CONFIG = "search-config.json"
"""What a release says of its search: headers follow from the endpoint in it."""
_SEARCH_PAGES = frozenset(f"{code}/search/" for code in LANGUAGES)
_OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Readers of feeds and other front ends show our pictures; there is no cookie, so nothing here is one reader's own.
    "Cross-Origin-Resource-Policy": "cross-origin",
    # Browsers heed it over https alone. For this host, not for those below it, which may be somebody else's.
    "Strict-Transport-Security": "max-age=31536000",
}
OPEN = ("api/documents/",)
"""Below these, scripts of other sites may read: another front end is made from them."""


@lru_cache(maxsize=64)
def policy_header(search_url: str = "", *, runs_wasm: bool = False) -> str:
    """The policy of pages as a header, which alone may say that nobody may frame them."""
    return f"{policy_of(search_url, runs_wasm=runs_wasm)}; frame-ancestors 'none'"


SECURITY = {POLICY: policy_header(), **_OTHERS}
"""Headers of a page that is not a search page, on a site without a search endpoint."""
HASHED = ("static/", "media/")
"""Below these the name holds the content's hash."""
STATIC_INDEX = "search/static/"
"""Below it every file is named by its content, but for those in JSON."""
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=0, must-revalidate"
UNTIL_PURGED = "public, max-age=0, s-maxage=31536000, must-revalidate"
NEVER = "no-store"


def headers_of(
    path: str, type: str, *, changes_at: datetime | None = None, cdn: bool = False, search_url: str = ""
) -> dict[str, str]:
    """Headers of a file that is served with status 200.

    `path`: below the public root, of a file or of the address that shows it; `cdn`: a cache stands before the site and
    Ponte purges it; `changes_at`: when the file changes by itself, after which no cache may still have it; `search_url`:
    the endpoint that pages may ask.
    """
    cache = cache_control(path, changes_at=changes_at, cdn=cdn)
    page = path.lstrip("/").removesuffix("index.html")
    policy = policy_header(search_url, runs_wasm=page in _SEARCH_PAGES)
    shared = {"Access-Control-Allow-Origin": "*"} if page.startswith(OPEN) else {}
    return {"Content-Type": type, "Cache-Control": cache, POLICY: policy, **_OTHERS, **shared}


def cache_control(path: str, *, changes_at: datetime | None = None, cdn: bool = False) -> str:
    """The Cache-Control of a file that is served with status 200."""
    path = path.lstrip("/")
    if path.startswith(HASHED) or (path.startswith(STATIC_INDEX) and ".json" not in path):
        return FOR_EVER
    if is_error_page(path):
        return NEVER  # a cache would keep it under every address that is missing, and no purge finds those
    return UNTIL_PURGED if cdn and changes_at is None else ASK_AGAIN


def missing_headers(type: str, *, search_url: str = "") -> dict[str, str]:
    """Headers of an answer with status 404 or 410: what is missing now may be there in a second."""
    return {"Content-Type": type, "Cache-Control": NEVER, POLICY: policy_header(search_url), **_OTHERS}


def site_headers(search_url: str = "") -> dict[str, str]:
    """Security headers for hosts that take the same for every path: each page's own policy narrows them."""
    return {POLICY: policy_header(search_url, runs_wasm=True), **_OTHERS}


def read_search_url(config: bytes) -> str:
    """The endpoint in a release's `search-config.json`; empty where it names none or is not there."""
    try:
        return str(json.loads(config)["endpoint"] or "")
    except (ValueError, KeyError, TypeError):
        return ""


def is_error_page(path: str) -> bool:
    """Whether a host answers with this file where nothing is."""
    return path.rpartition("/")[2] == "404.html"
