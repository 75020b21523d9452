"""What publishing a page's newest draft would change on the public site: addresses in words, and the facts of a live page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from msgspec import Struct
from wagtail.models import Page

from cms.publication.facts import FactChange, compare_facts
from cms.publication.gate import find_pending
from cms.publication.problems import put_in_words
from cms.rights import may_open
from static_build import clock
from static_build.errors import BuildError, CheckFailed
from static_build.preflight import Change, Preflight, what_changes

SHOWN_AT_MOST = 200
KINDS: dict[str, Promise] = {
    "page": _("Page"),
    "home": _("Home page"),
    "list": _("List"),
    "archive": _("Archive of a year"),
    "redirect": _("Redirect from an old address"),
    "feed": _("Feed"),
    "sitemap": _("Sitemap for search engines"),
    "json": _("Data for other programs (JSON)"),
    "picture": _("Picture"),
    "file": _("File to download"),
    "other": _("Other file"),
}
CHANGES: dict[str, Promise] = {
    "added": pgettext_lazy("address", "new"),
    "changed": pgettext_lazy("address", "changed"),
    "removed": pgettext_lazy("address", "removed"),
}


class Line(Struct, frozen=True, kw_only=True):
    """One address as the page shows it."""

    url: str
    change: str
    change_words: str
    kind: str
    title: str
    is_own: bool


def show_changes(request: HttpRequest, page_id: int) -> HttpResponse:
    """The newest draft, as it is kept, compared with the release that is live."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not may_open(request.user, page):
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    context: dict[str, Any] = {"page": page, "facts": _facts(page, draft)}
    context["pending"] = find_pending(page, request.user)
    try:
        context |= _sum_up(what_changes(draft, clock.now()))
    except CheckFailed as error:
        context["problems"] = [put_in_words({"words": problem.words}) for problem in error.problems]
    except BuildError as error:
        context["problems"] = [str(error)]
    return TemplateResponse(request, "cms/publication/changes.html", context)


def _facts(page: Any, draft: Any) -> tuple[FactChange, ...]:
    """What the draft changes of a live page's facts; those of a translation are its original's."""
    revision = page.get_latest_revision()
    if not page.live or revision is None:
        return ()
    return compare_facts(type(page), page.serializable_data(), revision.content, page.locale.language_code)


def _sum_up(found: Preflight) -> dict[str, Any]:
    changes = found.changes
    lines = [_line(change) for change in changes[:SHOWN_AT_MOST]]
    return {
        "own": [line for line in lines if line.is_own],
        "others": [line for line in lines if not line.is_own],
        "count": len(changes),
        "due": found.due,
        "more": len(changes) - len(lines),
        "added": sum(change.change == "added" for change in changes),
        "changed": sum(change.change == "changed" for change in changes),
        "removed": sum(change.change == "removed" for change in changes),
    }


def _line(change: Change) -> Line:
    return Line(
        url=settings.PONTE_PUBLIC_URL.rstrip("/") + change.path,
        change=change.change,
        change_words=str(CHANGES[change.change]),
        kind=str(KINDS[change.kind]),
        title=change.title,
        is_own=change.is_own,
    )
