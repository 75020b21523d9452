"""The workbench's page: every segment of a translation in page order, and what is done with all of them.

A POST saves a draft, submits it for review, or is a reviewer's answer to that. Publishing without one stays with the
classic editor.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import OverridableSegment, Translation

from cms.rights import may_edit
from cms.translation.comments import open_on
from cms.translation.comments.threads import read_threads, sort_by_segment
from cms.translation.comments.views import is_open
from cms.translation.segments import Segment, read_segments
from cms.translation.workbench.findings import examine
from cms.translation.workbench.hand_in import render_findings, say_obstacles, say_waiting
from cms.translation.workbench.opening import lock_message, open_translation
from cms.translation.workbench.review import approve, ask_for_changes, find_changes_asked, find_review
from cms.translation.workbench.rows import STATES, language_tag, make_row
from cms.translation_editor import act


@require_http_methods(["GET", "HEAD", "POST"])
def show_workbench(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The page, or what became of its buttons. Raises Http404 and PermissionDenied."""
    translation, target = open_translation(request, translation_id)
    if request.method == "POST":
        return _act(request, translation, target)
    segments = read_segments(translation)
    return TemplateResponse(
        request, "cms/workbench/page.html", _context(request, translation, target, segments)
    )


def _act(request: HttpRequest, translation: Translation, target: Any) -> HttpResponse:
    here = reverse("ponte_workbench", args=[translation.pk])
    action = request.POST.get("action", "")
    if action in DECISIONS:
        return _decide(request, translation, target, action, here)
    if action == "submit":
        segments = read_segments(translation)
        waiting = say_waiting(segments)
        if waiting and not request.POST.get("anyway"):
            messages.error(request, waiting)
            return redirect(f"{here}?waiting=1")
        if obstacles := say_obstacles(examine(translation, segments)):
            messages.error(request, obstacles)
            return redirect(f"{here}?findings=1")
    act(request, translation, target)
    return redirect(here)


DECISIONS: dict[str, Callable[[HttpRequest, Translation, Any], str]] = {
    "ask_for_changes": ask_for_changes,
    "approve": approve,
}


def _decide(
    request: HttpRequest, translation: Translation, target: Any, action: str, here: str
) -> HttpResponse:
    try:
        messages.success(request, DECISIONS[action](request, translation, target))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"{here}?comments=1" if open_on(translation) else here)
    return redirect(here)


def _context(
    request: HttpRequest, translation: Translation, target: Any, segments: list[Segment]
) -> dict[str, Any]:
    by_segment, gone = sort_by_segment(read_threads(translation), segments)
    rows = [
        make_row(segment, comments=sum(map(is_open, by_segment.get(segment.key, ())))) for segment in segments
    ]
    source_code, code = translation.source.locale.language_code, translation.target_locale.language_code
    return {
        "translation": translation,
        "target": target,
        "title": translation.source.object_repr,
        "rows": rows,
        "locked": lock_message(target, request.user),
        "waiting": request.GET.get("waiting", "").isdecimal(),
        "findings": render_findings(request, translation, segments) if request.GET.get("findings") else "",
        "comments": sum(row.comments for row in rows) + sum(map(is_open, gone)),
        "shows_comments": bool(request.GET.get("comments")),
        "review": find_review(translation, target, request.user),
        "changes_asked": find_changes_asked(target),
        "states": [(state, words) for state, words in STATES.items()],
        "counts": count_states(segments),
        "facts": _facts(translation),
        "is_page": isinstance(target, Page),
        "source_tag": language_tag(source_code),
        "target_tag": language_tag(code),
        "source_language": translation.source.locale.get_display_name(),
        "target_language": translation.target_locale.get_display_name(),
        "counts_characters": source_code.startswith("zh"),
        "may_edit": may_edit(request.user, target),
        "keys": keys(),
    }


def count_states(segments: list[Segment]) -> dict[str, int]:
    """How many segments are in each state, and `all`."""
    counts = {state: sum(segment.state == state for segment in segments) for state in STATES}
    return {**counts, "all": len(segments)}


def _facts(translation: Translation) -> int:
    """How many pictures and links could have another value in this language; the classic editor sets them."""
    count: int = OverridableSegment.objects.filter(source=translation.source).count()
    return count


def keys() -> list[tuple[str, str]]:
    """Every key of the workbench and what it does. None of them is one that input methods use."""
    return [
        ("Ctrl+Enter", _("confirm, and go to the next text that is not confirmed")),
        ("Alt+↓", _("next text")),
        ("Alt+↑", _("previous text")),
        ("Alt+Shift+↓", _("next text that is not confirmed")),
        ("Alt+1 … Alt+5", _("insert the translation of that number from the memory (also with Ctrl)")),
        ("Alt+T", _("insert the next term")),
        ("Alt+C", _("insert the next code that is missing")),
        ("Alt+S", _("copy the source text")),
        ("Alt+H", _("history of the text")),
        ("Alt+M", _("comment on the text")),
        ("Alt+R", _("search and replace on this page")),
        ("Alt+P", _("preview")),
        ("Ctrl+Z", _("undo")),
        ("Esc", _("close what is open")),
    ]
