"""The one table of response headers: a path, a type and what depends on time come in, headers go out.

Read by `ponte serve`, by targets, by the `_headers` file and by `ponte verify`. Knows no release and no host.
"""

from __future__ import annotations

from datetime import datetime

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; media-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HASHED = ("static/", "media/")
"""Below these the name holds the content's hash."""
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=0, must-revalidate"
UNTIL_PURGED = "public, max-age=0, s-maxage=31536000, must-revalidate"
NEVER = "no-store"


def headers_of(
    path: str, type: str, *, changes_at: datetime | None = None, cdn: bool = False
) -> dict[str, str]:
    """Headers of a file that is served with status 200.

    `path`: below the public root; `cdn`: a cache stands before the site and Ponte purges it; `changes_at`: when the file
    changes by itself, after which no cache may still have it.
    """
    cache = cache_control(path, changes_at=changes_at, cdn=cdn)
    return {"Content-Type": type, "Cache-Control": cache, **SECURITY}


def cache_control(path: str, *, changes_at: datetime | None = None, cdn: bool = False) -> str:
    """The Cache-Control of a file that is served with status 200."""
    path = path.lstrip("/")
    if path.startswith(HASHED):
        return FOR_EVER
    if is_error_page(path):
        return NEVER  # a cache would keep it under every address that is missing, and no purge finds those
    return UNTIL_PURGED if cdn and changes_at is None else ASK_AGAIN


def missing_headers(type: str) -> dict[str, str]:
    """Headers of an answer with status 404 or 410: what is missing now may be there in a second."""
    return {"Content-Type": type, "Cache-Control": NEVER, **SECURITY}


def is_error_page(path: str) -> bool:
    """Whether a host answers with this file where nothing is."""
    return path.rpartition("/")[2] == "404.html"
