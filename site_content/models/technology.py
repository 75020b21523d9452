"""Technology and business offers and requests, with the fields of an Enterprise Europe Network profile."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from site_content.blocks.facts import FileBlock
from site_content.choices import list_countries
from site_content.fields import ChecklistJSONField, CountryField
from site_content.models.base import ContentPage, relation
from site_content.panels import group
from site_content.rich_text import FEATURES
from site_content.validation import Errors

PROFILES = [
    ("technology_offer", _("Technology offer")),
    ("technology_request", _("Technology request")),
    ("business_offer", _("Business offer")),
    ("business_request", _("Business request")),
    ("research_request", _("Research and development request")),
]
STAGES = [
    ("idea", _("Idea or concept")),
    ("prototype", _("Prototype")),
    ("tested", _("Tested in the field")),
    ("on_market", _("Already on the market")),
]
IPR = [
    ("none", _("No protection")),
    ("secret", _("Trade secret")),
    ("applied", _("Patent applied for")),
    ("granted", _("Patent granted")),
    ("copyright", _("Copyright")),
]
COOPERATION = [
    ("licence", _("Licence")),
    ("joint_research", _("Joint research")),
    ("technical_cooperation", _("Technical cooperation")),
    ("manufacturing", _("Manufacturing")),
    ("joint_venture", _("Joint venture")),
    ("service", _("Service")),
    ("sale", _("Sale")),
]


class TechnologyPage(ContentPage):
    """An offer or a request."""

    document_type = "technology"
    TEXT = ("region", "holder", "advantages", "partner_type", "partner_role", "files")
    FACTS = (
        "profile",
        "reference",
        "country",
        "stage",
        "trl",
        "ipr",
        "patent_number",
        "confirmed_on",
        "cooperation",
        "target_countries",
        "valid_from",
        "valid_to",
    )

    profile = models.CharField(_("profile"), max_length=20, default="technology_offer", choices=PROFILES)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    country = CountryField(_("country of origin"))
    region = models.CharField(_("region or province"), max_length=255, blank=True)
    holder = models.CharField(
        _("holder"), max_length=255, blank=True, help_text=_("Empty where the holder stays anonymous.")
    )
    advantages = RichTextField(_("advantages and innovation"), blank=True, features=FEATURES)
    stage = models.CharField(_("stage of development"), max_length=20, blank=True, choices=STAGES)
    trl = models.PositiveSmallIntegerField(
        _("technology readiness level (TRL)"),
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1, _("The TRL goes from 1 to 9.")),
            MaxValueValidator(9, _("The TRL goes from 1 to 9.")),
        ],
    )
    ipr = models.CharField(_("intellectual property"), max_length=20, blank=True, choices=IPR)
    patent_number = models.CharField(_("patent number"), max_length=100, blank=True)
    confirmed_on = models.DateField(
        _("last confirmed on"), null=True, blank=True, help_text=_("Twelve months later it leaves the list.")
    )
    partner_type = models.CharField(_("partner sought"), max_length=255, blank=True)
    partner_role = RichTextField(_("what the partner would do"), blank=True, features=FEATURES)
    cooperation = ChecklistJSONField(_("kind of cooperation"), options=COOPERATION)
    target_countries = ChecklistJSONField(_("target countries"), options=list_countries)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    contact = relation("site_content.Office", _("office that takes expressions of interest"))
    files = StreamField([("file", FileBlock())], blank=True, verbose_name=_("documents"))

    parent_page_types = ["site_content.SectionPage"]
    subpage_types: list[str] = []
    page_description = _("What somebody offers or looks for, technology or business.")
    content_panels = [
        *ContentPage.intro_panels,
        group(_("About the profile"), ("profile", "reference"), ("country", "region"), "holder"),
        group(_("Technology"), ("stage", "trl"), ("ipr", "patent_number"), "advantages"),
        *ContentPage.text_panels,
        group(_("Partner sought"), "partner_type", "partner_role", "cooperation", "target_countries"),
        group(_("On the list"), ("valid_from", "valid_to"), "confirmed_on", "contact"),
        FieldPanel("files"),
    ]
    search_fields = [*ContentPage.search_fields, index.SearchField("reference", boost=3)]

    class Meta:
        verbose_name = _("technology offer or request")
        verbose_name_plural = _("technology offers and requests")

    def clean(self) -> None:
        super().clean()
        errors = Errors()
        errors.require_order(self, "valid_from", "valid_to", _("The end lies before the start."))
        if self.ipr == "granted" and not self.patent_number:
            errors.add("patent_number", _("Give the number of the granted patent."))
        errors.raise_any()
