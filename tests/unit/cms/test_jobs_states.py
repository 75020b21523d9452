"""Jobs are made by themselves, and go from state to state by what is done to their translation."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from cms.translation.confirm import confirm
from cms.translation.jobs.making import ensure_job, make_missing_jobs, mark_urgent
from cms.translation.jobs.models import Cause, Job, Priority, State
from cms.translation.jobs.tasks import ask_memory
from cms.translation.working import keep
from tests.factories.news import NewsPageFactory
from tests.unit.cms.job_people import (
    TRANSLATOR,
    change,
    commit,
    confirm_all,
    hand_in,
    job_of,
    publish,
    submit,
)
from tests.unit.cms.people import target_of
from tests.unit.cms.workbench_desk import segment_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(news: Any, locales: Any) -> Job:
    """The job of `news`, just submitted for translation into Chinese."""
    return submit(news, locales["zh-hans"])


def state_of(job: Job) -> str:
    return str(Job.objects.get(pk=job.pk).state)


def translation_of(job: Job) -> Translation:
    assert job.translation is not None
    return job.translation


def test_a_page_that_is_submitted_becomes_a_job(job: Job, news: Any) -> None:
    assert (job.state, job.cause, job.title) == (State.TO_DO, Cause.SUBMITTED, news.title)
    assert (job.source_locale, job.target_locale, job.type) == ("it", "zh-hans", "site_content.NewsPage")
    assert job.segments == 2
    assert job.units == 5  # Nuovo laboratorio. Un sommario breve.


def test_a_translation_that_is_complete_becomes_none(translation: Any) -> None:
    with commit():
        translation.source.update_from_db()
    assert not Job.objects.exists()


def test_a_second_submission_makes_no_second_job(job: Job, news: Any, locales: Any) -> None:
    submit(news, locales["zh-hans"])
    ensure_job(translation_of(job))
    assert Job.objects.count() == 1


def test_typing_starts_it(job: Job, person: Any) -> None:
    keep(translation_of(job), segment_at(job.translation, "title"), "写", person(TRANSLATOR))
    assert state_of(job) == State.IN_PROGRESS


def test_a_confirmed_text_starts_it_whichever_way_it_came(job: Job, person: Any) -> None:
    with commit():
        confirm(translation_of(job), segment_at(job.translation, "title"), "新实验室", person(TRANSLATOR))
    assert state_of(job) == State.IN_PROGRESS


def test_the_way_through_the_review(job: Job, person: Any) -> None:
    translator, reviewer = person(TRANSLATOR), person("Reviewers")
    confirm_all(translation_of(job), translator)
    review = hand_in(translation_of(job), translator)
    assert state_of(job) == State.IN_REVIEW
    with commit():
        review.current_task_state.reject(user=reviewer, comment="Il titolo è troppo lungo.")
    assert state_of(job) == State.CHANGES_ASKED
    assert Job.objects.get().asked == "Il titolo è troppo lungo."
    target = target_of(job.translation)
    target.current_workflow_state.resume(user=translator)
    assert state_of(job) in (State.CHANGES_ASKED, State.IN_REVIEW)
    with commit():
        target_of(job.translation).current_workflow_state.current_task_state.approve(user=reviewer)
    assert state_of(job) == State.DONE
    assert Job.objects.get().done_at is not None


def test_a_review_that_is_taken_back(job: Job, person: Any) -> None:
    translator = person(TRANSLATOR)
    confirm_all(translation_of(job), translator)
    hand_in(translation_of(job), translator).cancel(user=translator)
    assert state_of(job) == State.IN_PROGRESS


def test_what_is_published_by_halves_is_not_done(job: Job, person: Any) -> None:
    with commit():
        confirm(translation_of(job), segment_at(job.translation, "title"), "新实验室", person(TRANSLATOR))
    publish(translation_of(job))
    assert state_of(job) == State.IN_PROGRESS
    confirm_all(translation_of(job), person(TRANSLATOR))
    publish(translation_of(job))
    assert state_of(job) == State.DONE


def test_a_changed_source_makes_another_job(job: Job, news: Any, person: Any) -> None:
    confirm_all(translation_of(job), person(TRANSLATOR))
    publish(translation_of(job))
    change(news, summary="Un altro sommario.")
    again = job_of(news)
    assert again.pk != job.pk
    assert (again.state, again.cause) == (State.TO_DO, Cause.CHANGED)
    change(news, summary="Un altro sommario ancora.")
    assert Job.objects.count() == 2


def test_a_source_that_is_published_without_change_makes_none(job: Job, news: Any, person: Any) -> None:
    confirm_all(translation_of(job), person(TRANSLATOR))
    publish(translation_of(job))
    change(news)
    assert Job.objects.count() == 1


def test_a_source_that_is_again_what_it_was(job: Job, news: Any, person: Any) -> None:
    confirm_all(translation_of(job), person(TRANSLATOR))
    publish(translation_of(job))
    before = news.summary
    change(news, summary="Un altro sommario.")
    assert state_of(job_of(news)) == State.TO_DO
    change(news, summary=before)
    assert state_of(job_of(news)) == State.DONE


def test_a_draft_that_was_never_published_is_not_done(job: Job, news: Any, person: Any) -> None:
    confirm_all(translation_of(job), person(TRANSLATOR))
    change(news)
    assert state_of(job) == State.IN_PROGRESS


def test_what_is_urgent_is_found(job: Job) -> None:
    with commit():
        urgent = mark_urgent(translation_of(job), "La scadenza è cambiata.")
    assert (urgent.pk, urgent.priority, urgent.urgent_reason) == (
        job.pk,
        Priority.URGENT,
        "La scadenza è cambiata.",
    )


def test_what_is_urgent_of_a_finished_translation(translation: Any) -> None:
    with commit():
        urgent = mark_urgent(translation, "Il contributo è cambiato.")
    assert (urgent.state, urgent.cause, urgent.priority) == (State.TO_DO, Cause.CHANGED, Priority.URGENT)


def test_the_memory_is_asked_by_the_worker(job: Job, section: Any) -> None:
    ask_memory.func(job.pk)
    # The section's summary, three words of five, is the same and translated.
    assert Job.objects.get().covered == 60
    ask_memory.func(job.pk + 1)


def test_a_job_outlives_its_translation(job: Job) -> None:
    translation_of(job).delete()
    kept = Job.objects.get()
    assert (kept.translation, kept.title) == (None, "Nuovo laboratorio")


def test_what_was_submitted_before_there_were_jobs(
    job: Job, translation: Any, section: Any, locales: Any
) -> None:
    page = NewsPageFactory(parent=section, title="Prima", slug="prima")
    translate_object(page, [locales["zh-hans"]])
    Job.objects.filter(title="Prima").delete()
    known = set(Job.objects.values_list("pk", flat=True))
    assert make_missing_jobs() == 1
    assert Job.objects.exclude(pk__in=known).get().title == "Prima"
    assert make_missing_jobs() == 0


def test_a_transaction_that_is_rolled_back_leaves_nothing_behind(
    job: Job, section: Any, locales: Any, person: Any
) -> None:
    page = NewsPageFactory(parent=section, title="Prima", slug="prima")
    with commit(), transaction.atomic():
        translate_object(page, [locales["zh-hans"]])
        confirm(translation_of(job), segment_at(job.translation, "title"), "新实验室", person(TRANSLATOR))
        transaction.set_rollback(True)
    assert state_of(job) == State.TO_DO
    submit(page, locales["zh-hans"])
    with commit():
        confirm(translation_of(job), segment_at(job.translation, "title"), "新实验室", person(TRANSLATOR))
    assert (job_of(page).title, state_of(job)) == ("Prima", State.IN_PROGRESS)
