"""What the tests of jobs do again and again: submit for translation, commit, change a source, find a job."""

from __future__ import annotations

from typing import Any

from django.test import TestCase
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import translate_object

from cms.translation.confirm import confirm
from cms.translation.jobs.models import Job
from cms.translation.segments import read_segments
from tests.unit.cms.people import target_of

TRANSLATOR = "Translators (Chinese)"
OTHER = "Translators (Italian)"


def commit() -> Any:
    """A test's transaction never commits: what would run then runs at the end of this block."""
    return TestCase.captureOnCommitCallbacks(execute=True)


def submit(page: Any, locale: Any) -> Job:
    """The page is submitted for translation, as an editor does it; the job that comes of it."""
    with commit():
        translate_object(page, [locale])
    return job_of(page)


def job_of(page: Any) -> Job:
    """The newest job of the page."""
    return Job.objects.filter(key=page.translation_key).latest("pk")


def confirm_all(translation: Translation, user: Any, prefix: str = "译") -> None:
    """Every text of the translation gets one; those that have one keep it."""
    with commit():
        for segment in read_segments(translation):
            if segment.state != "confirmed":
                confirm(translation, segment, f"{prefix}文{segment.position}", user)


def publish(translation: Translation) -> None:
    """The translation as it is now goes live."""
    with commit():
        translation.save_target(publish=True)


def hand_in(translation: Translation, user: Any) -> Any:
    """A draft of it goes to the reviewers; the state of the review."""
    translation.save_target(user=user, publish=False)
    target = target_of(translation)
    return target.get_workflow().start(target, user)


def change(page: Any, **values: Any) -> None:
    """An editor publishes the source with other texts, and they are brought to its translations."""
    with commit():
        for name, value in values.items():
            setattr(page, name, value)
        page.save_revision().publish()
        TranslationSource.objects.get(object_id=page.translation_key).update_from_db()
