"""How far each language is behind the other, by type; how long a translation takes, and how much is translated a month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import ceil
from statistics import median
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET
from msgspec import Struct

from cms.rights import hidden_keys, seen_languages
from cms.translation.jobs.cells import Cell, answer_table
from cms.translation.jobs.invoice import name_unit
from cms.translation.jobs.matrix import Line, read_matrix
from cms.translation.jobs.models import Job, JobLine, State
from cms.translation.jobs.queue import name_type
from cms.translation.jobs.views import require
from site_content.languages import LANGUAGES
from static_build import clock

MONTHS_SHOWN = 12
DAY_SECONDS = 86_400


class Days(Struct, frozen=True):
    """How long it took from the job to the publication, in days; None where nothing was finished."""

    median: float | None = None
    ninety_percent: float | None = None
    jobs: int = 0


class TypeLine(Struct, frozen=True, kw_only=True):
    """One type in one language; `total` is what has its source in another."""

    type: str
    locale: str
    total: int
    exists: int
    live: int
    stale: int
    ahead: int
    missing: int
    days: Days

    @property
    def live_percent(self) -> int:
        """Of what could be there, how much is live and says what its source says."""
        return self.live * 100 // self.total if self.total else 100


class MonthLine(Struct, frozen=True, kw_only=True):
    """What was done in one month in one pair of languages."""

    month: str
    source_locale: str
    target_locale: str
    jobs: int
    source_units: int
    target_units: int


@require_GET
def show_parity(request: HttpRequest) -> HttpResponse:
    """The report. Raises PermissionDenied."""
    languages = seen_languages(request.user)
    require(bool(languages))
    jobs = list(_finished(request.user, languages))
    types = count_types(read_matrix(request.user, languages), jobs)
    months = count_months(jobs)
    wanted = request.GET.get("export")
    if wanted in TABLES:
        name = f"parity-{wanted}-{localtime(clock.now()):%Y-%m-%d}"
        return answer_table(name, TABLES[wanted](types if wanted == "types" else months))
    context = {
        "types": [(line, name_type(line.type)) for line in types],
        "months": [(line, name_unit(line.source_locale), name_unit(line.target_locale)) for line in months],
    }
    return TemplateResponse(request, "cms/jobs/parity.html", context)


def _finished(user: Any, languages: list[str]) -> Iterable[Any]:
    jobs = Job.objects.filter(state=State.DONE, done_at__isnull=False, target_locale__in=languages)
    return jobs.exclude(key__in=hidden_keys(user)).order_by("done_at", "pk")


def count_types(lines: Iterable[Line], jobs: Iterable[Job]) -> list[TypeLine]:
    """By type and language, in the order of their names."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for line in lines:
        for cell in line.cells.values():
            counts[line.type, cell.locale][cell.status] += 1
    days = measure_days(jobs)
    found = [_type_line(place, counts[place], days.get(place, Days())) for place in counts]
    return sorted(found, key=lambda one: (name_type(one.type), one.locale))


def _type_line(place: tuple[str, str], counts: Counter[str], days: Days) -> TypeLine:
    total = counts.total()
    return TypeLine(
        type=place[0],
        locale=place[1],
        total=total,
        exists=total - counts["missing"],
        live=counts["live"],
        stale=counts["stale"],
        ahead=counts["ahead"],
        missing=counts["missing"],
        days=days,
    )


def measure_days(jobs: Iterable[Job]) -> dict[tuple[str, str], Days]:
    """Median and nine in ten, by type and language."""
    spans: dict[tuple[str, str], list[float]] = defaultdict(list)
    for job in jobs:
        if job.done_at is not None:
            seconds = (job.done_at - job.created_at).total_seconds()
            spans[job.type, job.target_locale].append(max(seconds, 0) / DAY_SECONDS)
    return {place: _sum_up(sorted(values)) for place, values in spans.items()}


def _sum_up(values: list[float]) -> Days:
    ninth = values[ceil(0.9 * len(values)) - 1]
    return Days(round(median(values), 1), round(ninth, 1), len(values))


def count_months(jobs: Sequence[Job]) -> list[MonthLine]:
    """The last twelve months in which something was finished, the newest first."""
    units = dict(
        JobLine.objects.filter(job__in=[job.pk for job in jobs], kind=JobLine.Kind.DELIVERED)
        .order_by("pk")
        .values_list("job_id", "units")
    )
    months: dict[tuple[str, str, str], list[Job]] = defaultdict(list)
    for job in jobs:
        if job.done_at is not None:
            months[f"{localtime(job.done_at):%Y-%m}", job.source_locale, job.target_locale].append(job)
    shown = sorted({month for month, _source, _target in months}, reverse=True)[:MONTHS_SHOWN]
    return [
        MonthLine(
            month=month,
            source_locale=source,
            target_locale=target,
            jobs=len(found),
            source_units=sum(job.units for job in found),
            target_units=sum(units.get(job.pk, 0) for job in found),
        )
        for (month, source, target), found in sorted(months.items(), reverse=True)
        if month in shown
    ]


def _make_types(lines: list[TypeLine]) -> Iterable[list[Cell]]:
    yield [
        _("Type"), _("Language"), *_count_headings(),
        _("Finished jobs"), _("Days, median"), _("Days, nine in ten"),
    ]  # fmt: skip
    for line in lines:
        yield [
            name_type(line.type),
            LANGUAGES[line.locale].name,
            line.total,
            line.exists,
            line.live,
            line.stale,
            line.ahead,
            line.missing,
            line.days.jobs,
            line.days.median,
            line.days.ninety_percent,
        ]


def _count_headings() -> list[str]:
    return [
        pgettext("parity", "All"),
        pgettext("parity", "Exists"),
        pgettext("parity", "Live"),
        pgettext("parity", "Stale"),
        pgettext("parity", "Ahead"),
        pgettext("parity", "Missing"),
    ]


def _make_months(lines: list[MonthLine]) -> Iterable[list[Cell]]:
    yield [
        _("Month"),
        pgettext("languages", "From"),
        pgettext("languages", "Into"),
        _("Finished jobs"),
        _("Volume of the source"),
        _("Unit"),
        _("Volume delivered"),
        _("Unit"),
    ]
    for line in lines:
        yield [
            line.month,
            LANGUAGES[line.source_locale].name,
            LANGUAGES[line.target_locale].name,
            line.jobs,
            line.source_units,
            name_unit(line.source_locale),
            line.target_units,
            name_unit(line.target_locale),
        ]


TABLES: dict[str | None, Any] = {"types": _make_types, "months": _make_months}
