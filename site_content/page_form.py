"""The form of every page: its address checked against its parent, relations offered in its own language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, TranslatableMixin

from site_content.slugs import SLUG, make_slug

PAGES_OFFERED = 100


class ContentPageForm(WagtailAdminPageForm):
    """Makes an address of what was typed, checks it against its parent, and offers relations in its own language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelMultipleChoiceField):
                self.offer_own_language(field)

    def offer_own_language(self, field: forms.ModelMultipleChoiceField[Any]) -> None:
        """Limits a list of snippets to the language of this page."""
        offered = field.queryset
        if offered is None or not issubclass(offered.model, TranslatableMixin):
            return
        offered = offered.filter(locale_id=self.instance.locale_id)
        if issubclass(offered.model, Page):
            offered = self.keep_newest(offered)
        field.queryset = offered

    def keep_newest(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        """The pages that changed last, newest first, and those chosen already: a site has thousands."""
        newest = list(
            pages.order_by("-latest_revision_created_at").values_list("pk", flat=True)[:PAGES_OFFERED]
        )
        chosen = [page.pk for name in self.related_names() for page in getattr(self.instance, name).all()]
        return pages.filter(pk__in=[*newest, *chosen]).order_by("-latest_revision_created_at")

    def related_names(self) -> list[str]:
        """This page type's own relations to several pages."""
        fields = type(self.instance)._meta.many_to_many
        return [field.name for field in fields if field.related_model is Page]

    def clean_slug(self) -> str:
        """As it can stand in an address: the title is carried over as it is typed, with accents or in Chinese."""
        slug: str = self.cleaned_data["slug"]
        return slug if SLUG.match(slug) else make_slug(slug) or slug

    def clean(self) -> dict[str, Any]:
        from site_content.models.base import explain_slug

        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug")
        message = explain_slug(slug, self.parent_page) if slug and not self.instance.path else None
        if message:
            self.add_error("slug", message)
        return cleaned
