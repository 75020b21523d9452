"""Who sees which jobs, who gives them to whom, who takes one: by language pair. Answers only."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from cms.rights import hidden_keys, may_open, reviewed_languages, seen_languages
from cms.roles import TRANSLATORS
from cms.translation.jobs.models import Job, State
from cms.translation_drafts import find_target


def may_see_queue(user: Any) -> bool:
    """Translators, editors, reviewers, administrators."""
    return bool(seen_languages(user))


def visible_jobs(user: Any, languages: list[str] | None = None) -> QuerySet[Job]:
    """The jobs of the user's languages, less what is kept from them. Open ones have a translation that is at work."""
    if languages is None:
        languages = seen_languages(user)
    at_work = Q(state=State.DONE) | Q(translation__enabled=True)
    return Job.objects.filter(at_work, target_locale__in=languages).exclude(key__in=hidden_keys(user))


def may_manage(user: Any, job: Job) -> bool:
    """Whether the user gives it to others, and sets deadline, priority, reviewer and note."""
    return job.target_locale in reviewed_languages(user)


def may_take(user: Any, job: Job) -> bool:
    """Whether the user may work on it themselves."""
    if job.translation is None or not job.is_open:
        return False
    target = find_target(job.translation)
    return target is not None and may_open(user, target)


def find_people(languages: list[str]) -> QuerySet[Any]:
    """Who translates into one of those languages."""
    names = [TRANSLATORS[code] for code in languages if code in TRANSLATORS]
    people = get_user_model().objects.filter(is_active=True, groups__name__in=names)
    return people.distinct().order_by("first_name", "last_name", "username")


def find_reviewers(languages: list[str]) -> list[Any]:
    """Who may publish pages in one of those languages, superusers aside."""
    place = Q(groups__page_permissions__page__depth=1) | Q(
        groups__page_permissions__page__locale__language_code__in=languages
    )
    people = get_user_model().objects.filter(
        place,
        groups__page_permissions__permission__codename="publish_page",
        is_active=True,
        is_superuser=False,
    )
    return list(people.distinct().order_by("first_name", "last_name", "username"))
