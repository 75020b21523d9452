"""Guards around wagtail-localize: nobody publishes, or puts one language live under another, who may not.

`SHADOWED` are views that answer before its own. Each checks rights, then lets the original do its work. What its models
do is guarded in translation_drafts.py, for commands and tasks too.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.generic import RedirectView
from rest_framework.parsers import FormParser, MultiPartParser  # type: ignore[import-untyped]
from rest_framework.request import Request  # type: ignore[import-untyped]
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Locale, Page
from wagtail.snippets.views.snippets import get_snippet_model_from_url_params
from wagtail_localize.models import StringSegment, Translation, TranslationSource
from wagtail_localize.views import convert, edit_translation, submit_translations, update_translations

from cms.po_upload import upload_pofile
from cms.rights import may_open, may_publish, may_submit
from cms.segment_limits import find_limit
from cms.translation.machine.guard import NotReviewed
from cms.translation_drafts import (
    TargetLocked,
    find_target,
    refuse_locked,
)
from cms.translation_texts import put_text, take_text

# Its views ask this who may open a translation; every way to them imports this module first.
edit_translation.user_can_edit_instance = may_open


def submit_page(request: HttpRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=page_id).specific
    _refuse_unless(may_submit(request.user, page, _chosen_locales(request)))
    return _as_response(submit_translations.SubmitPageTranslationView.as_view()(request, page_id=page_id))


def submit_snippet(request: HttpRequest, app_label: str, model_name: str, pk: str) -> HttpResponse:
    model = get_snippet_model_from_url_params(app_label, model_name)
    _refuse_unless(may_submit(request.user, get_object_or_404(model, pk=pk), _chosen_locales(request)))
    view = submit_translations.SubmitSnippetTranslationView.as_view()
    return _as_response(view(request, app_label=app_label, model_name=model_name, pk=pk))


def update(request: HttpRequest, translation_source_id: int) -> HttpResponse:
    """Brings translations up to date with their source; publishing them asks the right to publish each."""
    source = get_object_or_404(TranslationSource, pk=translation_source_id)
    translations = source.translations.filter(enabled=True).select_related("target_locale")
    targets = [target for target in map(find_target, translations) if target is not None]
    locales = Locale.objects.filter(pk__in=[target.locale_id for target in targets])
    _refuse_unless(may_submit(request.user, source.get_source_instance(), locales))
    if request.POST.get("publish_translations"):
        _refuse_unless(all(may_publish(request.user, target) for target in targets))
    view = update_translations.UpdateTranslationsView.as_view()
    try:
        for target in targets if request.method == "POST" else ():
            refuse_locked(target, request.user)
        return _as_response(view(request, translation_source_id=translation_source_id))
    except TargetLocked as locked:
        messages.error(request, str(locked))
        return redirect(request.path)


def stop(request: HttpRequest, translation_id: int) -> HttpResponse:
    translation = get_object_or_404(Translation, pk=translation_id)
    target = find_target(translation)
    _refuse_unless(target is not None and may_publish(request.user, target))
    return _as_response(edit_translation.stop_translation(request, translation_id))


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Puts the source's text in the translation's place, and deletes that: for those who may publish it."""
    page = get_object_or_404(Page, pk=page_id)
    _refuse_unless(may_publish(request.user, page))
    return _as_response(convert.convert_to_alias(request, page_id))


@require_http_methods(["PUT", "DELETE"])
def edit_string(request: HttpRequest, translation_id: int, string_segment_id: int) -> HttpResponse:
    """Saves one text of a translation, where nobody else holds it and the text fits into its field."""
    segment = get_object_or_404(StringSegment.objects.select_related("context"), pk=string_segment_id)
    refusal = _refuse_segment(request, translation_id) or _refuse_long(request, translation_id, segment)
    if refusal is not None:
        return refusal
    translation = get_object_or_404(
        Translation.objects.select_related("source__locale", "target_locale"), pk=translation_id
    )
    if request.method == "DELETE":
        return take_text(translation, segment, request.user)
    return put_text(translation, segment, _read_value(request), request.user)


def edit_override(request: HttpRequest, translation_id: int, overridable_segment_id: int) -> HttpResponse:
    return _refuse_segment(request, translation_id) or _as_response(
        edit_translation.edit_override(
            request, translation_id=translation_id, overridable_segment_id=overridable_segment_id
        )
    )


def machine_translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    refusal = _refuse_segment(request, translation_id)
    if refusal is None:
        try:
            return _as_response(edit_translation.machine_translate(request, translation_id))
        except NotReviewed as refused:
            messages.error(request, " ".join(refused.messages))
    else:
        messages.error(request, _("This translation is locked."))
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")


def _refuse_segment(request: HttpRequest, translation_id: int) -> HttpResponse | None:
    """The answer to a browser's script that may not write now; None where it may."""
    target = find_target(get_object_or_404(Translation, pk=translation_id, enabled=True))
    if target is None or not may_open(request.user, target):
        return JsonResponse({"detail": _("You may not translate this.")}, status=403)
    try:
        refuse_locked(target, request.user)
    except TargetLocked as locked:
        return JsonResponse({"detail": str(locked)}, status=423)
    return None


def _refuse_long(request: HttpRequest, translation_id: int, segment: StringSegment) -> HttpResponse | None:
    if request.method != "PUT":
        return None
    translation = get_object_or_404(Translation.objects.select_related("source"), pk=translation_id)
    kind: ContentType = translation.source.specific_content_type
    limit = find_limit(kind.model_class(), segment.context.path)
    if not limit or len(_read_value(request)) <= limit:
        return None
    text = _("This text is too long for its field (%(limit)s characters).") % {"limit": limit}
    return JsonResponse({"detail": text}, status=400)


def _read_value(request: HttpRequest) -> str:
    """The text of a PUT, which Django itself does not read; leaves the body for whoever comes next."""
    assert request.body is not None  # noqa: S101 - reading it keeps it
    data: Any = Request(request, parsers=[FormParser(), MultiPartParser()]).data
    return str(data.get("value", ""))


def _chosen_locales(request: HttpRequest) -> Any:
    chosen = [key for key in request.POST.getlist("locales") if key.isdecimal()]
    return Locale.objects.filter(pk__in=chosen)


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _as_response(response: Any) -> HttpResponse:
    """wagtail-localize has no types."""
    answer: HttpResponse = response
    return answer


SHADOWED: list[URLPattern] = [
    path("submit/page/<int:page_id>/", submit_page),
    path("submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/", submit_snippet),
    path("update/<int:translation_source_id>/", update),
    path("translate/<int:translation_id>/strings/<int:string_segment_id>/edit/", edit_string),
    path("translate/<int:translation_id>/overrides/<int:overridable_segment_id>/edit/", edit_override),
    path("translate/<int:translation_id>/pofile/upload/", upload_pofile),
    path("translate/<int:translation_id>/machine_translate/", machine_translate),
    path("translate/<int:translation_id>/disable/", stop),
    path("page/<int:page_id>/convert_to_alias/", convert_to_alias),
    path("reports/translations/", RedirectView.as_view(pattern_name="ponte_matrix")),
    path("reports/translations/results/", RedirectView.as_view(pattern_name="ponte_matrix")),
]
"""Below `localize/` in the admin, at the addresses of the views that they guard."""
