"""Topics: the sectors and themes that all types share."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.search import index

from site_content.models.base import relation
from site_content.models.snippet import Snippet
from site_content.slugs import SLUG


class Topic(Snippet):
    """A topic; one without a sector is a sector or a theme of its own."""

    document_type = "topic"
    TEXT = ("name", "summary")
    FACTS = ("slug",)

    name = models.CharField(_("name"), max_length=255)
    summary = models.TextField(_("summary"), blank=True)
    slug = models.SlugField(
        _("slug"), max_length=100, help_text=_("Its part of an address, the same in every language.")
    )
    sector = relation("self", _("sector"))

    panels = [
        FieldPanel("name"),
        FieldPanel("summary"),
        FieldPanel("slug"),
        FieldPanel("sector"),
        PublishingPanel(),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
    ]

    class Meta(Snippet.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def clean(self) -> None:
        super().clean()
        if self.slug and not SLUG.match(self.slug):
            raise ValidationError({"slug": _("Only small letters without accents, digits and hyphens.")})
        if self.sector and self.sector.translation_key == self.translation_key:
            raise ValidationError({"sector": _("A topic cannot be its own sector.")})
