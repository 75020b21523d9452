"""Calls: funding, mobility, matchmaking."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from site_content.blocks.body import QuestionBlock
from site_content.blocks.call import AmendmentBlock, ResultsBlock, SideBlock
from site_content.blocks.facts import FileBlock
from site_content.fields import ChecklistJSONField, MomentField
from site_content.models.base import ContentPage
from site_content.panels import group
from site_content.rich_text import FEATURES
from site_content.validation import Errors, block_error, read_moment

AUDIENCE = [
    ("researchers", _("Researchers")),
    ("students", _("Students")),
    ("professors", _("Professors")),
    ("professionals", _("Professionals")),
    ("companies", _("Companies")),
    ("organisations", _("Organisations")),
]
FACTS_IN_TEXT = _("Write {deadline}, {amount} or {identifier} where a text names one: it is filled in.")


class CallPage(ContentPage):
    """A call, with what each side offers and asks."""

    document_type = "call"
    TEXT = (
        "programme",
        "sides",
        "duration",
        "cofunding",
        "criteria",
        "how_to_apply",
        "questions",
        "files",
        "results",
        "amendments",
    )
    FACTS = (
        "kind",
        "identifier",
        "audience",
        "opens",
        "questions_until",
        "authentic",
        "both_apply",
        "partners_min",
        "partners_max",
        "evaluated",
    )
    NOT_COPIED = (
        "identifier",
        "opens",
        "questions_until",
        "sides.side.deadline",
        "results",
        "amendments",
        "files",
        "body.documents",
    )

    kind = models.CharField(
        _("kind"),
        max_length=20,
        default="funding",
        choices=[("funding", _("Funding")), ("mobility", _("Mobility")), ("matchmaking", _("Matchmaking"))],
    )
    identifier = models.CharField(
        _("identifier"),
        max_length=100,
        blank=True,
        help_text=_("As the notice has it; no two calls share one."),
    )
    programme = models.CharField(_("programme"), max_length=255, blank=True)
    audience = ChecklistJSONField(_("for whom"), options=AUDIENCE)
    opens = MomentField(_("opens"))
    questions_until = MomentField(_("questions until"), end=True)
    authentic = models.CharField(
        _("authentic text"),
        max_length=4,
        default="it",
        choices=[("it", _("Italian")), ("cn", _("Chinese")), ("both", _("Both"))],
        help_text=_("The text that prevails where the languages differ."),
    )
    sides = StreamField([("side", SideBlock())], blank=True, max_num=2, verbose_name=_("sides"))
    both_apply = models.BooleanField(_("applicants of both sides must apply"), default=False)
    partners_min = models.PositiveSmallIntegerField(
        _("partners, at least"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    partners_max = models.PositiveSmallIntegerField(
        _("partners, at most"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    duration = models.CharField(_("duration"), max_length=255, blank=True)
    cofunding = models.CharField(_("co-funding"), max_length=255, blank=True)
    criteria = RichTextField(_("criteria"), blank=True, features=FEATURES, help_text=FACTS_IN_TEXT)
    how_to_apply = RichTextField(_("how to apply"), blank=True, features=FEATURES, help_text=FACTS_IN_TEXT)
    questions = StreamField(
        [("question", QuestionBlock())], blank=True, verbose_name=_("questions and answers")
    )
    files = StreamField([("file", FileBlock())], blank=True, verbose_name=_("documents"))
    evaluated = models.BooleanField(
        _("applications are evaluated"),
        default=True,
        help_text=_("After the deadline the call is under evaluation until its results are out."),
    )
    results = StreamField([("results", ResultsBlock())], blank=True, verbose_name=_("results"))
    amendments = StreamField(
        [("amendment", AmendmentBlock())],
        blank=True,
        verbose_name=_("amendments"),
        help_text=_("Whatever changed after the call was published; a revocation closes it."),
    )

    parent_page_types = ["site_content.SectionPage"]
    subpage_types: list[str] = []
    page_description = _(
        "An invitation to apply, with a deadline. A tender is a link to where it is published."
    )
    content_panels = [
        *ContentPage.intro_panels,
        group(_("The call"), ("kind", "identifier"), "programme", "audience", "authentic"),
        group(_("When"), "opens", "questions_until"),
        group(_("Sides"), "sides", "both_apply", ("partners_min", "partners_max")),
        group(_("Money and time"), "duration", "cofunding"),
        *ContentPage.text_panels,
        group(_("How to apply"), "how_to_apply", "criteria", "questions"),
        FieldPanel("files"),
        group(_("Amendments"), "amendments"),
        group(_("Results"), "evaluated", "results"),
    ]
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("identifier", boost=3),
        index.SearchField("programme"),
    ]

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")

    def clean(self) -> None:
        super().clean()
        errors = Errors()
        errors.require_order(self, "opens", "questions_until", _("Questions end before the call opens."))
        errors.require_order(self, "partners_min", "partners_max", _("This is less than the least number."))
        self._check_identifier(errors)
        self._check_sides(errors)
        errors.raise_any()

    def legal_facts(self) -> list[str]:
        """Deadlines, amounts and eligibility by side: a translation made before one changed is stale."""
        names = ("side", "deadline", "amount", "currency", "amount_per", "places", "eligibility")
        return [
            f"{block.get('id')} {name} {(block.get('value') or {}).get(name)}"
            for block in self.sides.raw_data
            for name in names
        ]

    def _check_identifier(self, errors: Errors) -> None:
        others = CallPage.objects.filter(identifier=self.identifier).exclude(
            translation_key=self.translation_key
        )
        other = others.first() if self.identifier else None
        if other:
            message = _("The call “%(title)s” (page %(page)s) has this identifier already.")
            errors.add(
                "identifier", ValidationError(message, params={"title": other.title, "page": other.pk})
            )

    def _check_sides(self, errors: Errors) -> None:
        opens = read_moment(self.opens)
        seen: set[str] = set()
        wrong: dict[int, dict[str, ValidationError]] = {}
        for position, block in enumerate(self.sides):
            side, deadline = block.value.get("side"), read_moment(block.value.get("deadline"))
            if opens and deadline and deadline.at < opens.at:
                wrong[position] = {"deadline": ValidationError(_("The deadline lies before the opening."))}
            if side in seen:
                message = ValidationError(_("This side is there already: each side stands once."))
                wrong.setdefault(position, {})["side"] = message
            seen.add(side)
        if wrong:
            errors.add("sides", block_error(wrong))
