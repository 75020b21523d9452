"""The glossary that translators work by: one row holds a term in all languages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from site_content.fields import LinesJSONField
from site_content.panels import group


class GlossaryTerm(index.Indexed, models.Model):
    """A term, what it means, and what must not be written in its place."""

    italian = models.CharField(_("Italian"), max_length=255)
    chinese = models.CharField(_("Chinese"), max_length=255)
    english = models.CharField(_("English"), max_length=255, blank=True)
    definition_it = models.TextField(_("definition in Italian"), blank=True)
    definition_zh = models.TextField(_("definition in Chinese"), blank=True)
    forbidden_it = LinesJSONField(_("forbidden in Italian"), help_text=_("One a line."))
    forbidden_zh = LinesJSONField(_("forbidden in Chinese"), help_text=_("One a line."))
    note = models.TextField(_("note"), blank=True)

    panels = [
        group(_("Term"), "italian", "chinese", "english"),
        group(_("Definition"), "definition_it", "definition_zh"),
        group(_("Not to be written"), "forbidden_it", "forbidden_zh"),
        FieldPanel("note"),
    ]
    search_fields = [
        index.SearchField("italian", boost=2),
        index.SearchField("chinese", boost=2),
        index.SearchField("english"),
        index.AutocompleteField("italian"),
        index.AutocompleteField("chinese"),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["italian"]
        constraints = [
            models.UniqueConstraint(
                fields=["italian", "chinese"],
                name="glossary_term_once",
                violation_error_message=_("This term is in the glossary already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.italian} · {self.chinese}"
