"""The page as the public would see it with the texts as they are in the workbench; nothing is written."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.preview import POLICY, render_draft
from cms.translation.marked import NotMarked, fit, parse
from cms.translation.segments import Segment, read_segments
from cms.translation.tokens import from_tokens
from cms.translation.workbench.opening import open_translation
from cms.translation_drafts import build_target
from static_build.errors import BuildError


@require_GET
@xframe_options_sameorigin
def show_preview(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The true output for a page; 404 for a snippet, which has none of its own."""
    translation, target = open_translation(request, translation_id)
    if not isinstance(target, Page):
        raise Http404("A snippet has no page.")
    texts = current_texts(translation)
    built = build_target(translation.source, target, translation.target_locale, texts)
    try:
        response = HttpResponse(render_draft(built))
    except BuildError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    response["Content-Security-Policy"] = POLICY
    return response


def current_texts(translation: Translation) -> dict[int, str]:
    """What stands in the workbench, by the order of the segments, as far as it can stand on a page."""
    texts: dict[int, str] = {}
    for segment in read_segments(translation):
        text = _text(segment)
        if text:
            texts.update(dict.fromkeys(segment.orders, text))
    return texts


def _text(segment: Segment) -> str:
    if segment.working is None:
        return segment.earlier.target if segment.earlier and not segment.confirmed else ""
    try:
        data = from_tokens(segment.working, segment.source)
        parse(data)
    except NotMarked:
        return segment.shown
    return fit(data, segment.source)
