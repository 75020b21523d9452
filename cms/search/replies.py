"""Replies: bodies come in, HTTP responses go out, with every header that browsers, caches and the CDN need.

Nothing here sets a cookie, and no reply is logged: Django's log of a response has the whole request in it.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse

from cms.search.problems import MEDIA_TYPE, Refusal

FRESH_SECONDS = 10
"""How long a cache may answer by itself: so long may a withdrawn page still be found there."""
STALE_SECONDS = 10
"""How much longer it may, while it asks for a new answer."""
METHODS = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Vary": "Origin",
}


def reply(
    request: HttpRequest,
    body: bytes,
    *,
    origins: Set[str],
    tag_of: bytes,
    fresh_seconds: int = FRESH_SECONDS,
    shared: bool = True,
) -> HttpResponse:
    """A JSON body, or 304 where the browser has it. `tag_of`: what the ETag digests; `shared`: whether caches keep it."""
    tag = f'W/"{blake2b(tag_of, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type="application/json")
    if _has(request.headers.get("If-None-Match", ""), tag):
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = _caching(fresh_seconds) if shared else "private, no-store"
    return _finish(request, response, origins)


def refuse(request: HttpRequest, refusal: Refusal, *, origins: Set[str]) -> HttpResponse:
    """What says why there is no answer. No cache keeps it."""
    response = HttpResponse(refusal.body, status=refusal.status, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    for name, value in refusal.headers.items():
        response.headers[name] = value
    return _finish(request, response, origins)


def answer_options(request: HttpRequest, *, origins: Set[str]) -> HttpResponse:
    """What may be asked, and from which sites: also the answer to a browser that asks before it asks."""
    response = HttpResponse(status=204)
    del response.headers["Content-Type"]
    response.headers["Allow"] = ", ".join(METHODS)
    response.headers["Cache-Control"] = "no-store"
    if request.headers.get("Origin", "") in origins:
        response.headers["Access-Control-Allow-Methods"] = "GET"
        response.headers["Access-Control-Max-Age"] = "86400"
    return _finish(request, response, origins)


def seconds_until(moment: datetime | None, now: datetime) -> int:
    """How long an answer of `now` may be kept: never beyond the moment at which a state changes."""
    if moment is None or moment <= now:
        return FRESH_SECONDS
    return min(FRESH_SECONDS, int((moment - now).total_seconds()))


def _finish(request: HttpRequest, response: HttpResponse, origins: Set[str]) -> HttpResponse:
    for name, value in HEADERS.items():
        response.headers[name] = value
    origin = request.headers.get("Origin", "")
    if origin in origins:
        response.headers["Access-Control-Allow-Origin"] = origin
    response.headers.setdefault("Content-Length", str(len(response.content)))
    if response.status_code in (204, 304):
        del response.headers["Content-Length"]
    elif request.method == "HEAD":
        response.content = b""
    # Else Django logs each refusal, and mails each failure to the administrators with address and query.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _caching(fresh_seconds: int) -> str:
    if fresh_seconds < FRESH_SECONDS:
        return f"public, max-age={fresh_seconds}"
    return (
        f"public, max-age={FRESH_SECONDS}, s-maxage={FRESH_SECONDS}, stale-while-revalidate={STALE_SECONDS}"
    )


def _has(asked: str, tag: str) -> bool:
    """Whether If-None-Match names the tag, compared weakly (RFC 9110, 8.8.3.2)."""
    given = [each.strip().removeprefix("W/") for each in asked.split(",")]
    return "*" in given or tag.removeprefix("W/") in given
