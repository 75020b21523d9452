"""Where the rule on changed facts meets Wagtail's ways to publish: each leads to the page that asks for what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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

from cms.publication import gate
from cms.publication.gate import Pending, find_pending

SUBMITTING = ("action-submit", "action-restart-workflow")


def facts_url(page_id: int) -> str:
    """Where a page's changed facts are shown."""
    return reverse("ponte_facts", args=[page_id])


def ask_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Publish in the editor, now or for later: its draft is kept by now."""
    return _ask(request, page, find_pending(page, request.user), show_always=gate.needs_second())


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
    return _ask(request, page, find_pending(page, request.user))


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
    return None


@require_admin_access
def act_on_workflow(request: HttpRequest, page_id: int, action_name: str, task_state_id: int) -> HttpResponse:
    """Approval from the dashboard or the listing: Wagtail's own view, after the same question."""
    page = get_object_or_404(Page, pk=page_id)
    pending = find_pending(page, request.user) if action_name == "approve" else None
    if request.method == "POST" and pending is not None and pending.problem:
        messages.warning(request, gate.explain_refusal(pending))
        answer = {"step": "success", "redirect": facts_url(page_id)}
        response: HttpResponse = render_modal_workflow(request, "", None, {}, json_data=answer)
        return response
    view: HttpResponse = WorkflowActionView.as_view()(
        request, page_id=page_id, action_name=action_name, task_state_id=task_state_id
    )
    return view


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
