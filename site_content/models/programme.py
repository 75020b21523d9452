"""Training programmes."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField

from site_content.blocks.facts import FileBlock
from site_content.blocks.programme import ModuleBlock
from site_content.choices import CURRENCIES, LANGUAGE_TAGS, MODES
from site_content.fields import ChecklistJSONField, CountryField, HttpURLField, MomentField
from site_content.models.base import ContentPage
from site_content.panels import group, many
from site_content.rich_text import FEATURES
from site_content.validation import Errors


class ProgrammePage(ContentPage):
    """A training programme."""

    document_type = "programme"
    TEXT = ("certificate", "prerequisites", "grants", "modules", "venue_name", "venue_city", "files")
    FACTS = (
        "level",
        "mode",
        "opens",
        "deadline",
        "starts",
        "ends",
        "hours",
        "credits",
        "places",
        "fee_amount",
        "fee_currency",
        "languages",
        "apply_url",
        "venue_country",
    )
    NOT_COPIED = ("opens", "deadline", "starts", "ends", "files", "body.documents")

    level = models.CharField(
        _("level"),
        max_length=20,
        blank=True,
        choices=[
            ("introductory", _("Introductory")),
            ("advanced", _("Advanced")),
            ("master", _("Master’s")),
            ("doctoral", _("Doctoral")),
            ("professional", _("Professional")),
        ],
    )
    mode = models.CharField(_("attendance"), max_length=10, default="on_site", choices=MODES)
    opens = MomentField(_("applications open"))
    deadline = MomentField(_("applications close"), end=True)
    starts = models.DateField(_("first day"), null=True, blank=True)
    ends = models.DateField(_("last day"), null=True, blank=True)
    hours = models.DecimalField(
        _("hours"), null=True, blank=True, max_digits=6, decimal_places=1, validators=[MinValueValidator(0)]
    )
    credits = models.DecimalField(
        _("credits"), null=True, blank=True, max_digits=5, decimal_places=1, validators=[MinValueValidator(0)]
    )
    certificate = models.CharField(_("certificate"), max_length=255, blank=True)
    prerequisites = RichTextField(_("prerequisites"), blank=True, features=FEATURES)
    places = models.PositiveIntegerField(
        _("places"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    fee_amount = models.DecimalField(
        _("fee"),
        null=True,
        blank=True,
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(0)],
        help_text=_("0 says that it is free of charge; empty says nothing."),
    )
    fee_currency = models.CharField(_("currency"), max_length=3, blank=True, choices=CURRENCIES)
    grants = RichTextField(_("grants"), blank=True, features=FEATURES)
    languages = ChecklistJSONField(_("teaching languages"), options=LANGUAGE_TAGS)
    apply_url = HttpURLField(_("where to apply (web address)"))
    modules = StreamField([("module", ModuleBlock())], blank=True, verbose_name=_("modules"))
    teachers = ParentalManyToManyField(
        "site_content.Person", blank=True, related_name="+", verbose_name=_("teachers")
    )
    venue_name = models.CharField(_("venue"), max_length=255, blank=True)
    venue_city = models.CharField(_("city"), max_length=255, blank=True)
    venue_country = CountryField(_("country"))
    files = StreamField([("file", FileBlock())], blank=True, verbose_name=_("documents"))

    parent_page_types = ["site_content.SectionPage"]
    subpage_types: list[str] = []
    page_description = _("A course, a master’s programme, a summer school.")
    content_panels = [
        *ContentPage.intro_panels,
        group(_("The programme"), ("level", "mode"), ("hours", "credits"), "languages", "certificate"),
        group(_("Applications"), "opens", "deadline", "apply_url", "places", "prerequisites"),
        group(_("Fee and grants"), ("fee_amount", "fee_currency"), "grants"),
        group(_("When and where"), ("starts", "ends"), "venue_name", ("venue_city", "venue_country")),
        *ContentPage.text_panels,
        FieldPanel("modules"),
        group(_("Teachers"), many("teachers"), closed=True),
        FieldPanel("files"),
    ]

    class Meta:
        verbose_name = _("training programme")
        verbose_name_plural = _("training programmes")

    def clean(self) -> None:
        super().clean()
        errors = Errors()
        errors.require_order(self, "opens", "deadline", _("The deadline lies before the opening."))
        errors.require_order(self, "starts", "ends", _("The end lies before the start."))
        errors.require_currency(self, "fee_amount", "fee_currency")
        errors.raise_any()
