"""The blocks of an event: venues, agenda, earlier dates, registration deadlines."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from site_content.blocks.facts import CountryBlock, MomentBlock, Person
from site_content.blocks.texts import LineBlock, LinesBlock, ProseBlock
from site_content.moments import to_moment


def require_order(value: Any) -> Any:
    """`value` of a block with `starts` and `ends`; raises where it ends before it starts."""
    starts, ends = to_moment(value["starts"]), to_moment(value["ends"])
    if starts and ends and ends.at < starts.at:
        raise blocks.StructBlockValidationError(
            {"ends": ValidationError(_("The end lies before the start."))}
        )
    return value


class VenueBlock(blocks.StructBlock):
    """Where an event takes place."""

    name = LineBlock(label=_("Name"))
    city = LineBlock(label=_("City"))
    country = CountryBlock(label=_("Country"), default="IT")
    address = LinesBlock(required=False, label=_("Address"))

    class Meta:
        icon = "site"
        label = _("Venue")


class DatesBlock(blocks.StructBlock):
    """The dates that a postponed event had before."""

    starts = MomentBlock(label=_("Start"))
    ends = MomentBlock(label=_("End"), end=True)

    def clean(self, value: Any) -> Any:
        return require_order(super().clean(value))

    class Meta:
        icon = "date"
        label = _("Earlier dates")


class AgendaItemBlock(blocks.StructBlock):
    """One item of the agenda."""

    starts = MomentBlock(label=_("Start"))
    ends = MomentBlock(required=False, label=_("End"), end=True)
    title = LineBlock(label=_("Title"))
    text = ProseBlock(required=False, label=_("Text"))
    room = LineBlock(required=False, label=_("Room"))
    speakers = blocks.ListBlock(Person(), default=[], label=_("Speakers"))

    def clean(self, value: Any) -> Any:
        return require_order(super().clean(value))

    class Meta:
        icon = "time"
        label = _("Agenda item")


class RegistrationDeadlineBlock(blocks.StructBlock):
    """Until when something can be done."""

    label = LineBlock(label=_("For what"), help_text=_("For example: registration of speakers."))
    at = MomentBlock(label=_("Until"), end=True)

    class Meta:
        icon = "time"
        label = _("Deadline")
