"""Drafts as documents, for another front end's preview: the JSON that a page's document would be if it were published now.

Asked with a bearer token or by a browser in which somebody who may edit the page is logged in. Kept by no cache, read by no
other site's scripts but by those of `PONTE_DRAFTS_ORIGIN`; what has a view restriction is given to nobody.
"""

from __future__ import annotations

from hmac import compare_digest
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from cms.rights import may_edit
from cms.search.problems import MEDIA_TYPE, Refusal
from static_build import clock
from static_build.draft import draft_site
from static_build.errors import BuildError
from static_build.outputs.documents import document_of
from static_build.outputs.output import JSON
from static_build.render import render

METHODS = "GET, HEAD, OPTIONS"
_MISSING = "There is no such page, or it is not given out as a draft."
_NEVER_KEPT = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def serve_draft(request: HttpRequest, locale: str, type: str, key: UUID) -> HttpResponse:
    """The draft's document as JSON; else a problem as RFC 9457 has it."""
    try:
        response = _answer(request, locale, type, key)
    except Refusal as refusal:
        response = HttpResponse(
            refusal.body, content_type=MEDIA_TYPE, status=refusal.status.value, headers=refusal.headers
        )
    for name, value in _NEVER_KEPT.items():
        response[name] = value
    patch_vary_headers(response, ("Authorization", "Cookie", "Origin"))
    _admit_origin(request, response)
    return response


def _answer(request: HttpRequest, locale: str, type: str, key: UUID) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS})
    if request.method not in ("GET", "HEAD"):
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, f"Only {METHODS}.", headers={"Allow": METHODS})
    has_token = _has_token(request)
    if not has_token and not getattr(request.user, "is_authenticated", False):
        raise Refusal(
            HTTPStatus.UNAUTHORIZED,
            "Drafts are given to who sends the token of PONTE_DRAFTS_TOKEN, or is logged in to the CMS.",
            headers={"WWW-Authenticate": 'Bearer realm="drafts"'},
        )
    page = _find_page(locale, type, key)
    if page is None or not (has_token or may_edit(request.user, page)):
        raise Refusal(HTTPStatus.NOT_FOUND, _MISSING)
    return HttpResponse(_make_document(page), content_type=JSON)


def _has_token(request: HttpRequest) -> bool:
    """Whether the request shows the token; how long that takes tells nothing of it."""
    token = settings.ENVIRONMENT.drafts_token
    scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
    return (
        bool(token) and scheme.lower() == "bearer" and compare_digest(shown.strip().encode(), token.encode())
    )


def _find_page(locale: str, type: str, key: UUID) -> Any:
    """The page as its newest draft has it; None where there is none, or a view restriction on it or on its source."""
    from site_content.models.base import ContentPage

    for model in ContentPage.__subclasses__():
        if model.document_type == type:
            versions = list(model.objects.filter(translation_key=key).select_related("locale"))
            if any(version.get_view_restrictions().exists() for version in versions):
                return None
            found = next((each for each in versions if each.locale.language_code == locale), None)
            return found.get_latest_revision_as_object() if found is not None else None
    return None


def _make_document(page: Any) -> bytes:
    try:
        site, _ = draft_site(page, clock.now())
        output = document_of(site, str(page.translation_key), page.locale.language_code)
    except BuildError as error:
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
    if output is None:
        raise Refusal(HTTPStatus.NOT_FOUND, _MISSING)
    return render(output)


def _admit_origin(request: HttpRequest, response: HttpResponse) -> None:
    """Lets the scripts of one other site read the answer, if they bring the token; cookies are not meant."""
    origin = settings.ENVIRONMENT.drafts_origin
    if origin and request.headers.get("Origin") == origin:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Methods"] = "GET, HEAD"
        response["Access-Control-Allow-Headers"] = "Authorization"
        response["Access-Control-Max-Age"] = "600"
