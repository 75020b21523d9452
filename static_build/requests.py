"""Build requests: what editors do becomes a task in the queue `builds`, in the same transaction as what they did.

Also remembers with which text a page or snippet was published, for staleness.
"""

from __future__ import annotations

import logging
from typing import Any

from django.db.models.signals import post_delete, post_save
from django_tasks import task
from wagtail import signals
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from site_content.staleness import note_publication

QUEUE = "builds"
logger = logging.getLogger("ponte.builds")


@task(queue_name=QUEUE)
def build_site() -> dict[str, Any]:
    """Builds what is public now. Further requests that wait are answered by the same build."""
    from django.core.management import CommandError, call_command

    try:
        call_command("build", "--quiet")
    except CommandError as error:
        logger.error("The site was not built: %s", error)
        return {"error": str(error)}
    return {}


def request_build(**_: Any) -> None:
    """Asks for a build, once for all that is waiting already."""
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.ready().filter(queue_name=QUEUE).exists()
    if not waiting:
        build_site.enqueue()


def _published(instance: Any, **_: Any) -> None:
    note_publication(instance)
    request_build()


def _saved(sender: Any, instance: Any, **_: Any) -> None:
    if not isinstance(instance, Page):
        request_build()


def connect() -> None:
    """Connects every signal that can change what is public."""
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model

    from static_build.load import content_models

    signals.page_published.connect(_published, dispatch_uid="ponte-page-published")
    signals.page_unpublished.connect(request_build, dispatch_uid="ponte-page-unpublished")
    signals.post_page_move.connect(request_build, dispatch_uid="ponte-page-moved")
    signals.page_slug_changed.connect(request_build, dispatch_uid="ponte-slug-changed")
    post_delete.connect(request_build, sender=Page, dispatch_uid="ponte-page-deleted")
    snippets = [model for model in content_models() if not issubclass(model, Page)]
    for model in snippets:
        signals.published.connect(_published, sender=model, dispatch_uid=f"ponte-published-{model.__name__}")
        signals.unpublished.connect(request_build, sender=model, dispatch_uid=f"ponte-off-{model.__name__}")
        post_delete.connect(request_build, sender=model, dispatch_uid=f"ponte-deleted-{model.__name__}")
    restricting = (PageViewRestriction, CollectionViewRestriction)
    for model in (*restricting, get_image_model(), get_document_model()):
        post_save.connect(_saved, sender=model, dispatch_uid=f"ponte-saved-{model.__name__}")
        post_delete.connect(request_build, sender=model, dispatch_uid=f"ponte-removed-{model.__name__}")
