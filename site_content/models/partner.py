"""Partners: promoters, partners and counterparts, under the names that they have and had."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.search import index

from site_content.blocks.partner import FormerNameBlock
from site_content.fields import CountryField, HttpURLField
from site_content.models.base import relation
from site_content.models.snippet import Snippet
from site_content.panels import group


class Partner(Snippet):
    """An organisation."""

    document_type = "partner"
    TEXT = ("name", "summary")
    FACTS = (
        "name_it",
        "name_zh",
        "name_en",
        "former_names",
        "acronym",
        "kind",
        "country",
        "role",
        "since",
        "website",
        "ror",
    )

    name = models.CharField(_("name"), max_length=255)
    summary = models.TextField(_("summary"), blank=True)
    name_it = models.CharField(_("official name in Italian"), max_length=255, blank=True)
    name_zh = models.CharField(_("official name in Chinese"), max_length=255, blank=True)
    name_en = models.CharField(_("official name in English"), max_length=255, blank=True)
    former_names = StreamField([("former", FormerNameBlock())], blank=True, verbose_name=_("former names"))
    acronym = models.CharField(_("acronym"), max_length=50, blank=True)
    kind = models.CharField(
        _("kind"),
        max_length=20,
        blank=True,
        choices=[
            ("ministry", _("Ministry or government body")),
            ("university", _("University or research centre")),
            ("agency", _("Agency")),
            ("network", _("Network")),
            ("museum", _("Museum")),
            ("company", _("Company")),
        ],
    )
    country = CountryField(_("country"))
    logo = relation("site_content.Picture", _("logo"))
    role = models.CharField(
        _("role"),
        max_length=20,
        default="partner",
        choices=[("promoter", _("Promoter")), ("partner", _("Partner")), ("counterpart", _("Counterpart"))],
    )
    since = models.DateField(_("since"), null=True, blank=True)
    website = HttpURLField(_("website"))
    ror = models.CharField(
        _("ROR"),
        max_length=50,
        blank=True,
        validators=[
            RegexValidator(
                r"^https://ror\.org/0[a-z0-9]{8}$", _("Write it as https://ror.org/ and its code.")
            )
        ],
        help_text=_("Research Organization Registry, https://ror.org/…"),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("summary"),
        group(_("Official names"), "name_it", "name_zh", "name_en", "acronym", "former_names"),
        group(_("What it is"), ("kind", "country"), ("role", "since"), "logo", "website", "ror"),
        PublishingPanel(),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("acronym"),
        index.FilterField("locale_id"),
    ]

    class Meta(Snippet.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
