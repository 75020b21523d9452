"""Jobs go from state to state by what is done to their translation: typed, handed in, sent back, published.

Hears signals, moves jobs, writes nothing else. A review or a publication that fails takes the move back with it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_save
from wagtail.models import DraftStateMixin
from wagtail.signals import published, task_rejected, workflow_cancelled, workflow_submitted
from wagtail_localize.models import StringTranslation, TranslationContext, TranslationLog

from cms.translation.jobs import mail
from cms.translation.jobs.counting import freeze_delivery, read_waiting
from cms.translation.jobs.models import Job, State
from cms.translation.workbench.models import WorkingText
from site_content.models.text_digest import TextDigest
from site_content.staleness import Published, staleness
from static_build import clock


def connect() -> None:
    """Hears of all that moves a job from now on."""
    post_save.connect(_note_typing, sender=WorkingText, dispatch_uid="jobs_typing")
    post_save.connect(_note_confirmation, sender=StringTranslation, dispatch_uid="jobs_confirmation")
    post_save.connect(_note_saving, sender=TranslationLog, dispatch_uid="jobs_saving")
    workflow_submitted.connect(_hand_in, dispatch_uid="jobs_hand_in")
    workflow_cancelled.connect(_take_back, dispatch_uid="jobs_take_back")
    task_rejected.connect(_send_back, dispatch_uid="jobs_send_back")
    published.connect(_note_publication, dispatch_uid="jobs_publication")


def _note_typing(instance: WorkingText, raw: bool = False, **_rest: Any) -> None:
    if instance.is_open and not raw:
        jobs = Job.objects.filter(translation_id=instance.translation_id)
        _start(jobs)


def _note_confirmation(instance: StringTranslation, raw: bool = False, **_rest: Any) -> None:
    if raw or instance.context_id is None:
        return
    key = TranslationContext.objects.filter(pk=instance.context_id).values("object_id")
    _start(Job.objects.filter(key__in=key, translation__target_locale_id=instance.locale_id))


def _start(jobs: QuerySet[Job]) -> None:
    jobs.filter(state=State.TO_DO).update(state=State.IN_PROGRESS, started_at=clock.now())


def _open_jobs(instance: Any) -> QuerySet[Job]:
    """Of the translation whose target this is."""
    if not hasattr(instance, "translation_key"):
        return Job.objects.none()
    place = {"key": instance.translation_key, "translation__target_locale_id": instance.locale_id}
    return Job.objects.filter(**place).exclude(state=State.DONE)


def _hand_in(instance: Any, **_rest: Any) -> None:
    _open_jobs(instance.content_object).update(state=State.IN_REVIEW, submitted_at=clock.now(), asked="")


def _take_back(instance: Any, **_rest: Any) -> None:
    _open_jobs(instance.content_object).filter(state=State.IN_REVIEW).update(state=State.IN_PROGRESS)


def _send_back(instance: Any, user: Any = None, **_rest: Any) -> None:
    requester = instance.workflow_state.requested_by
    for job in _open_jobs(instance.workflow_state.content_object).select_related("assignee", "reviewer"):
        job.state, job.asked = State.CHANGES_ASKED, instance.comment
        job.save(update_fields=["state", "asked"])
        transaction.on_commit(partial(mail.tell_changes, job, user, requester), robust=True)


def _note_publication(instance: Any, **_rest: Any) -> None:
    """After the commit, when it is known with which source text it went live."""
    for job in _open_jobs(instance):
        transaction.on_commit(partial(finish, job.pk), robust=True)


def _note_saving(instance: TranslationLog, raw: bool = False, **_rest: Any) -> None:
    """What has no drafts is live as soon as it is saved."""
    model = instance.source.specific_content_type.model_class()
    if raw or model is None or issubclass(model, DraftStateMixin):
        return
    place = {"translation__source": instance.source_id, "translation__target_locale": instance.locale_id}
    for job in Job.objects.filter(**place).exclude(state=State.DONE):
        transaction.on_commit(partial(finish, job.pk), robust=True)


def finish(job_id: int) -> None:
    """Done, where every text is confirmed and nothing is behind the source; else it is in progress."""
    jobs = Job.objects.select_related("translation__source__locale", "translation__target_locale", "assignee")
    job = jobs.exclude(state=State.DONE).filter(pk=job_id, translation__isnull=False).first()
    if job is None or job.translation is None:
        return
    if read_waiting(job.translation) or _is_stale(job):
        Job.objects.filter(pk=job_id, state=State.IN_REVIEW).update(state=State.IN_PROGRESS)
        return
    with transaction.atomic():
        moved = Job.objects.exclude(state=State.DONE).filter(pk=job_id)
        if moved.update(state=State.DONE, done_at=clock.now(), asked=""):
            freeze_delivery(job)


def _is_stale(job: Job) -> bool:
    key = str(job.key)
    rows = TextDigest.objects.filter(key=job.key, locale__in=(job.source_locale, job.target_locale))
    published = {(key, row.locale): Published(row.digest, row.changed_at, row.published_at) for row in rows}
    return staleness(key, job.target_locale, job.source_locale, published) is not None
