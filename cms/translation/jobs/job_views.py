"""One job on the screen: what it is, when it is due, what it was counted as, what may be done with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from cms.translation.jobs.bundle import answer_bundle
from cms.translation.jobs.counting import cover, name_of
from cms.translation.jobs.forms import JobForm
from cms.translation.jobs.giving import give, give_back, hand_in, take
from cms.translation.jobs.invoice import answer_lines, name_band, name_unit, visible_lines
from cms.translation.jobs.models import Job, JobLine
from cms.translation.jobs.queue import make_rows
from cms.translation.jobs.rights import may_manage, may_see_queue, may_take, visible_jobs
from cms.translation.jobs.views import require
from cms.translation.memory.count import BANDS


@require_http_methods(["GET", "HEAD", "POST"])
def show_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """The job, or what became of its buttons. Raises Http404 and PermissionDenied."""
    job = _find(request, job_id)
    form = JobForm(request.user, job, request.POST if _is_setting(request) else None)
    if request.method == "POST":
        answer = _act(request, job, form)
        if answer is not None:
            return answer
    return TemplateResponse(request, "cms/jobs/job.html", _context(request.user, job, form))


@require_GET
def export_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """The job's lines for the invoice."""
    job = _find(request, job_id)
    return answer_lines(Job.objects.filter(pk=job.pk), request.user)


def _find(request: HttpRequest, job_id: int) -> Job:
    require(may_see_queue(request.user))
    jobs = visible_jobs(request.user).select_related(
        "translation__source__locale",
        "translation__source__specific_content_type",
        "translation__target_locale",
        "assignee",
        "reviewer",
    )
    return get_object_or_404(jobs, pk=job_id)


def _is_setting(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("action") == "set"


def _act(request: HttpRequest, job: Job, form: JobForm) -> HttpResponse | None:
    """The answer; None where the form has to be shown again."""
    action = request.POST.get("action", "")
    if action == "bundle":
        return answer_bundle(request, [job])
    if action == "set":
        require(may_manage(request.user, job))
        if not form.is_valid():
            return None
        outcome = give([job], form.orders(), request.user)
    elif action == "give_back":
        give_back(job, request.user)
        return redirect("ponte_job", job.pk)
    else:
        outcome = hand_in(request, [job]) if action == "hand_in" else take([job], request.user)
    for sentence in outcome.refused:
        messages.error(request, sentence)
    if outcome.done:
        messages.success(request, _("Saved.") if action == "set" else _("Done."))
    return redirect("ponte_job", job.pk)


def _context(user: Any, job: Job, form: JobForm) -> dict[str, Any]:
    analysis = cover(job) if job.is_open else None
    bands = analysis.bands if analysis is not None else {}
    lines = list(visible_lines(user).filter(job=job))
    return {
        "job": job,
        "row": make_rows([job])[0],
        "form": form,
        "may_manage": may_manage(user, job) and job.is_open,
        "may_work": may_take(user, job),
        "is_mine": job.assignee == user,
        "assignee": name_of(job.assignee),
        "bands": [(name_band(band), bands[band]) for band in BANDS if band in bands],
        "band_names": [name_band(band) for band in BANDS],
        "lines": [
            (line, JobLine.Kind(line.kind).label, _cells(line), name_unit(line.locale)) for line in lines
        ],
        "unit": name_unit(job.source_locale),
    }


def _cells(line: JobLine) -> list[Any]:
    """Its units by band; nothing where it has no bands."""
    return [line.bands.get(band, [0, ""])[1] for band in BANDS]
