"""The addresses of the endpoint, below the root of whatever host it runs on."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import path

from cms.search import views

PREFIX = "/api/search/"
VIEWS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/api/search/v1": views.search,
    "/api/search/v1/suggest": views.suggest,
    "/api/search/v1/openapi.json": views.describe,
}
urlpatterns = [path(address.removeprefix("/"), view) for address, view in VIEWS.items()]
handler404 = "cms.search.views.miss"
