"""Going back to an older release, and lifting the hold that follows: each asks first and says what will happen."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.publication.site_state import read_hold
from static_build.errors import BuildError, Busy
from static_build.manifest import MAIN, Cause
from static_build.models import Release, ReleasedPage
from static_build.release import Store
from static_build.requests import request_build

WAIT_SECONDS = 15
STEP_SECONDS = 0.2


def confirm_rollback(request: HttpRequest, release: str) -> HttpResponse:
    """Asks; a POST goes back to the release."""
    _require_right(request)
    row = get_object_or_404(Release, name=release, edition=MAIN)
    store = Store(settings.HOME)
    if release not in store.list_releases():
        raise Http404("The files of this release are gone.")
    if request.method == "POST":
        return _roll_back(request, release)
    return TemplateResponse(
        request,
        "cms/publication/rollback.html",
        {"release": row, "undone": _undone(row), "is_held": bool(read_hold())},
    )


def _roll_back(request: HttpRequest, release: str) -> HttpResponse:
    from static_build.rollback import rollback

    try:
        _in_turn(lambda: rollback(release, user=request.user.get_username()))
    except BuildError as error:
        messages.error(request, _("The site stays as it is. %(reason)s") % {"reason": error})
    else:
        messages.success(request, _("The site is back at that release, and held there."))
    return redirect("ponte_releases")


def _in_turn(work: Callable[[], object]) -> None:
    """Does the work as soon as no other build is under way. Raises Busy where that takes too long."""
    end = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            work()
            return
        except Busy:
            if time.monotonic() > end:
                raise
            time.sleep(STEP_SECONDS)


def _undone(row: Release) -> dict[str, Any]:
    """Pages that releases after that one changed: what a rollback takes back."""
    later = Release.objects.filter(edition=MAIN, started_at__gt=row.started_at).exclude(name="")
    pages = ReleasedPage.objects.filter(release__in=later).order_by().values("key", "locale").distinct()
    return {"releases": later.count(), "pages": pages.count(), "whole": later.filter(whole=True).exists()}


def confirm_resume(request: HttpRequest) -> HttpResponse:
    """Asks; a POST lifts the hold and builds what has been waiting."""
    _require_right(request)
    held = read_hold()
    if not held:
        messages.info(request, _("The site is not held."))
        return redirect("ponte_releases")
    if request.method == "POST":
        return _resume(request)
    row = Release.objects.filter(name=held).first()
    waiting = _published_since(row.released_at) if row and row.released_at else None
    return TemplateResponse(request, "cms/publication/resume.html", {"release": row, "waiting": waiting})


def _resume(request: HttpRequest) -> HttpResponse:
    from static_build.rollback import resume

    who = request.user.get_username()
    try:
        _in_turn(lambda: resume(user=who))
    except BuildError as error:
        # The hold is over all the same: what has waited must be built.
        request_build(None, Cause(what="resume", user=who))
        reason = {"reason": error}
        messages.error(request, _("The hold is lifted, but nothing was built yet. %(reason)s") % reason)
    else:
        messages.success(request, _("The hold is lifted. What was published meanwhile is live."))
    return redirect("ponte_releases")


def _published_since(at: datetime) -> int:
    from wagtail.models import Page

    return int(Page.objects.filter(live=True, last_published_at__gt=at).count())


def _require_right(request: HttpRequest) -> None:
    if not request.user.has_perm("static_build.change_release"):
        raise PermissionDenied
