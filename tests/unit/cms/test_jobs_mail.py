"""Mail about jobs: to whom, in which language, and to nobody who does not want it; what becomes of it in the settings."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile

from cms.translation.jobs.giving import Orders, give, take
from cms.translation.jobs.making import mark_urgent
from cms.translation.jobs.models import Job
from tests.unit.cms.job_people import OTHER, TRANSLATOR, commit, confirm_all, hand_in, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(news: Any, locales: Any) -> Job:
    """The job of `news`, just submitted for translation into Chinese."""
    return submit(news, locales["zh-hans"])


@pytest.fixture
def reader(person: Any) -> Any:
    """A translator into Chinese who has an address."""
    return with_address(person(TRANSLATOR))


def with_address(user: Any, **wishes: Any) -> Any:
    user.email = f"{user.username}@example.org"
    user.save()
    UserProfile.objects.filter(user=user).update(**wishes)
    return user


def hand_to(job: Job, somebody: Any, by: Any) -> None:
    with commit():
        give([job], Orders(assignee=somebody), by)


def test_who_gets_a_job_is_told(job: Job, reader: Any, person: Any, mailoutbox: Any) -> None:
    hand_to(job, reader, person("Editors"))
    assert [mail.to for mail in mailoutbox] == [[reader.email]]
    assert job.title in mailoutbox[0].subject
    assert reverse("ponte_job", args=[job.pk]) in mailoutbox[0].body


def test_one_mail_for_many(
    news: Any, section: Any, locales: Any, reader: Any, person: Any, mailoutbox: Any
) -> None:
    jobs = [submit(page, locales["zh-hans"]) for page in (news, *copies(section, 2))]
    with commit():
        give(jobs, Orders(assignee=reader), person("Editors"))
    assert len(mailoutbox) == 1
    assert all(job.title in mailoutbox[0].body for job in jobs)


def copies(section: Any, number: int) -> list[Any]:
    from tests.factories.news import NewsPageFactory

    return [
        NewsPageFactory(parent=section, title=f"Altra {one}", slug=f"altra-{one}") for one in range(number)
    ]


@pytest.mark.parametrize("role", ["assigned", "urgent", "changes"])
def test_nobody_is_told_against_their_will(
    role: str, job: Job, reader: Any, person: Any, mailoutbox: Any
) -> None:
    UserProfile.objects.filter(user=reader).update(
        submitted_notifications=False, rejected_notifications=False
    )
    hand_to(job, reader, person("Editors"))
    with commit():
        mark_urgent(job.translation, "La scadenza è cambiata.")
    send_back(job, person)
    assert mailoutbox == []


def send_back(job: Job, person: Any) -> None:
    colleague = person(TRANSLATOR)
    confirm_all(job.translation, colleague)
    review = hand_in(job.translation, colleague)
    with commit():
        review.current_task_state.reject(user=person("Reviewers"), comment="Più breve.")


def test_changes_are_told_to_who_has_the_job(job: Job, reader: Any, person: Any, mailoutbox: Any) -> None:
    hand_to(job, reader, person("Editors"))
    mailoutbox.clear()
    send_back(job, person)
    mine = [mail for mail in mailoutbox if mail.to == [reader.email]]
    assert len(mine) == 1
    assert "Più breve." in mine[0].body


def test_the_team_is_told_at_once(job: Job, news: Any, reader: Any, person: Any, mailoutbox: Any) -> None:
    stranger = with_address(person(OTHER))
    with commit():
        mark_urgent(job.translation, "La scadenza è cambiata.")
    assert [mail.to for mail in mailoutbox] == [[reader.email]]
    assert "La scadenza è cambiata." in mailoutbox[0].body
    assert stranger.email not in str([mail.to for mail in mailoutbox])
    with commit():
        mark_urgent(job.translation, "La scadenza è cambiata.")
    assert len(mailoutbox) == 1
    PageViewRestriction.objects.create(page=news, restriction_type="password", password="x")
    with commit():
        mark_urgent(job.translation, "Il contributo è cambiato.")
    assert len(mailoutbox) == 1


def test_each_in_the_own_language(job: Job, reader: Any, person: Any, mailoutbox: Any) -> None:
    UserProfile.objects.filter(user=reader).update(preferred_language="en")
    hand_to(job, reader, person("Editors"))
    assert "5 words" in mailoutbox[0].body


def test_who_takes_one_is_not_told(job: Job, reader: Any, mailoutbox: Any) -> None:
    with commit():
        take([job], reader)
    assert Job.objects.get().assignee == reader
    assert mailoutbox == []


def test_a_mail_server_that_is_gone_stops_nothing(
    job: Job, reader: Any, person: Any, settings: Any, caplog: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 2
    hand_to(job, reader, person("Editors"))
    assert Job.objects.get().assignee == reader
    assert "was not sent" in caplog.text


def test_a_translator_sets_what_they_want(job: Job, log_in: Any) -> None:
    html = log_in(TRANSLATOR).get(reverse("wagtailadmin_account")).content.decode()
    assert "job_notifications-submitted_notifications" in html
    assert "job_notifications" not in log_in("Editors").get(reverse("wagtailadmin_account")).content.decode()
