"""The blocks of a partner: its former names."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from site_content.blocks.facts import FactChar
from site_content.choices import LANGUAGE_TAGS


class FormerNameBlock(blocks.StructBlock):
    """A name that an organisation had, and until when: history keeps the name of its time."""

    name = FactChar(max_length=255, label=_("Name"))
    language = blocks.ChoiceBlock(choices=LANGUAGE_TAGS, label=_("Language"))
    until = blocks.DateBlock(required=False, label=_("Until"))

    class Meta:
        icon = "history"
        label = _("Former name")
