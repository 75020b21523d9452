"""Open comments stop the publication of a translation by a person, whatever the way to it, unless a reviewer lets it pass.

Commands and imports, which nobody is logged in for, are not held up.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models.signals import pre_save
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import get_active_log_context


class OpenComments(PermissionDenied):
    """A publication of a translation with comments that nobody has settled."""


def find_problem(instance: Any) -> str:
    """Why the page or snippet may not go live in its language now, in the user's; empty where it may."""
    from cms.translation.comments.threads import count_open, find_allowance

    key, locale = instance.translation_key, instance.locale.language_code
    count = count_open(key, locale)
    if not count or find_allowance(key, locale) is not None:
        return ""
    text = ngettext(
        "%(count)s comment is open: settle it, or let a reviewer say why it may stay open.",
        "%(count)s comments are open: settle them, or let a reviewer say why they may stay open.",
        count,
    )
    return text % {"count": count}


def warn_of_comments(request: HttpRequest, problem: str, translation_id: int) -> HttpResponse:
    """Says what stops the publication, and leads to the comments."""
    from wagtail.admin import messages

    address = comments_address(translation_id)
    messages.error(request, problem, buttons=[messages.button(address, _("See the comments"))])
    return redirect(address)


def comments_address(translation_id: int) -> str:
    """Where the open comments of a translation are read and settled, each with the way to its text."""
    return f"{reverse('ponte_workbench', args=[translation_id])}?comments=1"


def refuse_unsettled(
    sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **_more: Any
) -> None:
    """Raises OpenComments where a person puts a version live that was not."""
    if raw or not instance.live or instance.pk is None or update_fields is not None:
        return
    if get_active_log_context().user is None or not _goes_live(instance):
        return
    if problem := find_problem(instance):
        raise OpenComments(problem)


def _goes_live(instance: Any) -> bool:
    stored = type(instance)._default_manager.filter(pk=instance.pk).values("live", "live_revision_id").first()
    if stored is None or not stored["live"]:
        return True
    return bool(stored["live_revision_id"] != instance.live_revision_id)


def install() -> None:
    """Connects it to all that is translated and has drafts."""
    from wagtail.models import DraftStateMixin, TranslatableMixin

    from static_build.stored_rows import content_models

    for model in content_models():
        if issubclass(model, DraftStateMixin) and issubclass(model, TranslatableMixin):
            pre_save.connect(refuse_unsettled, sender=model, dispatch_uid=f"ponte-comments-{model.__name__}")
