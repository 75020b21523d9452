"""Jobs are made by themselves: when a page is submitted for translation, and when its source has changed.

After the commit, when the segments are new. Never stops whoever submitted or published: an error is logged.
"""

from __future__ import annotations

from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.db.models.signals import post_save
from msgspec import Struct, field
from wagtail_localize.models import Translation, TranslationSource

from cms.translation.jobs import mail
from cms.translation.jobs.counting import (
    freeze,
    measure,
    progress_of,
    read_progress,
    read_texts,
    read_waiting,
)
from cms.translation.jobs.models import Cause, Job, JobLine, Priority, State
from cms.translation.jobs.moving import finish
from cms.translation.jobs.tasks import ask_memory
from static_build import clock


class Waiting(Struct):
    """What a connection has changed since its last commit."""

    sources: set[int] = field(default_factory=set)


_waiting: WeakKeyDictionary[Any, Waiting] = WeakKeyDictionary()


def connect() -> None:
    """Hears of every source and every translation from now on."""
    post_save.connect(_note_source, sender=TranslationSource, dispatch_uid="jobs_source")
    post_save.connect(_note_translation, sender=Translation, dispatch_uid="jobs_translation")


def _note_source(instance: TranslationSource, raw: bool = False, **_rest: Any) -> None:
    if not raw:
        _wait(instance.pk)


def _note_translation(instance: Translation, raw: bool = False, **_rest: Any) -> None:
    if not raw:
        _wait(instance.source_id)


def _wait(source_id: int) -> None:
    connection = transaction.get_connection()
    waiting = _waiting.setdefault(connection, Waiting())
    waiting.sources.add(source_id)
    transaction.on_commit(_make_waiting, robust=True)


def _make_waiting() -> None:
    """Once for all that waits: what else the transaction asked for finds nothing left."""
    waiting = _waiting.pop(transaction.get_connection(), Waiting())
    for translation in _translations().filter(source_id__in=waiting.sources):
        ensure_job(translation)


def _translations() -> Any:
    return Translation.objects.filter(enabled=True).select_related(
        "source__locale", "source__specific_content_type", "target_locale"
    )


def ensure_job(translation: Translation) -> Job | None:
    """The open job of a translation, brought to what its source is now; None where nothing is to be done."""
    job = find_open_job(translation)
    if job is None:
        return make_job(translation) if read_waiting(translation) else None
    with transaction.atomic():
        texts = read_texts(translation)
        measure(job, texts)
        job.title = _title(translation)
        job.save(update_fields=["title", "segments", "units"])
        if job.lines.exists():
            freeze(job, JobLine.Kind.CHANGED)
    ask_memory.enqueue(job.pk)
    if _is_live(translation):
        # The source may be again what it was.
        finish(job.pk)
    return job


def make_missing_jobs() -> int:
    """A job for every translation that has something to do and none; how many were made."""
    found = list(_translations().exclude(jobs__in=Job.objects.exclude(state=State.DONE)))
    progress = read_progress([each.source_id for each in found])
    waiting = (each for each in found if progress_of(progress, each.source_id, each.target_locale_id).waiting)
    return len([make_job(each) for each in waiting])


def find_open_job(translation: Translation) -> Job | None:
    """The one that is not done, if any."""
    jobs = Job.objects.filter(translation=translation).exclude(state=State.DONE)
    return jobs.select_related("assignee", "reviewer").first()


def make_job(translation: Translation) -> Job:
    """A new job, or the open one that somebody else made meanwhile."""
    was_done = Job.objects.filter(translation=translation).exists() or _is_live(translation)
    kind = translation.source.specific_content_type
    job = Job(
        translation=translation,
        key=translation.source.object_id,
        type=kind.model_class()._meta.label,
        title=_title(translation),
        source_locale=translation.source.locale.language_code,
        target_locale=translation.target_locale.language_code,
        cause=Cause.CHANGED if was_done else Cause.SUBMITTED,
        created_at=clock.now(),
    )
    measure(job, read_texts(translation))
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:
        return find_open_job(translation) or make_job(translation)
    transaction.on_commit(partial(ask_memory.enqueue, job.pk))
    return job


def mark_urgent(translation: Translation, reason: str) -> Job:
    """Puts the translation's job at the top, made where there is none, and tells those concerned by mail.

    `reason` is shown in the queue and in the mail. To be called again with the same reason says nothing twice.
    """
    job = find_open_job(translation) or make_job(translation)
    if job.priority == Priority.URGENT and job.urgent_reason == reason:
        return job
    job.priority, job.urgent_reason = Priority.URGENT, reason
    job.save(update_fields=["priority", "urgent_reason"])
    transaction.on_commit(lambda: mail.tell_urgent(job), robust=True)
    return job


def _title(translation: Translation) -> str:
    return str(translation.source.object_repr)[:255]


def _is_live(translation: Translation) -> bool:
    try:
        return bool(getattr(translation.get_target_instance(), "live", False))
    except ObjectDoesNotExist:
        return False
