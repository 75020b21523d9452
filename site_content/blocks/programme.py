"""The blocks of a training programme: its modules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from site_content.blocks.texts import LineBlock, ProseBlock


class ModuleBlock(blocks.StructBlock):
    """A module: hours are a fact, words are translated."""

    title = LineBlock(label=_("Title"))
    text = ProseBlock(required=False, label=_("Text"))
    hours = blocks.DecimalBlock(required=False, min_value=0, max_digits=6, decimal_places=1, label=_("Hours"))

    class Meta:
        icon = "list-ul"
        label = _("Module")
