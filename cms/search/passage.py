"""The passage: requests for the endpoint go straight to it, past sessions, languages and whatever else the admin needs.

So no answer has a cookie or hangs on one, caches may keep it, and Django's log of failures, which is mailed, never sees it.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware

from cms.search.problems import Refusal
from cms.search.replies import refuse
from cms.search.urls import PREFIX, VIEWS

Go = Callable[[HttpRequest], HttpResponse]


class Passage:
    """A middleware, the first of all. Who asks for reasons (`explain`) takes the long way: it must be known who that is."""

    def __init__(self, get_response: Go) -> None:
        self._go_on = get_response
        self._answer = SecurityMiddleware(_answer)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self._go_on(request)
        try:
            request.get_host()
        except DisallowedHost:
            refusal = Refusal(HTTPStatus.BAD_REQUEST, "The search is not served under this host's name.")
            return refuse(request, refusal, origins=frozenset())
        if "explain" in request.META.get("QUERY_STRING", ""):
            return self._go_on(request)
        return cast(HttpResponse, self._answer(request))


def _answer(request: HttpRequest) -> HttpResponse:
    view = VIEWS.get(request.path_info)
    if view is None:
        refusal = Refusal(HTTPStatus.NOT_FOUND, f"There are {', '.join(VIEWS)}.")
        return refuse(request, refusal, origins=frozenset())
    return view(request)
