"""wagtail-localize's editor at an address of its own, with "Save draft" and "Submit for review".

Opens for whoever `rights.may_open` lets in, also for translators who have no right to the page itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import edit_translation

from cms.publication.gate import FactsRefused
from cms.publication.together import OtherLanguageRefused, ParityRefused
from cms.rights import may_open, may_publish, translation_of
from cms.translation.comments.gate import OpenComments, warn_of_comments
from cms.translation_drafts import TargetLocked, find_target, refuse_locked

ALIAS_OFFER = re.compile(rb"(&quot;convertToAliasUrl&quot;: )&quot;[^&]*&quot;")
"""In the properties of wagtail-localize's editor."""


def translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Shows the editor; a POST saves a draft, submits it for review, or publishes it."""
    translation = get_object_or_404(
        Translation.objects.select_related("source", "target_locale"), pk=translation_id, enabled=True
    )
    target = find_target(translation)
    if target is None or getattr(target, "alias_of_id", None):
        raise Http404("This translation has no page or snippet of its own.")
    if not may_open(request.user, target):
        raise PermissionDenied
    if request.method == "POST":
        return act(request, translation, target)
    response: HttpResponse = edit_translation(request, translation, target)
    if not may_publish(request.user, target):
        # The guard refuses it; this spares the translator the offer, which comes first of all buttons.
        response.content = ALIAS_OFFER.sub(rb"\1null", response.content)
    return response


def act(request: HttpRequest, translation: Translation, target: Any) -> HttpResponse:
    """Does what the POST asks for, says what became of it, and leads back."""
    action = ACTIONS.get(request.POST.get("action", ""))
    try:
        refuse_locked(target, request.user)
        if action is None:
            response: HttpResponse = edit_translation(request, translation, target)
            return response
        messages.success(request, action(request, translation, target))
    except OpenComments as refused:
        return warn_of_comments(request, str(refused), translation.pk)
    except (TargetLocked, FactsRefused, ParityRefused, OtherLanguageRefused) as refused:
        messages.error(request, str(refused))
    except ValidationError as error:
        messages.error(request, " ".join([_("The draft was not saved:"), *error.messages]))
    return redirect(request.path)


def _save_draft(request: HttpRequest, translation: Translation, target: Any) -> str:
    translation.save_target(user=request.user, publish=False)
    return _("The draft of “%(title)s” is saved. Nothing was published.") % {"title": target}


def _submit(request: HttpRequest, translation: Translation, target: Any) -> str:
    from cms.translation.workbench.hand_in import require_clean

    require_clean(translation)
    translation.save_target(user=request.user, publish=False)
    fresh = find_target(translation)
    workflow = fresh.get_workflow()
    if workflow is None:
        raise ValidationError(_("Nobody reviews this type: ask an administrator for a workflow."))
    if fresh.current_workflow_state is not None:
        fresh.current_workflow_state.cancel(user=request.user)
    workflow.start(fresh, request.user)
    return _("“%(title)s” is with the reviewers now.") % {"title": target}


ACTIONS: dict[str, Callable[[HttpRequest, Translation, Any], str]] = {
    "save_draft": _save_draft,
    "submit": _submit,
}


def open_translation(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """The workbench for a page or snippet that is a translation; None lets the usual editor open.

    A POST is the classic editor's own form, which has an address of its own to be looked at.
    """
    restarts = {"localize-restart-translation", "localize-convert-to-alias"}
    if isinstance(instance, Page) and instance.alias_of_id:
        return None
    if not hasattr(instance, "translation_key") or restarts.intersection(request.POST):
        return None
    translation = translation_of(instance)
    if translation is None:
        return None
    if request.method == "POST":
        return translate(request, translation.pk)
    return redirect("ponte_workbench", translation.pk)
