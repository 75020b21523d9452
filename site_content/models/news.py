"""News and press releases."""

from __future__ import annotations

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page

from site_content.fields import HttpURLField
from site_content.models.base import ContentPage
from site_content.panels import group, many

RELATED = ["callpage", "eventpage", "programmepage"]
"""The types of page that a news item can be about."""


class NewsPage(ContentPage):
    """A news item or a press release."""

    document_type = "news"
    TEXT = ("source_label",)
    FACTS = ("kind", "date", "source_url")

    kind = models.CharField(
        _("kind"),
        max_length=20,
        default="news",
        choices=[("news", _("News")), ("press_release", _("Press release"))],
    )
    date = models.DateField(_("date"), default=localdate)
    source_label = models.CharField(
        _("source"), max_length=255, blank=True, help_text=_("Where it was first published, if not here.")
    )
    source_url = HttpURLField(_("web address of the source"))
    related = ParentalManyToManyField(
        Page,
        blank=True,
        related_name="+",
        verbose_name=_("related events and calls"),
        limit_choices_to={"content_type__app_label": "site_content", "content_type__model__in": RELATED},
    )
    people = ParentalManyToManyField(
        "site_content.Person", blank=True, related_name="+", verbose_name=_("people")
    )

    parent_page_types = ["site_content.SectionPage"]
    subpage_types: list[str] = []
    page_description = _("Something that has happened or been announced.")
    content_panels = [
        *ContentPage.intro_panels,
        group(_("When and from where"), ("date", "kind"), ("source_label", "source_url")),
        *ContentPage.text_panels,
        group(_("Related"), many("related"), many("people")),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")
