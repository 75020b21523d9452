"""Sections: the page that lists one type of page."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from site_content.models.base import ContentPage
from site_content.panels import group

LISTED = [
    ("news", _("News")),
    ("event", _("Events")),
    ("call", _("Calls")),
    ("programme", _("Training programmes")),
    ("technology", _("Technology offers and requests")),
    ("service", _("Services")),
    ("publication", _("Publications")),
]


class SectionPage(ContentPage):
    """Lists the pages of one type that stand below it."""

    document_type = "section"
    FACTS = ("lists",)

    lists = models.CharField(_("lists"), max_length=20, choices=LISTED)

    parent_page_types = ["site_content.HomePage"]
    subpage_types = [
        "site_content.NewsPage",
        "site_content.EventPage",
        "site_content.CallPage",
        "site_content.ProgrammePage",
        "site_content.TechnologyPage",
        "site_content.ServicePage",
        "site_content.PublicationPage",
        "site_content.FreePage",
    ]
    page_description = _("Lists all pages of one type, newest first, and archives them by year.")
    content_panels = [
        *ContentPage.intro_panels,
        group(_("List"), "lists"),
        *ContentPage.text_panels,
    ]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
