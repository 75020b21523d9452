"""The blocks of a call: its sides, results and amendments."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from site_content.blocks.facts import CurrencyBlock, FactFile, FactURL, LanguagesBlock, MomentBlock
from site_content.blocks.texts import LineBlock, LinesBlock, ProseBlock
from site_content.choices import SIDES


class SideBlock(blocks.StructBlock):
    """What one side offers and asks: amounts and dates are facts, words are translated."""

    side = blocks.ChoiceBlock(choices=SIDES, label=_("Side"))
    funder = LineBlock(label=_("Funder"))
    apply_url = FactURL(required=False, label=_("Where to apply (web address)"))
    sign_in = LineBlock(
        required=False, label=_("Sign-in needed"), help_text=_("Which account, for example SPID.")
    )
    signature = LineBlock(required=False, label=_("Signature needed"))
    languages = LanguagesBlock(required=False, label=_("Languages accepted"))
    deadline = MomentBlock(required=False, label=_("Deadline"), end=True)
    amount = blocks.DecimalBlock(
        required=False, min_value=0, max_digits=14, decimal_places=2, label=_("Amount")
    )
    currency = CurrencyBlock(required=False, label=_("Currency"))
    amount_per = blocks.ChoiceBlock(
        choices=[("project", _("for each project")), ("person", _("for each person"))],
        default="project",
        label=_("Amount is"),
    )
    places = blocks.IntegerBlock(required=False, min_value=1, label=_("Places"))
    eligibility = ProseBlock(required=False, label=_("Who is eligible"))
    contact = LinesBlock(required=False, label=_("Contact"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["amount"] is not None and not cleaned["currency"]:
            error = {"currency": ValidationError(_("Say in which currency the amount is."))}
            raise blocks.StructBlockValidationError(error)
        if cleaned["currency"] and cleaned["amount"] is None:
            error = {"amount": ValidationError(_("Give the amount, or take the currency away."))}
            raise blocks.StructBlockValidationError(error)
        return cleaned

    class Meta:
        icon = "group"
        label = _("Side")


class ResultsBlock(blocks.StructBlock):
    """A list of results; one that names persons leaves the site on a day."""

    kind = blocks.ChoiceBlock(
        choices=[("provisional", _("Provisional")), ("final", _("Final"))], default="final", label=_("Kind")
    )
    date = blocks.DateBlock(label=_("Published on"))
    file = FactFile(required=False, label=_("File"))
    names_persons = blocks.BooleanBlock(required=False, label=_("Names persons"))
    remove_on = blocks.DateBlock(required=False, label=_("Remove on"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        message = None
        if cleaned["names_persons"] and not cleaned["remove_on"]:
            message = _("Results that name persons need a day on which they leave the site.")
        elif cleaned["remove_on"] and cleaned["remove_on"] < cleaned["date"]:
            message = _("This day lies before the one of publication.")
        if message:
            raise blocks.StructBlockValidationError({"remove_on": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "list-ol"
        label = _("Results")


class AmendmentBlock(blocks.StructBlock):
    """A change to a call that has been published."""

    kind = blocks.ChoiceBlock(
        choices=[
            ("extension", _("Extension of the deadline")),
            ("correction", _("Correction")),
            ("clarification", _("Clarification")),
            ("reopening", _("Reopening")),
            ("revocation", _("Revocation")),
        ],
        label=_("Kind"),
    )
    date = blocks.DateBlock(label=_("Date"))
    before = LinesBlock(required=False, label=_("Before"))
    after = LinesBlock(required=False, label=_("After"))
    reason = LinesBlock(required=False, label=_("Reason"))
    file = FactFile(required=False, label=_("File"))

    class Meta:
        icon = "edit"
        label = _("Amendment")
