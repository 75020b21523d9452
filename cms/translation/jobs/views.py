"""The queue on the screen, and what is done with several of its jobs at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from cms.rights import reviewed_languages
from cms.translation.jobs.bundle import answer_bundle
from cms.translation.jobs.forms import OrdersForm
from cms.translation.jobs.giving import Outcome, give, hand_in, take
from cms.translation.jobs.invoice import answer_lines
from cms.translation.jobs.models import Job
from cms.translation.jobs.queue import JOBS_ON_A_PAGE, QueueForm, find_jobs, read_page
from cms.translation.jobs.rights import may_see_queue, visible_jobs

SAID_AT_MOST = 5
"""Refusals that are told one by one; the rest is counted."""


@require_GET
def show_queue(request: HttpRequest) -> HttpResponse:
    """The jobs of the user's languages: what is to be done, in the order in which it is to be done."""
    require(may_see_queue(request.user))
    form = QueueForm(request.GET, request.user)
    asked = form.asked()
    jobs = find_jobs(request.user, asked)
    if request.GET.get("export") == "csv":
        return answer_lines(jobs, request.user)
    page, rows = read_page(jobs, request.GET.get("p"))
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "parameters": urlencode(asked),
        "here": request.get_full_path(),
        "orders": OrdersForm(request.user) if reviewed_languages(request.user) else None,
        "is_filtered": bool(asked),
    }
    return TemplateResponse(request, "cms/jobs/queue.html", context)


@require_POST
def act_on_jobs(request: HttpRequest) -> HttpResponse:
    """Gives, takes, hands in or packs the jobs that were chosen; leads back to the queue."""
    require(may_see_queue(request.user))
    jobs = _chosen(request)
    action = request.POST.get("action", "")
    if not jobs:
        messages.warning(request, _("Choose one job at least."))
    elif action == "bundle":
        return answer_bundle(request, jobs)
    elif action in ACTIONS:
        _tell(request, ACTIONS[action](request, jobs))
    return redirect(_way_back(request))


def _chosen(request: HttpRequest) -> list[Job]:
    """Those of the chosen that the user sees, in the order of the page."""
    numbers = [int(one) for one in request.POST.getlist("job") if one.isdecimal()][:JOBS_ON_A_PAGE]
    known = visible_jobs(request.user).select_related("translation__source__locale", "assignee", "reviewer")
    found = known.in_bulk([number for number in numbers if number < 2**63])
    return [found[number] for number in dict.fromkeys(numbers) if number in found]


def _give(request: HttpRequest, jobs: list[Job]) -> Outcome:
    form = OrdersForm(request.user, request.POST)
    if not form.is_valid():
        return Outcome(
            refused=[f"{form.fields[name].label}: {error[0]}" for name, error in form.errors.items()]
        )
    return give(jobs, form.orders(), request.user)


def _take(request: HttpRequest, jobs: list[Job]) -> Outcome:
    return take(jobs, request.user)


ACTIONS: dict[str, Callable[[HttpRequest, list[Job]], Outcome]] = {
    "give": _give,
    "take": _take,
    "hand_in": hand_in,
}


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    if outcome.done:
        said = ngettext("Done with %(count)s job.", "Done with %(count)s jobs.", outcome.done)
        messages.success(request, said % {"count": outcome.done})
    for sentence in outcome.refused[:SAID_AT_MOST]:
        messages.error(request, sentence)
    if (more := len(outcome.refused) - SAID_AT_MOST) > 0:
        said = ngettext("%(count)s more was refused.", "%(count)s more were refused.", more)
        messages.error(request, said % {"count": more})


def _way_back(request: HttpRequest) -> str:
    here = request.POST.get("here", "")
    is_ours = url_has_allowed_host_and_scheme(here, allowed_hosts=None) and here.startswith("/")
    return here if is_ours else reverse("ponte_jobs")


def require(allowed: bool) -> None:
    """Raises PermissionDenied."""
    if not allowed:
        raise PermissionDenied


def number(value: Any) -> int:
    """A number out of an address's query; 0 for anything else."""
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 10 else 0
