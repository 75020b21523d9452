"""Where the rules on changed facts and on languages meet Wagtail's ways to publish: each leads to the page that asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.log_actions import LogFormatter
from wagtail.models import Page
from wagtail.snippets.views.snippets import get_snippet_model_from_url_params

from cms.publication import gate
from cms.publication.gate import Pending, find_pending
from cms.publication.parity_view import find_draft_parity, parity_url
from cms.publication.together import explain_refusal, find_closed
from cms.rights import translation_of
from cms.translation.comments.gate import comments_address, find_problem

SUBMITTING = ("action-submit", "action-restart-workflow")


def facts_url(page_id: int) -> str:
    """Where a page's changed facts are shown."""
    return reverse("ponte_facts", args=[page_id])


def ask_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Publish in the editor, now or for later: its draft is kept by now."""
    asked = _ask(request, page, find_pending(page, request.user), show_always=gate.needs_second())
    return asked or _ask_for_languages(request, page)


def ask_after_submitting(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A review cannot end well without the reason, so it is asked for when the review begins."""
    if not any(request.POST.get(name) for name in SUBMITTING):
        return None
    pending = find_pending(page, request.user)
    return None if pending is None or pending.reason else _ask(request, page, pending)


def ask_before_approving(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Approval in the editor."""
    if request.method != "POST" or request.POST.get("workflow-action-name") != "approve":
        return None
    return _ask(request, page, find_pending(page, request.user)) or _ask_for_languages(request, page)


def _ask_for_languages(request: HttpRequest, page: Page) -> HttpResponse | None:
    words = _find_languages(request, page)
    if not words:
        return None
    messages.warning(request, words)
    return redirect(parity_url(page.pk))


def _find_languages(request: HttpRequest, page: Page) -> str:
    """Which other language stops the publication, and why."""
    parity = find_draft_parity(page)
    if parity is None:
        return ""
    return explain_refusal(parity) if parity.is_held else find_closed(parity, request.user)


def _ask(
    request: HttpRequest, page: Page, pending: Pending | None, *, show_always: bool = False
) -> HttpResponse | None:
    if pending is None or not (pending.problem or show_always):
        return None
    messages.warning(
        request, gate.explain_refusal(pending) if pending.problem else _("Look at what changes.")
    )
    return redirect(facts_url(page.pk))


def refuse_bulk(request: HttpRequest, action: str, pages: Iterable[Any], _action: Any) -> HttpResponse | None:
    """Publishing several pages at once shows no facts: those that change some are published one by one."""
    if action != "publish":
        return None
    for page in pages:
        pending = find_pending(page, request.user) if isinstance(page, Page) else None
        if pending is not None and (pending.problem or gate.needs_second()):
            messages.error(request, f"“{page.get_admin_display_title()}”: {gate.explain_refusal(pending)}")
            return redirect(facts_url(page.pk))
        if isinstance(page, Page) and (answer := _ask_for_languages(request, page)) is not None:
            return answer
    return None


def _find_obstacle(request: HttpRequest, page: Page) -> tuple[str, str] | None:
    """What stops the approval, in words, and where it is mended."""
    pending = find_pending(page, request.user)
    if pending is not None and pending.problem:
        return gate.explain_refusal(pending), facts_url(page.pk)
    if words := _find_languages(request, page):
        return words, parity_url(page.pk)
    translation = translation_of(page)
    if translation is not None and (problem := find_problem(page)):
        return problem, comments_address(translation.pk)
    return None


@require_admin_access
def act_on_workflow(request: HttpRequest, page_id: int, action_name: str, task_state_id: int) -> HttpResponse:
    """Approval from the dashboard or the listing: Wagtail's own view, after the same question."""
    page = get_object_or_404(Page, pk=page_id)
    if request.method == "POST" and action_name == "approve" and (obstacle := _find_obstacle(request, page)):
        return _lead_to(request, *obstacle)
    view: HttpResponse = WorkflowActionView.as_view()(
        request, page_id=page_id, action_name=action_name, task_state_id=task_state_id
    )
    return view


@require_admin_access
def act_on_snippet_workflow(
    request: HttpRequest, app_label: str, model_name: str, pk: str, action_name: str, task_state_id: int
) -> HttpResponse:
    """The same for a snippet, of which comments alone stop the approval."""
    model: Any = get_snippet_model_from_url_params(app_label, model_name)
    snippet = get_object_or_404(model, pk=unquote(pk))
    translation = translation_of(snippet) if hasattr(snippet, "translation_key") else None
    asks = request.method == "POST" and action_name == "approve"
    if asks and translation is not None and (problem := find_problem(snippet)):
        return _lead_to(request, problem, comments_address(translation.pk))
    view: HttpResponse = model.snippet_viewset.workflow_action_view(
        request, pk=pk, action_name=action_name, task_state_id=task_state_id
    )
    return view


def _lead_to(request: HttpRequest, words: str, address: str) -> HttpResponse:
    """The answer to Wagtail's dialogue: another page, with the reason."""
    messages.warning(request, words)
    answer = {"step": "success", "redirect": address}
    response: HttpResponse = render_modal_workflow(request, "", None, {}, json_data=answer)
    return response


def register_actions(actions: Any) -> None:
    """The two lines of a page's history."""

    @actions.register_action(gate.REASON)
    class Reason(LogFormatter):
        label = gettext_lazy("Give the reason for changed facts")

        def format_message(self, entry: Any) -> str:
            facts = entry.data.get("facts", ())
            return " ".join(
                [
                    _("Reason for changed facts: %(reason)s") % {"reason": entry.data.get("reason", "")},
                    *(f"{fact['label']}: {fact['old']} → {fact['new']}." for fact in facts),
                ]
            )

    @actions.register_action(gate.CONFIRMED)
    class Confirmed(LogFormatter):
        label = gettext_lazy("Confirm changed facts")

        def format_message(self, entry: Any) -> str:
            reason = {"reason": entry.data.get("reason", "")}
            return _("Confirmed the changed facts. Their reason: %(reason)s") % reason
