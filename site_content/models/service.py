"""Services: what the centre does for whom."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from site_content.models.base import ContentPage
from site_content.panels import group
from site_content.rich_text import FEATURES


class ServicePage(ContentPage):
    """A service; its owner office is the one responsible."""

    document_type = "service"
    TEXT = ("audience", "benefits", "how_it_works", "requirements", "times", "costs")
    FACTS = ("contact",)

    audience = RichTextField(_("who it is for"), blank=True, features=FEATURES)
    benefits = RichTextField(_("what you get"), blank=True, features=FEATURES)
    how_it_works = RichTextField(_("how it works"), blank=True, features=FEATURES)
    requirements = RichTextField(_("what you need"), blank=True, features=FEATURES)
    times = models.CharField(_("times"), max_length=255, blank=True)
    costs = models.CharField(_("costs"), max_length=255, blank=True)
    contact = models.EmailField(_("contact (mail)"), blank=True)

    parent_page_types = ["site_content.SectionPage", "site_content.FreePage"]
    subpage_types = ["site_content.FreePage"]
    page_description = _("Something that the centre does for those who ask.")
    content_panels = [
        *ContentPage.intro_panels,
        group(_("The service"), "audience", "benefits", "how_it_works", "requirements"),
        group(_("In practice"), "times", "costs", "contact"),
        *ContentPage.text_panels,
    ]

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
