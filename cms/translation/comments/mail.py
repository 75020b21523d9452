"""Tells those whom a comment concerns, by mail, as each has set it for comments in Wagtail's own settings.

Nobody gets mail about what is kept from them, nor about what they wrote themselves.
"""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.mail import send_mail
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation

from cms.rights import may_open
from cms.translation.comments.models import Comment
from cms.translation.jobs.models import Job, State
from cms.translation.marked import read_words
from cms.translation.workbench.models import WorkingText
from cms.translation_drafts import find_target

logger = logging.getLogger("ponte.comments")


def find_concerned(translation: Translation, comment: Comment) -> list[Any]:
    """Who takes part in the thread, who wrote the text, who submitted it or has its job, who edits its source."""
    target = find_target(translation)
    ids = _in_thread(comment) | _writers(translation, comment) | _workers(translation, target)
    ids |= _editors(translation)
    people = get_user_model().objects.filter(pk__in=ids - {comment.user_id, None}, is_active=True)
    return [each for each in people.exclude(email="").order_by("pk") if may_open(each, target)]


def _in_thread(comment: Comment) -> set[Any]:
    first = comment.thread_id or comment.pk
    answers = Comment.objects.filter(thread_id=first).values_list("user_id", flat=True)
    return {*answers, *Comment.objects.filter(pk=first).values_list("user_id", flat=True)}


def _writers(translation: Translation, comment: Comment) -> set[Any]:
    place = {"context__object_id": translation.source.object_id, "context__path": comment.path}
    confirmed = StringTranslation.objects.filter(
        **place, locale=translation.target_locale, translation_of__data=comment.source
    )
    working = WorkingText.objects.filter(translation=translation, **place, string__data=comment.source)
    return {
        *confirmed.values_list("last_translated_by_id", flat=True),
        *working.values_list("user_id", flat=True),
    }


def _workers(translation: Translation, target: Any) -> set[Any]:
    state = getattr(target, "current_workflow_state", None)
    people = {state.requested_by_id} if state is not None else set()
    jobs = Job.objects.filter(translation=translation).exclude(state=State.DONE)
    for names in jobs.values_list("assignee_id", "reviewer_id"):
        people.update(names)
    return people


def _editors(translation: Translation) -> set[Any]:
    """Who made the live version of the source."""
    source = translation.source.get_source_instance()
    revision = getattr(source, "live_revision", None) or getattr(source, "latest_revision", None)
    return {revision.user_id} if revision is not None else set()


def tell(translation: Translation, comment: Comment) -> None:
    """Sends the mails; one that cannot be sent is logged, and keeps nothing from being kept."""
    for person in find_concerned(translation, comment):
        profile = UserProfile.get_for_user(person)
        if not profile.updated_comments_notifications:
            continue
        with override(profile.get_preferred_language()):
            subject, body = write(translation, comment)
        try:
            send_mail(subject, body, [person.email])
        except (OSError, SMTPException) as error:
            logger.error("The mail about comment %s to %s was not sent: %s", comment.pk, person.email, error)


def write(translation: Translation, comment: Comment) -> tuple[str, str]:
    """Subject and body in the active language."""
    title = translation.source.object_repr
    subject = _("%(who)s on “%(title)s”") % {"who": comment.user_name or _("Somebody"), "title": title}
    address = settings.WAGTAILADMIN_BASE_URL + reverse("ponte_workbench", args=[translation.pk])
    values = {
        "comment": comment,
        "title": title,
        "language": translation.target_locale.get_display_name(),
        "words": read_words(comment.source),
        "address": f"{address}?comments=1",
    }
    return " ".join(subject.split()), render_to_string("cms/comments/mail.txt", values)
