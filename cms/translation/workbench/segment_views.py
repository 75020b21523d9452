"""What the workbench's script asks: keep, confirm, give up or restore one text, its matches and terms, its history.

Answers JSON. Each request is checked anew: rights, locks, and whether the segment is this translation's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cms.translation.confirm import Refused
from cms.translation.segments import Segment
from cms.translation.workbench.aside import describe, list_history
from cms.translation.workbench.findings import Found, find_typed
from cms.translation.workbench.opening import find_segment, lock_message, open_translation
from cms.translation.workbench.rows import STATES, language_tag
from cms.translation.working import Conflict, confirm_typed, drop, keep, standing_text

LONGEST = 50_000
"""Characters of one text; a longer one is a mistake or an attack."""
ORIGINS = ("manual", "source", "memory", "restored", "machine")

View = Callable[..., HttpResponse]


def answers_json(view: View) -> View:
    """Refusals as JSON too: a script cannot follow Wagtail's way to the home page."""

    @wraps(view)
    def answer(request: HttpRequest, translation_id: int) -> HttpResponse:
        try:
            return view(request, translation_id)
        except PermissionDenied:
            return JsonResponse({"messages": [_("You may not translate this.")]}, status=403)
        except Http404:
            words = _("This text is no longer on the page: its source was changed. Load the page again.")
            return JsonResponse({"messages": [words]}, status=404)

    return answer


def writes(view: Callable[[HttpRequest, Any, Segment], HttpResponse]) -> View:
    """A view that writes to one segment: never where somebody else holds the page."""

    @require_POST
    @answers_json
    @wraps(view)
    def answer(request: HttpRequest, translation_id: int) -> HttpResponse:
        translation, target = open_translation(request, translation_id)
        if held := lock_message(target, request.user):
            return JsonResponse({"messages": [held]}, status=423)
        if len(request.POST.get("text", "")) > LONGEST:
            return JsonResponse({"messages": [_("This text is too long.")]}, status=413)
        try:
            return view(request, translation, find_segment(translation, request.POST))
        except Conflict as conflict:
            return JsonResponse(_conflict(conflict.segment), status=409)

    return answer


@writes
def save_text(request: HttpRequest, translation: Any, segment: Segment) -> HttpResponse:
    """Keeps the text as it was typed, and says what the checks find in it."""
    kept = keep(
        translation,
        segment,
        _text(request),
        request.user,
        stamp=request.POST.get("stamp", ""),
        origin=_origin(request),
    )
    return JsonResponse(
        _state(kept) | {"findings": say_findings(find_typed(translation, kept, standing_text(kept)))}
    )


@writes
def confirm_text(request: HttpRequest, translation: Any, segment: Segment) -> HttpResponse:
    """Writes the text as the segment's translation; 422 says why not, and the text is kept all the same."""
    stamp, origin = request.POST.get("stamp", ""), _origin(request)
    try:
        done = confirm_typed(translation, segment, _text(request), request.user, stamp=stamp, origin=origin)
    except Refused as refused:
        kept = keep(translation, segment, _text(request), request.user, stamp=stamp, origin=origin)
        return JsonResponse(_state(kept) | {"messages": refused.messages}, status=422)
    return JsonResponse(
        _state(done) | {"findings": say_findings(find_typed(translation, done, standing_text(done)))}
    )


@writes
def drop_text(request: HttpRequest, translation: Any, segment: Segment) -> HttpResponse:
    """Gives the working text up; it stays in the history."""
    dropped = drop(translation, segment, request.user)
    return JsonResponse(_state(dropped) | {"text": standing_text(dropped)})


@require_GET
@answers_json
def show_aside(request: HttpRequest, translation_id: int) -> HttpResponse:
    """What helps with one text: translations from the memory, terms, what changed, what the checks find."""
    translation, _target = open_translation(request, translation_id)
    segment = find_segment(translation, request.GET)
    shown = describe(translation, segment, request.user)
    html = render_to_string("cms/workbench/aside.html", shown, request=request)
    findings = say_findings(find_typed(translation, segment, standing_text(segment)))
    return JsonResponse({"html": html, "source": shown["source"], "findings": findings})


@require_GET
@answers_json
def show_history(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Every text that ever stood there."""
    translation, _target = open_translation(request, translation_id)
    segment = find_segment(translation, request.GET)
    context = {
        "events": list_history(translation, segment),
        "target_tag": language_tag(segment.target_locale),
        "source_tag": language_tag(segment.source_locale),
    }
    return JsonResponse({"html": render_to_string("cms/workbench/history.html", context, request=request)})


def say_findings(found: Iterable[Found]) -> list[dict[str, str]]:
    """The findings of a text as the script reads them; `accepted` is in words who let a warning pass, and why."""
    return [
        {
            "severity": one.severity,
            "message": one.message,
            "code": one.code,
            "accepted": say_accepted(one),
        }
        for one in found
    ]


def say_accepted(found: Found) -> str:
    """Who let the warning pass, when and why; empty where nobody has."""
    kept = found.accepted
    if kept is None:
        return ""
    values = {"who": kept.user_name, "when": date_format(kept.at, "SHORT_DATE_FORMAT"), "why": kept.reason}
    return _("Accepted by %(who)s on %(when)s: %(why)s") % values


def _state(segment: Segment) -> dict[str, Any]:
    return {"stamp": segment.stamp, "state": segment.state, "words": str(STATES[segment.state])}


def _conflict(segment: Segment) -> dict[str, Any]:
    at = segment.at.isoformat() if segment.at else ""
    return _state(segment) | {"text": standing_text(segment), "by": segment.by, "at": at}


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n").replace("\0", "")


def _origin(request: HttpRequest) -> str:
    origin = request.POST.get("origin", "")
    return origin if origin in ORIGINS else "manual"
