"""The frozen lines of jobs as a table for the invoice: band by band at the assignment, the whole on delivery."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.rights import reviewed_languages
from cms.translation.jobs.cells import Cell, answer_table
from cms.translation.jobs.models import Job, JobLine
from cms.translation.memory.count import BANDS, Band
from site_content.languages import LANGUAGES
from static_build import clock


def answer_lines(jobs: QuerySet[Job], user: Any) -> HttpResponse:
    """The lines of those jobs that are the user's business, as a CSV file."""
    lines = visible_lines(user).filter(job__in=jobs.order_by().values("pk")).select_related("job")
    name = f"jobs-{localtime(clock.now()):%Y-%m-%d}"
    return answer_table(name, make_table(lines.order_by("job__pk", "pk")))


def visible_lines(user: Any) -> QuerySet[JobLine]:
    """Of the jobs that the user manages, and of those that are theirs: what others are paid for is not shown."""
    lines: QuerySet[JobLine] = JobLine.objects.all()
    return lines.filter(Q(job__target_locale__in=reviewed_languages(user)) | Q(job__assignee=user))


def make_table(lines: Iterable[JobLine]) -> Iterator[list[Cell]]:
    """A heading, then a row for each line; by band first the segments, then words or characters."""
    by_band = [
        heading
        for band in BANDS
        for heading in (_("%(band)s: texts") % {"band": name_band(band)}, name_band(band))
    ]
    yield [
        _("Job"),
        _("Title"),
        pgettext("languages", "From"),
        pgettext("languages", "Into"),
        _("Line"),
        _("Date"),
        _("Translator"),
        *by_band,
        _("Texts"),
        _("Volume"),
        _("Unit"),
    ]
    for line in lines:
        bands = [value for band in BANDS for value in line.bands.get(band, (None, None))]
        yield [
            line.job_id,
            line.job.title,
            _name(line.job.source_locale),
            _name(line.job.target_locale),
            str(JobLine.Kind(line.kind).label),
            line.at,
            line.person,
            *bands,
            line.segments,
            line.units,
            name_unit(line.locale),
        ]


def name_band(band: Band) -> str:
    """Percentages as they are; the rest in words."""
    if band == "repetitions":
        return pgettext("band of an analysis", "Repetitions")
    return pgettext("band of an analysis", "New") if band == "new" else f"{band} %"


def name_unit(locale: str) -> str:
    """What is counted in a language."""
    return _("characters") if locale.startswith("zh") else _("words")


def _name(locale: str) -> str:
    return LANGUAGES[locale].name if locale in LANGUAGES else locale
