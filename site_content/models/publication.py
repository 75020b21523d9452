"""Publications: reports, guides, proceedings, with one file a language."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from site_content.blocks.facts import FileBlock
from site_content.fields import LinesJSONField
from site_content.models.base import ContentPage
from site_content.panels import group


class PublicationPage(ContentPage):
    """A publication."""

    document_type = "publication"
    TEXT = ("files",)
    FACTS = ("identifier", "date", "authors", "licence")

    identifier = models.CharField(
        _("identifier"), max_length=100, blank=True, help_text=_("DOI, ISBN or a number of our own.")
    )
    date = models.DateField(_("date"))
    authors = LinesJSONField(_("authors"), help_text=_("One a line, as printed."))
    licence = models.CharField(
        _("licence"),
        max_length=50,
        blank=True,
        validators=[
            RegexValidator(r"^[A-Za-z0-9.+-]+$", _("Give the SPDX identifier, for example CC-BY-4.0."))
        ],
        help_text=_("SPDX identifier, for example CC-BY-4.0."),
    )
    files = StreamField(
        [("file", FileBlock())], blank=True, verbose_name=_("files"), help_text=_("One for each language.")
    )

    parent_page_types = ["site_content.SectionPage", "site_content.FreePage"]
    subpage_types: list[str] = []
    page_description = _("A report, a guide, proceedings: something to download and keep.")
    content_panels = [
        *ContentPage.intro_panels,
        group(_("The publication"), ("date", "identifier"), "authors", "licence"),
        FieldPanel("files"),
        *ContentPage.text_panels,
    ]
    search_fields = [*ContentPage.search_fields, index.SearchField("identifier", boost=3)]

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
