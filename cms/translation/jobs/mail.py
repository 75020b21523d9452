"""Mail about jobs: to whoever got one, to the team where one is urgent, to the translator whom changes are asked of.

Each in the reader's own language, and only to those whose notification settings in Wagtail want it. Raises nothing: what
could not be sent is logged.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from smtplib import SMTPException
from typing import Any, Literal

from django.conf import settings
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from wagtail.admin.mail import send_mail
from wagtail.users.models import UserProfile

from cms.rights import hidden_keys, may_review
from cms.roles import TRANSLATORS
from cms.translation.jobs.models import Job

Subject = Literal["assigned", "urgent", "changes_asked"]
WANTED: dict[Subject, str] = {
    "assigned": "submitted_notifications",
    "urgent": "submitted_notifications",
    "changes_asked": "rejected_notifications",
}
"""Which of Wagtail's notification settings each kind of mail follows."""
logger = logging.getLogger("ponte.jobs")


def tell_assigned(jobs: Sequence[Job], by: Any) -> None:
    """One mail to each translator with all that they got; none to who took it themselves."""
    for person in {job.assignee for job in jobs if job.assignee is not None}:
        if person != by:
            _send("assigned", [person], [job for job in jobs if job.assignee == person], by=by)


def tell_urgent(job: Job) -> None:
    """To the translator and the reviewer of the job; where it has no translator, to all of that language."""
    team = [job.assignee] if job.assignee else list(_translators(job))
    reviews = job.reviewer is not None and may_review(job.reviewer, job.target_locale)
    _send("urgent", [*team, job.reviewer] if reviews else team, [job])


def tell_changes(job: Job, by: Any, requester: Any) -> None:
    """To the translator of the job, where Wagtail does not tell them as the one who handed it in."""
    if job.assignee != requester:
        _send("changes_asked", [job.assignee], [job], by=by)


def _translators(job: Job) -> Iterable[Any]:
    group = TRANSLATORS.get(job.target_locale, "")
    return (
        user
        for user in get_user_model().objects.filter(groups__name=group, is_active=True)
        if job.key not in hidden_keys(user)
    )


def _send(subject: Subject, people: Iterable[Any], jobs: Sequence[Job], by: Any = None) -> None:
    for person in dict.fromkeys(people):
        if person is not None and person.is_active and person.email and _wants(person, subject):
            _write(subject, person, jobs, by)


def _wants(person: Any, subject: Subject) -> bool:
    return bool(getattr(UserProfile.get_for_user(person), WANTED[subject]))


def _write(subject: Subject, person: Any, jobs: Sequence[Job], by: Any) -> None:
    context = {
        "jobs": [(job, _address("ponte_job", job.pk)) for job in jobs],
        "job": jobs[0],
        "by": by,
        "queue": _address("ponte_jobs"),
    }
    with override(UserProfile.get_for_user(person).get_preferred_language()):
        title = " ".join(render_to_string(f"cms/jobs/mail/{subject}_subject.txt", context).split())
        text = render_to_string(f"cms/jobs/mail/{subject}.txt", context).strip() + "\n"
    try:
        send_mail(title, text, [person.email])
    except (OSError, SMTPException) as error:
        logger.error("The mail “%s” to %s was not sent: %s", title, person.email, error)


def _address(name: str, *arguments: Any) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, args=arguments)
