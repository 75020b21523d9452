"""Jobs given to translators, taken by them, handed in together. Who may not is told; nothing is done by halves.

At the assignment the count of the job is frozen, as the memory is at that moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from msgspec import UNSET, Struct, UnsetType

from cms.rights import may_open, may_publish, reviewed_languages
from cms.translation.jobs import mail
from cms.translation.jobs.counting import freeze, name_of, read_waiting
from cms.translation.jobs.models import Job, JobLine, State
from cms.translation.jobs.rights import may_take
from cms.translation_drafts import TargetLocked, find_target, refuse_locked


class Orders(Struct, frozen=True, kw_only=True):
    """What is to be set on jobs; what is unset stays as it is, None takes it away."""

    assignee: Any = UNSET
    reviewer: Any = UNSET
    deadline: date | UnsetType | None = UNSET
    priority: int | UnsetType = UNSET
    note: str | UnsetType = UNSET

    def fields(self) -> dict[str, Any]:
        """Those that are set."""
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: value for name, value in values.items() if value is not UNSET}


class Outcome(Struct, kw_only=True):
    """How many jobs it was done to, and why not to others: a sentence each."""

    done: int = 0
    refused: list[str]


def give(jobs: Sequence[Job], orders: Orders, user: Any) -> Outcome:
    """Sets the orders on each job that the user manages; one mail tells each translator what they got."""
    languages = reviewed_languages(user)
    outcome, given = Outcome(refused=[]), []
    with transaction.atomic():
        for job in _hold(jobs):
            if problem := _find_obstacle(job, orders, languages):
                outcome.refused.append(problem)
                continue
            if _set(job, orders):
                given.append(job)
            outcome.done += 1
        transaction.on_commit(lambda: mail.tell_assigned(given, user), robust=True)
    return outcome


def take(jobs: Sequence[Job], user: Any) -> Outcome:
    """Gives the user those that nobody has and that they may work on."""
    outcome = Outcome(refused=[])
    with transaction.atomic():
        for job in _hold(jobs):
            if job.assignee not in (None, user):
                outcome.refused.append(
                    _("“%(title)s”: %(who)s has it.") % {"title": job.title, "who": name_of(job.assignee)}
                )
            elif not may_take(user, job):
                outcome.refused.append(_not_yours(job))
            else:
                _set(job, Orders(assignee=user))
                outcome.done += 1
    return outcome


def give_back(job: Job, user: Any) -> None:
    """Leaves the job to others. Raises PermissionDenied where it is not the user's."""
    if job.assignee != user:
        raise PermissionDenied
    Job.objects.filter(pk=job.pk, assignee=user).update(assignee=None)


def hand_in(request: HttpRequest, jobs: Iterable[Job]) -> Outcome:
    """Each through the review of its own page, as the workbench does it; each alone: one refused stops no other."""
    outcome = Outcome(refused=[])
    for job in jobs:
        try:
            _hand_in_one(request, job)
        except ValidationError as error:
            outcome.refused.append(
                _("“%(title)s”: %(reason)s") % {"title": job.title, "reason": " ".join(error.messages)}
            )
        else:
            outcome.done += 1
    return outcome


def _hand_in_one(request: HttpRequest, job: Job) -> None:
    from cms.translation.workbench.hand_in import require_clean
    from cms.translation_editor import ACTIONS

    translation = job.translation
    target = find_target(translation) if translation is not None else None
    if translation is None or target is None or not job.is_open or not may_open(request.user, target):
        raise ValidationError(_("It is not yours to hand in."))
    if job.state == State.IN_REVIEW:
        raise ValidationError(_("It is with the reviewers already."))
    if waiting := read_waiting(translation):
        raise ValidationError(_("Texts that are not confirmed: %(count)s.") % {"count": waiting})
    require_clean(translation)
    try:
        refuse_locked(target, request.user)
        with transaction.atomic():
            ACTIONS["submit"](request, translation, target)
    except TargetLocked as locked:
        raise ValidationError(str(locked)) from locked


def _hold(jobs: Sequence[Job]) -> list[Job]:
    """The rows as they are now, in the order that was asked, held until the transaction ends."""
    numbers = [job.pk for job in jobs]
    rows = Job.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk")
    found = rows.select_related("translation__source", "translation__target_locale", "assignee", "reviewer")
    return sorted(found, key=lambda job: numbers.index(job.pk))


def _find_obstacle(job: Job, orders: Orders, languages: list[str]) -> str:
    if job.target_locale not in languages:
        return _not_yours(job)
    if not job.is_open:
        return _("“%(title)s”: it is done.") % {"title": job.title}
    person = orders.fields().get("assignee")
    target = find_target(job.translation) if job.translation is not None else None
    if person is not None and not (target is not None and may_open(person, target)):
        return _("“%(title)s”: %(who)s may not translate it.") % {"title": job.title, "who": name_of(person)}
    reviewer = orders.fields().get("reviewer")
    if reviewer not in (None, job.reviewer) and not (target is not None and may_publish(reviewer, target)):
        return _("“%(title)s”: %(who)s may not review it.") % {"title": job.title, "who": name_of(reviewer)}
    return ""


def _set(job: Job, orders: Orders) -> bool:
    """Whether somebody got it now who had it not."""
    before = job.assignee
    fields = orders.fields()
    for name, value in fields.items():
        setattr(job, name, value)
    job.save(update_fields=list(fields))
    is_new = job.assignee is not None and job.assignee != before
    if is_new:
        freeze(job, JobLine.Kind.ASSIGNED)
    return is_new


def _not_yours(job: Job) -> str:
    return _("“%(title)s”: it is not yours to give or to take.") % {"title": job.title}
