"""The home page of a language."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from site_content.blocks.facts import FactPage
from site_content.blocks.links import PageLinkBlock
from site_content.languages import LANGUAGES
from site_content.models.base import ContentPage
from site_content.panels import group


class HomePage(ContentPage):
    """Hero and highlights; its other sections fill themselves."""

    document_type = "home"
    TEXT = ("hero_title", "hero_text", "actions", "highlights")

    hero_title = models.CharField(_("headline"), max_length=255, blank=True)
    hero_text = models.TextField(_("text below the headline"), blank=True)
    actions = StreamField(
        [("action", PageLinkBlock())],
        blank=True,
        max_num=2,
        verbose_name=_("buttons"),
        help_text=_("One or two; the first stands out."),
    )
    highlights = StreamField([("page", FactPage(label=_("Page")))], blank=True, verbose_name=_("highlights"))

    max_count = len(LANGUAGES)
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["site_content.SectionPage", "site_content.FreePage"]
    page_description = _("The first page of a language.")
    content_panels = [
        *ContentPage.intro_panels,
        group(_("Hero"), "hero_title", "hero_text", "actions"),
        FieldPanel("highlights"),
        *ContentPage.text_panels,
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
