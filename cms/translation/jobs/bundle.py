"""All that an agency needs, in one zip: the texts as XLIFF, when they are due, what they belong to, the pages as they look.

Reads only. Who may not work on a job gets nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.translation.jobs.cells import write_table
from cms.translation.jobs.counting import name_of
from cms.translation.jobs.invoice import make_table, visible_lines
from cms.translation.jobs.models import Job
from cms.translation.jobs.rights import may_take
from cms.translation.jobs.source_page import make_source_page
from static_build import clock

OMEGAT = "omegat"


def answer_bundle(request: HttpRequest, jobs: Sequence[Job]) -> HttpResponse:
    """The zip as a download; a message and the way back where there is nothing to pack."""
    mine = [job for job in jobs if may_take(request.user, job)]
    profile = OMEGAT if request.POST.get("profile") == OMEGAT else "standard"
    pairs = {(job.source_locale, job.target_locale) for job in mine}
    if not mine:
        messages.error(request, _("None of these can be packed: they are done, or not yours."))
    elif profile == OMEGAT and len(pairs) > 1:
        messages.error(request, _("An OmegaT project has one pair of languages: choose jobs of one."))
    else:
        response = HttpResponse(make_bundle(mine, request.user, profile), content_type="application/zip")
        name = f"ponte-{localtime(clock.now()):%Y-%m-%d-%H%M}.zip"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    return redirect(reverse("ponte_jobs"))


def make_bundle(jobs: Sequence[Job], user: Any, profile: Any = "standard") -> bytes:
    """The zip of those jobs. Matches in it are what the user may see."""
    from cms.translation.files.export import write_zip

    translations = [job.translation for job in jobs if job.translation is not None]
    return write_zip(translations, profile, dict(_make_files(jobs, user)), user=user)


def _make_files(jobs: Sequence[Job], user: Any) -> Iterable[tuple[str, bytes]]:
    rows = []
    for job in jobs:
        name = f"{slugify(job.title)[:60] or 'text'}-{job.pk}"
        rows.append((job, name_of(job.reviewer), f"references/{name}.html"))
        if job.translation is not None:
            yield f"references/{name}.html", make_source_page(job.translation)
    yield "README.txt", render_to_string("cms/jobs/bundle.txt", {"rows": rows}).strip().encode() + b"\n"
    lines = visible_lines(user).filter(job__in=[job.pk for job in jobs]).select_related("job")
    yield "analysis.csv", write_table(make_table(lines.order_by("job__pk", "pk"))).encode()
