"""Events: conferences, seminars, road shows, in place or online."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from site_content.blocks.event import AgendaItemBlock, DatesBlock, RegistrationDeadlineBlock, VenueBlock
from site_content.blocks.facts import FileBlock
from site_content.choices import CURRENCIES, LANGUAGE_TAGS, MODES
from site_content.fields import ChecklistJSONField, HttpURLField, MomentField
from site_content.models.base import ContentPage, relation
from site_content.panels import group, many
from site_content.validation import Errors, block_error, read_moment


class EventPage(ContentPage):
    """An event."""

    document_type = "event"
    TEXT = ("edition", "theme", "venues", "previous", "agenda", "registration_deadlines", "files")
    FACTS = (
        "starts",
        "ends",
        "mode",
        "status",
        "languages",
        "registration_url",
        "capacity",
        "price_amount",
        "price_currency",
    )
    NOT_COPIED = (
        "starts",
        "ends",
        "status",
        "previous",
        "agenda.item.starts",
        "agenda.item.ends",
        "registration_deadlines.deadline.at",
        "files",
        "body.documents",
    )

    edition = models.CharField(_("edition"), max_length=255, blank=True)
    theme = models.CharField(_("theme"), max_length=255, blank=True)
    series = relation(
        "self", _("part of the series"), help_text=_("The page of the series that this event belongs to.")
    )
    starts = MomentField(_("start"), blank=False)
    ends = MomentField(_("end"), blank=False, end=True)
    venues = StreamField([("venue", VenueBlock())], blank=True, verbose_name=_("venues"))
    mode = models.CharField(_("attendance"), max_length=10, default="on_site", choices=MODES)
    status = models.CharField(
        _("status"),
        max_length=10,
        default="scheduled",
        choices=[
            ("scheduled", _("Scheduled")),
            ("postponed", _("Postponed")),
            ("cancelled", _("Cancelled (event)")),
        ],
    )
    previous = StreamField(
        [("dates", DatesBlock())],
        blank=True,
        verbose_name=_("earlier dates"),
        help_text=_("The dates that a postponed event had before."),
    )
    organisers = ParentalManyToManyField(
        "site_content.Partner", blank=True, related_name="+", verbose_name=_("organisers")
    )
    sponsors = ParentalManyToManyField(
        "site_content.Partner", blank=True, related_name="+", verbose_name=_("sponsors")
    )
    speakers = ParentalManyToManyField(
        "site_content.Person", blank=True, related_name="+", verbose_name=_("speakers")
    )
    agenda = StreamField([("item", AgendaItemBlock())], blank=True, verbose_name=_("agenda"))
    languages = ChecklistJSONField(_("working languages"), options=LANGUAGE_TAGS)
    registration_url = HttpURLField(_("registration (web address)"))
    registration_deadlines = StreamField(
        [("deadline", RegistrationDeadlineBlock())], blank=True, verbose_name=_("registration deadlines")
    )
    capacity = models.PositiveIntegerField(
        _("capacity"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    price_amount = models.DecimalField(
        _("price"),
        null=True,
        blank=True,
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(0)],
        help_text=_("0 says that it is free of charge; empty says nothing."),
    )
    price_currency = models.CharField(_("currency"), max_length=3, blank=True, choices=CURRENCIES)
    files = StreamField([("file", FileBlock())], blank=True, verbose_name=_("documents"))

    parent_page_types = ["site_content.SectionPage"]
    subpage_types: list[str] = []
    page_description = _("Something that takes place at a time, in place or online.")
    content_panels = [
        *ContentPage.intro_panels,
        group(_("When"), "starts", "ends", "status", "previous"),
        group(_("Where"), "mode", "venues"),
        group(_("About the event"), ("edition", "theme"), "series", "languages"),
        *ContentPage.text_panels,
        FieldPanel("agenda"),
        group(
            _("Registration"),
            "registration_url",
            "registration_deadlines",
            "capacity",
            ("price_amount", "price_currency"),
        ),
        group(_("Who"), many("organisers"), many("sponsors"), many("speakers"), closed=True),
        FieldPanel("files"),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        super().clean()
        errors = Errors()
        errors.require_order(self, "starts", "ends", _("The end lies before the start."))
        errors.require_currency(self, "price_amount", "price_currency")
        if self.status == "postponed" and not self.previous:
            errors.add("previous", _("Say on which dates the postponed event would have been."))
        self._check_agenda(errors)
        errors.raise_any()

    def _check_agenda(self, errors: Errors) -> None:
        starts, ends = read_moment(self.starts), read_moment(self.ends)
        if not starts or not ends or ends.at < starts.at:
            return
        outside: dict[int, Any] = {}
        for index, item in enumerate(self.agenda):
            at = read_moment(item.value.get("starts"))
            if at and not starts.at <= at.at <= ends.at:
                outside[index] = {"starts": ValidationError(_("This lies outside the event’s own dates."))}
        if outside:
            errors.add("agenda", block_error(outside))
