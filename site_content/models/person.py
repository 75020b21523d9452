"""People: experts, teachers, speakers, staff."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from site_content.choices import LANGUAGE_TAGS
from site_content.fields import ChecklistJSONField
from site_content.models.base import relation
from site_content.models.snippet import Snippet
from site_content.panels import group
from site_content.rich_text import FEATURES


class Person(Snippet):
    """A person, with the name in both scripts and orders."""

    document_type = "person"
    TEXT = ("name", "role", "biography")
    FACTS = ("name_latin", "name_han", "languages")

    name = models.CharField(_("name"), max_length=255, help_text=_("As this language writes and orders it."))
    role = models.CharField(_("role"), max_length=255, blank=True)
    organisation = relation("site_content.Partner", _("organisation"))
    name_latin = models.CharField(
        _("name in Latin letters"),
        max_length=255,
        blank=True,
        help_text=_("Given name first for an Italian, family name first for a Chinese name in pinyin."),
    )
    name_han = models.CharField(_("name in Chinese characters"), max_length=100, blank=True)
    biography = RichTextField(_("biography"), blank=True, features=FEATURES)
    languages = ChecklistJSONField(_("languages"), options=LANGUAGE_TAGS)
    picture = relation("site_content.Picture", _("photo"))

    panels = [
        FieldPanel("name"),
        group(_("Name in both scripts"), ("name_latin", "name_han")),
        group(_("What they do"), "role", "organisation", "languages"),
        FieldPanel("picture"),
        FieldPanel("biography"),
        PublishingPanel(),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("name_latin"),
        index.SearchField("name_han"),
        index.FilterField("locale_id"),
    ]

    class Meta(Snippet.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
