"""The statuses as JSON for the screen's script: what a page's line looks like now, and whether to ask again soon."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.publication import words
from cms.publication.status import Status, find_statuses
from cms.rights import may_open

PAGES_AT_MOST = 120


def show_status(request: HttpRequest) -> JsonResponse:
    """`?pages=1,2`: for each page that the user may see, its state, words for a screen reader, and its HTML."""
    asked = [int(pk) for pk in request.GET.get("pages", "").split(",") if pk.isdecimal()][:PAGES_AT_MOST]
    pages = _visible_to(request.user, Page.objects.filter(pk__in=asked))
    found = {str(pk): _answer(request, status) for pk, status in find_statuses(pages).items()}
    return JsonResponse({"pages": found}, headers={"Cache-Control": "no-store"})


def _visible_to(user: Any, pages: Any) -> list[Page]:
    """Pages that the user finds in the tree, and translations that the user works on."""
    wanted = list(pages)
    in_tree = page_permission_policy.explorable_instances(user).filter(pk__in=[page.pk for page in wanted])
    known = set(in_tree.values_list("pk", flat=True))
    return [page for page in wanted if page.pk in known or may_open(user, page.specific)]


def _answer(request: HttpRequest, status: Status) -> dict[str, Any]:
    html = {
        name: render_to_string(f"cms/publication/{name}.html", {"status": status}, request=request)
        for name in ("status", "cell")
    }
    return {
        "state": status.state,
        "busy": status.is_busy,
        "says": f"{status.title} ({status.language}): {words.label(status)}",
        **html,
    }
