"""The hand-in: what stands in its way, the list of it, and the answers to it. Errors stop it, warnings are let pass."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from wagtail_localize.models import Translation

from cms.translation.marked import NotMarked
from cms.translation.segments import Segment, read_segments
from cms.translation.tokens import from_tokens
from cms.translation.workbench.findings import Problem, accept, examine, find_all, find_typed
from cms.translation.workbench.opening import find_segment, open_translation
from cms.translation.workbench.rows import language_tag
from cms.translation.workbench.segment_views import answers_json, say_findings
from cms.translation.working import standing_text

LONGEST_REASON = 1_000


def say_obstacles(problems: list[Problem]) -> str:
    """Why the page cannot be handed in, in the user's language; empty where it can."""
    errors = sum(problem.has_errors for problem in problems)
    if errors:
        text = ngettext(
            "%(count)s text has an error: mend it first.",
            "%(count)s texts have errors: mend them first.",
            errors,
        )
        return text % {"count": errors}
    warnings = sum(problem.is_open for problem in problems)
    if not warnings:
        return ""
    text = ngettext(
        "%(count)s text has a warning: mend it, or accept it with a reason.",
        "%(count)s texts have warnings: mend them, or accept them with a reason.",
        warnings,
    )
    return text % {"count": warnings}


def say_waiting(segments: list[Segment]) -> str:
    """How many texts the hand-in would leave behind, in the user's language; empty where none."""
    count = sum(segment.state != "confirmed" for segment in segments)
    if not count:
        return ""
    text = ngettext(
        "%(count)s text is not confirmed: confirm it, or say at the foot that the page may go without it.",
        "%(count)s texts are not confirmed: confirm them, or say at the foot that the page may go without them.",
        count,
    )
    return text % {"count": count}


def require_clean(translation: Translation) -> None:
    """Raises ValidationError where the checks stand in the way of the hand-in."""
    if problem := say_obstacles(examine(translation, read_segments(translation))):
        raise ValidationError(problem)


@require_GET
@answers_json
def show_findings(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The list of all findings, each with the way to its text."""
    translation, _target = open_translation(request, translation_id)
    return _list(request, translation)


@require_POST
@answers_json
def accept_warnings(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Lets the chosen warnings of confirmed texts pass: `warning` is context, string and code, joined by colons."""
    translation, _target = open_translation(request, translation_id)
    reason = _reason(request)
    if not reason:
        return _refuse()
    wanted: dict[tuple[int, int], set[str]] = {}
    for value in request.POST.getlist("warning"):
        context, string, code = (*value.split(":"), "", "", "")[:3]
        if context.isdecimal() and string.isdecimal():
            wanted.setdefault((int(context), int(string)), set()).add(code)
    for problem in examine(translation, read_segments(translation)):
        codes = wanted.get(problem.segment.key, set()) & {one.code for one in problem.found if one.code}
        accept(translation, problem.segment, problem.segment.shown, codes, reason, request.user)
    return _list(request, translation)


@require_POST
@answers_json
def accept_warning(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Lets one kind of warning pass in the text as it stands in the workbench; the text's findings as they are then."""
    translation, _target = open_translation(request, translation_id)
    segment = find_segment(translation, request.POST)
    reason, text = _reason(request), standing_text(segment)
    if not reason:
        return _refuse()
    try:
        data = from_tokens(text, segment.source)
    except NotMarked:
        return JsonResponse({"messages": [_("Mend the error first.")]}, status=422)
    there = {one.code for one in find_all(segment, data, {}) if one.code}
    accept(translation, segment, data, there & {request.POST.get("code", "")}, reason, request.user)
    return JsonResponse({"findings": say_findings(find_typed(translation, segment, text))})


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").replace("\0", "").strip()[:LONGEST_REASON]


def _refuse() -> HttpResponse:
    return JsonResponse({"messages": [_("Say why the warning may stay.")]}, status=422)


def _list(request: HttpRequest, translation: Translation) -> HttpResponse:
    html = render_findings(request, translation, read_segments(translation))
    return JsonResponse({"html": html})


def render_findings(request: HttpRequest, translation: Translation, segments: list[Segment]) -> str:
    """The list as HTML."""
    problems = examine(translation, segments)
    values: dict[str, Any] = {
        "problems": [problem for problem in problems if problem.is_open],
        "accepted": [problem for problem in problems if not problem.is_open],
        "obstacles": say_obstacles(problems),
        "waiting": say_waiting(segments),
        "has_warnings": any(one.code and one.is_open for problem in problems for one in problem.found),
        "target_tag": language_tag(translation.target_locale.language_code),
    }
    return render_to_string("cms/workbench/findings.html", values, request=request)
