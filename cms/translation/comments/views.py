"""What the workbench asks about comments: the threads of a text or of the page, a new one, an answer, settled or not.

Answers JSON with the list as HTML. A lock holds nobody up here: who waits for an answer may read and write.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail_localize.models import Translation

from cms.rights import may_publish
from cms.translation.comments.models import Comment
from cms.translation.comments.threads import (
    LONGEST,
    allow,
    answer,
    begin,
    find_allowance,
    read_threads,
    reopen,
    resolve,
    sort_by_segment,
)
from cms.translation.marked import read_words
from cms.translation.segments import Segment, read_segments
from cms.translation.workbench.opening import find_segment, open_translation
from cms.translation.workbench.rows import language_tag
from cms.translation.workbench.segment_views import answers_json


@require_GET
@answers_json
def show_comments(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The threads of the text that is named, else all of the page, with what lets it pass."""
    translation, target = open_translation(request, translation_id)
    segment = find_segment(translation, request.GET) if "context" in request.GET else None
    return _answer(request, translation, target, segment)


@require_POST
@answers_json
def write_comment(request: HttpRequest, translation_id: int) -> HttpResponse:
    """A new thread on a text, or an answer to the `thread` that is named."""
    translation, target = open_translation(request, translation_id)
    text = request.POST.get("text", "").replace("\r\n", "\n").replace("\0", "").strip()
    if not text or len(text) > LONGEST:
        return JsonResponse(
            {"messages": [_("Write up to %(most)s characters.") % {"most": LONGEST}]}, status=422
        )
    segment = find_segment(translation, request.POST) if "context" in request.POST else None
    if "thread" in request.POST:
        answer(translation, _find_thread(translation, request), text, request.user)
    elif segment is not None:
        begin(translation, segment, text, request.user)
    else:
        raise Http404("A comment stands on a text.")
    return _answer(request, translation, target, segment)


@require_POST
@answers_json
def settle_comment(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Resolves a thread, or opens it again."""
    translation, target = open_translation(request, translation_id)
    thread = _find_thread(translation, request)
    segment = find_segment(translation, request.POST) if "context" in request.POST else None
    if thread.resolved_at is None:
        resolve(thread, request.user)
    else:
        reopen(thread)
    return _answer(request, translation, target, segment)


@require_POST
@answers_json
def allow_publication(request: HttpRequest, translation_id: int) -> HttpResponse:
    """A reviewer says why the translation may go live although comments are open."""
    translation, target = open_translation(request, translation_id)
    reason = request.POST.get("reason", "").replace("\0", "").strip()[:LONGEST]
    if not may_publish(request.user, target):
        return JsonResponse({"messages": [_("Only who may publish this can let it pass.")]}, status=403)
    if not reason:
        return JsonResponse({"messages": [_("Say why the comments may stay open.")]}, status=422)
    allow(translation, reason, request.user)
    return _answer(request, translation, target, None)


def _find_thread(translation: Translation, request: HttpRequest) -> Comment:
    """The thread of this translation that is named. Raises Http404 for any other."""
    number = request.POST.get("thread", "")
    place = {"key": translation.source.object_id, "locale": translation.target_locale.language_code}
    known = number.isdecimal() and len(number) < 18
    thread = Comment.objects.filter(**place, thread=None, pk=number).first() if known else None
    if thread is None:
        raise Http404("No such comment.")
    return thread


def _answer(
    request: HttpRequest, translation: Translation, target: Any, segment: Segment | None
) -> HttpResponse:
    threads = read_threads(translation)
    by_segment, gone = sort_by_segment(threads, read_segments(translation))
    values: dict[str, Any] = {"translation": translation, "may_write": True}
    if segment is not None:
        values["threads"] = [(one, None, None) for one in by_segment.get(segment.key, [])]
        html = render_to_string("cms/comments/of_text.html", values, request=request)
    else:
        values |= _page_values(request, translation, target, by_segment, gone)
        html = render_to_string("cms/comments/of_page.html", values, request=request)
    return JsonResponse({"html": html, "open": count_by_segment(by_segment), "gone": sum(map(is_open, gone))})


def _page_values(
    request: HttpRequest, translation: Translation, target: Any, by_segment: Any, gone: list[Comment]
) -> dict[str, Any]:
    """Threads with the address of their text, open ones first; those of lost texts with the words they stood on."""
    found: list[tuple[Comment, str | None, str]] = [
        (one, f"{key[0]}-{key[1]}", read_words(one.source))
        for key, some in by_segment.items()
        for one in some
    ]
    found += [(one, None, read_words(one.source)) for one in gone]
    place = translation.source.object_id, translation.target_locale.language_code
    is_any_open = any(is_open(one) for one, _id, _words in found)
    return {
        "threads": sorted(found, key=lambda each: not is_open(each[0])),
        "source_tag": language_tag(translation.source.locale.language_code),
        "is_open": is_any_open,
        "may_allow": may_publish(request.user, target),
        "allowance": find_allowance(*place) if is_any_open else None,
    }


def is_open(thread: Comment) -> bool:
    """Whether nobody has settled it."""
    return thread.resolved_at is None


def count_by_segment(by_segment: dict[tuple[int, int], list[Comment]]) -> dict[str, int]:
    """The open threads of each text that has some, by its id on the page."""
    counts = {f"{key[0]}-{key[1]}": sum(map(is_open, threads)) for key, threads in by_segment.items()}
    return {name: count for name, count in counts.items() if count}
