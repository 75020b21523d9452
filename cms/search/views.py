"""Views: a request comes in, a reply goes out; whatever happens, it is JSON and tells nothing of the inside."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from cms.search import openapi, service
from cms.search.parameters import read_search, read_suggest
from cms.search.problems import Refusal
from cms.search.replies import METHODS, answer_options, refuse, reply, seconds_until
from cms.search.service import Service, encode

Act = Callable[[HttpRequest, Service], HttpResponse]
log = logging.getLogger(__name__)


def _endpoint(act: Act) -> Callable[[HttpRequest], HttpResponse]:
    """A view: methods, refusals and failures are the same for all of them."""

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        known = service.service()
        try:
            if request.method == "OPTIONS":
                return answer_options(request, origins=known.origins)
            if request.method not in METHODS:
                raise _not_allowed()
            return act(request, known)
        except Refusal as refusal:
            return refuse(request, refusal, origins=known.origins)
        except Exception as error:  # noqa: BLE001 - else Django answers, and mails who asked what
            _log(error)
            return refuse(request, _broken(), origins=known.origins)

    return view


def _not_allowed() -> Refusal:
    detail = f"This address answers to {', '.join(METHODS)}."
    return Refusal(HTTPStatus.METHOD_NOT_ALLOWED, detail, headers={"Allow": ", ".join(METHODS)})


def _broken() -> Refusal:
    return Refusal(
        HTTPStatus.INTERNAL_SERVER_ERROR, "The search failed; its operators can read why in their log."
    )


def _log(error: Exception) -> None:
    """Where it failed, not with which words: messages and local values may hold the query."""
    steps = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    log.error("A search failed: %s\n%s", type(error).__name__, steps)


def _may_explain(request: HttpRequest) -> bool:
    """Whether someone of the staff is logged in; the session is not opened unless it matters."""
    if "explain" not in request.META.get("QUERY_STRING", ""):
        return False
    user = getattr(request, "user", None)
    return bool(user and user.is_active and user.has_perm("wagtailadmin.access_admin"))


def _search(request: HttpRequest, known: Service) -> HttpResponse:
    staff = _may_explain(request)
    question = read_search(request.META.get("QUERY_STRING", ""), explain=staff)
    now = known.now()
    answer = known.search(question, now)
    tag_of = encode(answer, without_time=True)
    fresh = seconds_until(known.next_change_at(), now)
    return reply(
        request, encode(answer), origins=known.origins, tag_of=tag_of, fresh_seconds=fresh, shared=not staff
    )


def _suggest(request: HttpRequest, known: Service) -> HttpResponse:
    text, locale = read_suggest(request.META.get("QUERY_STRING", ""))
    body = encode(known.complete(text, locale))
    return reply(request, body, origins=known.origins, tag_of=body)


def _describe(request: HttpRequest, known: Service) -> HttpResponse:
    body = openapi.encode(known.address)
    return reply(request, body, origins=known.origins, tag_of=body)


search = _endpoint(_search)
suggest = _endpoint(_suggest)
describe = _endpoint(_describe)


def miss(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is not there, where the endpoint runs alone."""
    detail = "Only the search is served here: /api/search/v1."
    return refuse(request, Refusal(HTTPStatus.NOT_FOUND, detail), origins=service.service().origins)
