"""The queue: its order and filters, what is given, taken and handed in, who sees what, and what it costs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.models import PageViewRestriction

from cms.rights import reviewed_languages
from cms.translation.jobs.making import mark_urgent
from cms.translation.jobs.models import Job, JobLine, Priority, State
from static_build import clock
from tests.factories.news import NewsPageFactory
from tests.translate import translate
from tests.unit.cms.job_people import OTHER, TRANSLATOR, commit, confirm_all, job_of, submit
from tests.unit.cms.people import target_of

pytestmark = pytest.mark.django_db
QUEUE, ACT = "ponte_jobs", "ponte_jobs_act"


@pytest.fixture
def job(news: Any, locales: Any) -> Job:
    """The job of `news`, just submitted for translation into Chinese."""
    return submit(news, locales["zh-hans"])


@pytest.fixture
def jobs(section: Any, locales: Any) -> list[Job]:
    """Three more."""
    pages = [NewsPageFactory(parent=section, title=f"Pagina {number}", slug=f"p{number}") for number in "abc"]
    return [submit(page, locales["zh-hans"]) for page in pages]


def titles(client: Any, **asked: str) -> list[str]:
    response = client.get(reverse(QUEUE), asked)
    assert response.status_code == 200
    return [row.job.title for row in response.context["rows"]]


def act(client: Any, action: str, *jobs: Job, **values: Any) -> list[str]:
    """What is said of it."""
    numbers = [str(job.pk) for job in jobs]
    with commit():
        response = client.post(reverse(ACT), {"action": action, "job": numbers, **values}, follow=True)
    return [str(message) for message in response.context["messages"]]


def set_due(job: Job, days: int | None, priority: int = Priority.NORMAL) -> None:
    deadline = None if days is None else localdate(clock.now()) + timedelta(days=days)
    Job.objects.filter(pk=job.pk).update(deadline=deadline, priority=priority)


def test_overdue_comes_first_and_urgent_before_it(job: Job, jobs: list[Job], log_in: Any) -> None:
    one, two, three = jobs
    set_due(one, 3)
    set_due(two, -2)
    assert titles(log_in(TRANSLATOR)) == [two.title, one.title, job.title, three.title]
    with commit():
        mark_urgent(three.translation, "La scadenza è cambiata.")
    assert titles(log_in(TRANSLATOR))[0] == three.title


def test_filters(job: Job, jobs: list[Job], log_in: Any, person: Any) -> None:
    one, two, _three = jobs
    client, somebody = log_in("Editors"), person(TRANSLATOR)
    Job.objects.filter(pk=one.pk).update(assignee=somebody, state=State.IN_PROGRESS)
    Job.objects.filter(pk=two.pk).update(state=State.DONE, done_at=clock.now())
    set_due(one, -1, Priority.HIGH)
    assert titles(client, state="in_progress") == [one.title]
    assert titles(client, state="done") == [two.title]
    assert len(titles(client, state="all")) == 4
    assert titles(client, who=str(somebody.pk)) == [one.title]
    assert one.title not in titles(client, who="nobody")
    assert titles(client, due="overdue") == [one.title]
    assert titles(client, priority="2") == [one.title]
    assert titles(client, q="nuovo LAB") == [job.title]
    assert titles(client, pair="zh-hans>it") == []
    assert len(titles(client, type="site_content.NewsPage", due="none")) == 2


@pytest.mark.parametrize(
    "asked", [{"state": "x"}, {"who": "x' or 1"}, {"pair": ">"}, {"q": "\0"}, {"p": "-9"}]
)
def test_a_filter_that_is_none_asks_for_nothing(asked: dict[str, str], job: Job, log_in: Any) -> None:
    assert titles(log_in("Editors"), **asked) == [job.title]


def test_giving_several_freezes_each_count(jobs: list[Job], log_in: Any, person: Any) -> None:
    somebody = person(TRANSLATOR)
    act(log_in("Editors"), "give", *jobs, assignee=str(somebody.pk), deadline="2026-12-24", priority="2")
    assert {job.assignee for job in Job.objects.all()} == {somebody}
    assert {str(job.deadline) for job in Job.objects.all()} == {"2026-12-24"}
    assert JobLine.objects.filter(kind=JobLine.Kind.ASSIGNED).count() == 3


def test_what_is_left_empty_stays(job: Job, log_in: Any, person: Any) -> None:
    set_due(job, 5)
    act(log_in("Editors"), "give", job, assignee=str(person(TRANSLATOR).pk))
    now = Job.objects.get()
    assert now.deadline is not None
    act(log_in("Editors"), "give", job, assignee="0")
    assert Job.objects.get().assignee is None


def test_who_may_not_translate_it_does_not_get_it(job: Job, news: Any, log_in: Any, person: Any) -> None:
    somebody = person(TRANSLATOR)
    PageViewRestriction.objects.create(page=news, restriction_type="password", password="x")
    administrator = log_in("superuser")
    said = act(administrator, "give", job, assignee=str(somebody.pk))
    assert somebody.get_username() in said[0]
    assert Job.objects.get().assignee is None
    act(administrator, "give", job, assignee=str(person(OTHER).pk))
    assert Job.objects.get().assignee is None


def test_a_translator_takes_one_and_gives_none(job: Job, log_in: Any, person: Any) -> None:
    client, other = log_in(TRANSLATOR), person(TRANSLATOR)
    act(client, "give", job, assignee=str(other.pk), deadline="2026-12-24")
    assert (Job.objects.get().assignee, Job.objects.get().deadline) == (None, None)
    act(client, "take", job)
    assert str(Job.objects.get().assignee_id) == client.session["_auth_user_id"]
    said = act(log_in(TRANSLATOR), "take", job)
    assert job.title in said[0]
    client.post(reverse("ponte_job", args=[job.pk]), {"action": "give_back"})
    assert Job.objects.get().assignee is None
    assert client.post(reverse("ponte_job", args=[job.pk]), {"action": "set"}).status_code in (302, 403)
    assert client.post(reverse("ponte_job", args=[job.pk]), {"action": "give_back"}).status_code in (302, 403)


def test_handing_in_several(job: Job, jobs: list[Job], log_in: Any, person: Any) -> None:
    user = person(TRANSLATOR)
    confirm_all(job.translation, user, prefix="新实验室")
    said = act(log_in(TRANSLATOR), "hand_in", job, jobs[0])
    assert any(jobs[0].title in sentence for sentence in said)
    assert Job.objects.get(pk=jobs[0].pk).state == State.TO_DO
    states = {Job.objects.get(pk=job.pk).state, bool(target_of(job.translation).current_workflow_state)}
    assert states == {State.IN_REVIEW, True} or any(job.title in sentence for sentence in said)


def test_each_sees_the_own_pairs(job: Job, section: Any, locales: Any, log_in: Any) -> None:
    chinese = translate(section, locales["zh-hans"])
    first = NewsPageFactory(parent=chinese, title="新闻一则", slug="zh-first", locale=locales["zh-hans"])
    back = submit(first, locales["it"])
    assert (back.source_locale, back.target_locale) == ("zh-hans", "it")
    assert titles(log_in(TRANSLATOR)) == [job.title]
    assert titles(log_in(OTHER)) == [back.title]
    assert set(titles(log_in("Editors"))) == {job.title, back.title}
    stranger = log_in(OTHER)
    assert stranger.get(reverse("ponte_job", args=[job.pk])).status_code == 404
    assert act(stranger, "take", job)
    assert Job.objects.get(pk=job.pk).assignee is None


def test_what_is_private_is_not_in_the_queue(job: Job, news: Any, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    PageViewRestriction.objects.create(page=news, restriction_type="password", password="x")
    assert titles(client) == []
    assert client.get(reverse("ponte_job", args=[job.pk])).status_code == 404
    assert job.title not in client.get(reverse("ponte_matrix")).content.decode()
    assert job.title not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_nobody_else_has_a_queue(job: Job, chinese_home: Any, client: Any, django_user_model: Any) -> None:
    from django.contrib.auth.models import Group, Permission

    group = Group.objects.create(name="Others")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = django_user_model.objects.create_user("other")
    user.groups.add(group)
    client.force_login(user)
    for name in (QUEUE, "ponte_matrix", "ponte_parity"):
        assert client.get(reverse(name)).status_code in (302, 403)
    assert reviewed_languages(user) == []


def test_the_queue_costs_the_same_number_of_queries_at_any_length(
    section: Any, locales: Any, log_in: Any
) -> None:
    counts = []
    client = log_in("Editors")
    for number in (2, 12):
        for each in range(number):
            page = NewsPageFactory(parent=section, title=f"P {number} {each}", slug=f"p{number}-{each}")
            submit(page, locales["zh-hans"])
        client.get(reverse(QUEUE))
        with CaptureQueriesContext(connection) as queries:
            assert len(titles(client)) >= number
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 40, counts


def test_the_dashboard_says_what_is_due(job: Job, log_in: Any) -> None:
    client = log_in(TRANSLATOR)
    assert job.title not in client.get(reverse("wagtailadmin_home")).content.decode()
    act(client, "take", job)
    set_due(job, -1)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert job.title in html
    assert "1 is overdue" in html


def test_a_job_is_shown_with_what_the_memory_has(job: Job, log_in: Any) -> None:
    response = log_in("Editors").get(reverse("ponte_job", args=[job.pk]))
    assert sum(volume.units for _name, volume in response.context["bands"]) == job.units
    assert job_of(job.translation.source.get_source_instance()).covered is not None
