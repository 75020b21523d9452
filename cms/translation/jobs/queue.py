"""The queue as it is shown: which jobs, in which order, and what each row says. A bounded number of queries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy, pgettext_lazy
from msgspec import Struct

from cms.rights import seen_languages
from cms.translation.jobs.counting import Progress, name_of, progress_of, read_progress
from cms.translation.jobs.models import Job, Priority, State
from cms.translation.jobs.rights import find_people, visible_jobs
from site_content.languages import LANGUAGES
from static_build import clock

JOBS_ON_A_PAGE = 50
SOON = timedelta(days=7)
OPEN, ALL = "open", "all"
ME, NOBODY = "me", "nobody"
OVERDUE, WEEK, NO_DATE = "overdue", "week", "none"
LONGEST_QUERY = 100


class QueueForm(forms.Form):
    """What is looked for; nothing is all that is open."""

    q = forms.CharField(label=gettext_lazy("Title"), max_length=LONGEST_QUERY, required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", pgettext_lazy("jobs", "not done")),
            *State.choices,
            (ALL, pgettext_lazy("jobs", "all")),
        ],
    )
    pair = forms.ChoiceField(label=gettext_lazy("Languages"), required=False)
    who = forms.ChoiceField(label=gettext_lazy("Translator"), required=False)
    due = forms.ChoiceField(
        label=gettext_lazy("Deadline"),
        required=False,
        choices=[
            ("", pgettext_lazy("deadline", "any")),
            (OVERDUE, pgettext_lazy("deadline", "overdue")),
            (WEEK, pgettext_lazy("deadline", "within seven days")),
            (NO_DATE, pgettext_lazy("deadline", "none")),
        ],
    )
    priority = forms.ChoiceField(
        label=gettext_lazy("Priority"),
        required=False,
        choices=[("", pgettext_lazy("priority of a job", "any")), *Priority.choices],
    )
    type = forms.ChoiceField(label=gettext_lazy("Type"), required=False)

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data)
        languages = seen_languages(user)
        pairs = [
            (f"{one}>{two}", _say_pair(one, two)) for one in LANGUAGES for two in languages if one != two
        ]
        people = [(str(each.pk), name_of(each)) for each in find_people(languages)]
        self._choose("pair", pgettext_lazy("languages", "all"), pairs)
        mine = [(ME, pgettext_lazy("translator", "me")), (NOBODY, pgettext_lazy("translator", "nobody"))]
        self._choose("who", pgettext_lazy("translator", "anybody"), [*mine, *people])
        labels = visible_jobs(user, languages).values_list("type", flat=True).distinct().order_by()
        self._choose(
            "type", pgettext_lazy("types", "all"), sorted((label, name_type(label)) for label in labels)
        )

    def _choose(self, name: str, nothing: Any, choices: list[Any]) -> None:
        self.fields[name].choices = [("", nothing), *choices]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, str]:
        """What was asked for and can be; wrong values are as none."""
        self.is_valid()
        values = {
            name: str(value).replace("\0", "") for name, value in self.cleaned_data.items() if value != ""
        }
        return {name: value for name, value in values.items() if value}


class Row(Struct, frozen=True, kw_only=True):
    """A job in the list."""

    job: Job
    type: str
    state: str
    priority: str
    is_overdue: bool
    is_soon: bool
    progress: Progress
    assignee: str
    reviewer: str


def find_jobs(user: Any, asked: dict[str, str]) -> QuerySet[Job]:
    """In the order in which they are to be done: urgent and overdue first; what is done, the newest first."""
    today = localdate(clock.now())
    jobs = visible_jobs(user).select_related("translation", "assignee", "reviewer")
    jobs = _filter_people(_filter_facts(jobs, asked, today), asked, user)
    if asked.get("state") == State.DONE:
        return jobs.order_by("-done_at", "-pk")
    return jobs.annotate(rank=_rank(today)).order_by(
        "rank", F("deadline").asc(nulls_last=True), "-priority", "created_at", "pk"
    )


def _rank(today: date) -> Case:
    """What comes first whatever its deadline, and what comes last."""
    return Case(
        When(state=State.DONE, then=Value(9)),
        When(priority=Priority.URGENT, then=Value(0)),
        When(deadline__lt=today, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def _filter_facts(jobs: QuerySet[Job], asked: dict[str, str], today: date) -> QuerySet[Job]:
    state = asked.get("state", OPEN)
    if state == OPEN:
        jobs = jobs.exclude(state=State.DONE)
    elif state != ALL:
        jobs = jobs.filter(state=state)
    if query := asked.get("q"):
        jobs = jobs.filter(title__icontains=query)
    if pair := asked.get("pair"):
        source, target = pair.split(">")
        jobs = jobs.filter(source_locale=source, target_locale=target)
    if priority := asked.get("priority"):
        jobs = jobs.filter(priority=int(priority))
    if type := asked.get("type"):
        jobs = jobs.filter(type=type)
    return jobs.filter(_due(asked.get("due", ""), today))


def _due(due: str, today: date) -> Q:
    if due == OVERDUE:
        return Q(deadline__lt=today) & ~Q(state=State.DONE)
    if due == WEEK:
        return Q(deadline__lte=today + SOON, deadline__gte=today)
    return Q(deadline=None) if due == NO_DATE else Q()


def _filter_people(jobs: QuerySet[Job], asked: dict[str, str], user: Any) -> QuerySet[Job]:
    who = asked.get("who")
    if who == ME:
        return jobs.filter(Q(assignee=user) | Q(reviewer=user))
    if who == NOBODY:
        return jobs.filter(assignee=None)
    return jobs.filter(assignee=int(who)) if who else jobs


def read_page(jobs: QuerySet[Job], number: Any) -> tuple[Page[Job], list[Row]]:
    """One page of them, with its rows; four queries."""
    page = Paginator(jobs, JOBS_ON_A_PAGE).get_page(number)
    return page, make_rows(list(page))


def make_rows(jobs: list[Job]) -> list[Row]:
    """Two queries, whatever their number."""
    progress = read_progress(job.translation.source_id for job in jobs if job.translation is not None)
    today = localdate(clock.now())
    return [_row(job, progress, today) for job in jobs]


def _row(job: Job, progress: dict[tuple[int, int], Progress], today: date) -> Row:
    translation = job.translation
    is_due = job.is_open and job.deadline is not None
    return Row(
        job=job,
        type=name_type(job.type),
        state=str(State(job.state).label),
        priority=str(Priority(job.priority).label),
        is_overdue=bool(is_due and job.deadline and job.deadline < today),
        is_soon=bool(is_due and job.deadline and today <= job.deadline <= today + SOON),
        progress=progress_of(progress, translation.source_id, translation.target_locale_id)
        if translation is not None
        else Progress(),
        assignee=name_of(job.assignee),
        reviewer=name_of(job.reviewer),
    )


def name_type(label: str) -> str:
    """The name of a type in the user's language; the label itself where the type is no longer there."""
    try:
        name: str | Promise = apps.get_model(label)._meta.verbose_name or label
    except (LookupError, ValueError):
        return label
    return str(name)[:1].upper() + str(name)[1:]


def _say_pair(source: str, target: str) -> str:
    return f"{LANGUAGES[source].name} → {LANGUAGES[target].name}"
