"""Offices of the centre."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from site_content.choices import LANGUAGE_TAGS
from site_content.fields import CountryField, LinesJSONField, ZoneField
from site_content.models.base import relation
from site_content.models.snippet import Snippet
from site_content.panels import group
from site_content.rich_text import FEATURES


class Office(Snippet):
    """An office."""

    document_type = "office"
    TEXT = ("name", "summary", "competences", "city", "address", "hours")
    FACTS = (
        "country",
        "address_local",
        "local_language",
        "latitude",
        "longitude",
        "zone",
        "phones",
        "mail",
        "order",
    )

    name = models.CharField(_("name"), max_length=255)
    summary = models.TextField(_("summary"), blank=True)
    competences = RichTextField(_("competences"), blank=True, features=FEATURES)
    city = models.CharField(_("city"), max_length=255, blank=True)
    country = CountryField(_("country"))
    address = models.TextField(_("address"), blank=True)
    address_local = models.TextField(
        _("address in the local script"),
        blank=True,
        help_text=_("As a taxi driver or a postman there reads it."),
    )
    local_language = models.CharField(
        _("language of that address"), max_length=12, blank=True, choices=LANGUAGE_TAGS
    )
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    map = relation("site_content.Picture", _("picture of the map"))
    hours = models.TextField(_("opening hours"), blank=True)
    zone = ZoneField(_("time zone"))
    phones = LinesJSONField(_("phone numbers"), help_text=_("One a line, with the country’s prefix."))
    mail = models.EmailField(_("mail"), blank=True)
    wechat = relation("site_content.Picture", _("WeChat code"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [
        FieldPanel("name"),
        FieldPanel("summary"),
        FieldPanel("competences"),
        group(_("Where"), "address", ("city", "country"), "address_local", "local_language"),
        group(_("Map"), ("latitude", "longitude"), "map"),
        group(_("Contact"), "phones", "mail", "wechat", "hours", "zone"),
        FieldPanel("order"),
        PublishingPanel(),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("city"),
        index.FilterField("locale_id"),
    ]

    class Meta(Snippet.Meta):
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["order", "name"]
