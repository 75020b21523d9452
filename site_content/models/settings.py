"""The site's settings, one for each language: names, menu, footer, record numbers."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.search import index

from site_content.blocks.links import ChannelBlock, PageLinkBlock
from site_content.fields import HttpURLField
from site_content.models.base import relation
from site_content.models.snippet import Snippet
from site_content.panels import group


class SiteSettings(Snippet):
    """What stands on every page of a language."""

    document_type = "settings"
    title_field = "site_name"
    TEXT = ("site_name", "tagline", "menu", "footer_text", "social")
    FACTS = ("declaration_url", "declaration_reviewed_on", "icp", "public_security", "organiser")

    site_name = models.CharField(_("name of the site"), max_length=255)
    tagline = models.CharField(_("tagline"), max_length=255, blank=True)
    menu = StreamField([("item", PageLinkBlock())], blank=True, verbose_name=_("menu"))
    footer_text = models.TextField(_("text of the footer"), blank=True)
    social = StreamField([("channel", ChannelBlock())], blank=True, verbose_name=_("social channels"))
    privacy_page = relation("wagtailcore.Page", _("privacy page"))
    accessibility_page = relation("wagtailcore.Page", _("accessibility page"))
    declaration_url = HttpURLField(
        _("accessibility declaration"),
        help_text=_("The declaration on the site of AgID, https://form.agid.gov.it/…"),
    )
    declaration_reviewed_on = models.DateField(
        _("declaration reviewed on"),
        null=True,
        blank=True,
        help_text=_("Due by 23 September each year; the dashboard reminds you from 1 September."),
    )
    icp = models.CharField(
        _("ICP record number"), max_length=100, blank=True, help_text=_("Shown on a mainland edition alone.")
    )
    public_security = models.CharField(
        _("public-security record number"),
        max_length=100,
        blank=True,
        help_text=_("Shown on a mainland edition alone."),
    )
    organiser = models.CharField(
        _("organiser line"), max_length=255, blank=True, help_text=_("Shown on a mainland edition alone.")
    )

    panels = [
        group(_("Name"), "site_name", "tagline"),
        FieldPanel("menu"),
        group(_("Footer"), "footer_text", "social", "privacy_page"),
        group(_("Accessibility"), "accessibility_page", ("declaration_url", "declaration_reviewed_on")),
        group(_("Mainland edition"), "icp", "public_security", "organiser", closed=True),
        PublishingPanel(),
    ]
    search_fields = [
        index.SearchField("site_name"),
        index.AutocompleteField("site_name"),
        index.FilterField("locale_id"),
    ]

    class Meta(Snippet.Meta):
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")

    def clean(self) -> None:
        super().clean()
        others = SiteSettings.objects.exclude(translation_key=self.translation_key)
        if others.exists():
            raise ValidationError(_("The site has its settings already: change those, or translate them."))
