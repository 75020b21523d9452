"""The last guard of the rule on changed facts: whatever the way to it, a person's publication passes here.

Connected when Django starts, so it imports what it needs only when somebody publishes in the admin.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from wagtail.log_actions import get_active_log_context


def refuse_unexplained(
    sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **_: Any
) -> None:
    """Raises FactsRefused where a person saves a live page with guarded facts that the two rules do not let through."""
    user = get_active_log_context().user
    if raw or user is None or not instance.live or instance.pk is None or update_fields is not None:
        return
    from cms.publication.gate import require_reason_of

    require_reason_of(instance, user)


def install() -> None:
    """Connects it to every type of page."""
    from wagtail.models import Page

    from static_build.stored_rows import content_models

    for model in content_models():
        if issubclass(model, Page):
            pre_save.connect(refuse_unexplained, sender=model, dispatch_uid=f"ponte-facts-{model.__name__}")
