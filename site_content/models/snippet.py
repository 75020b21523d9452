"""What every translatable snippet has: language, drafts, revisions, lock, workflow, a place in search."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, TranslatableMixin, WorkflowMixin
from wagtail.search import index

from site_content.languages import DEFAULT_LOCALE
from site_content.models.translated import Translated


def _workflow_of_pages(code: str) -> Any:
    from site_content.models.home import HomePage

    home = HomePage.objects.filter(locale__language_code=code).first()
    return home.get_workflow() if home is not None else None


class Snippet(
    Translated,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    index.Indexed,
    models.Model,
):
    """A translatable snippet; `name` is its title."""

    document_type: ClassVar[str] = ""
    title_field: ClassVar[str] = "name"

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="%(app_label)s_%(class)s",
        for_concrete_model=False,
    )
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="%(app_label)s_%(class)s",
        for_concrete_model=False,
    )

    class Meta(TranslatableMixin.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(getattr(self, self.title_field))

    @property
    def revisions(self) -> models.QuerySet[models.Model]:
        revisions: models.QuerySet[models.Model] = self._revisions
        return revisions

    @classmethod
    def get_default_workflow(cls) -> Any:
        """What a new one is offered: that of its type where it has one, else that of the default language's pages."""
        return super().get_default_workflow() or _workflow_of_pages(DEFAULT_LOCALE)

    def get_workflow(self) -> Any:
        """That of its type where an administrator gave it one, else that of the pages of its language."""
        return super().get_default_workflow() or _workflow_of_pages(self.locale.language_code)
