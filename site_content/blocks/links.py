"""Blocks for links to pages and channels: the hero's buttons, highlights, the menu, social channels."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from site_content.blocks.facts import FactPage, FactPicture, FactURL
from site_content.blocks.texts import LineBlock


class PageLinkBlock(blocks.StructBlock):
    """A page under a label of its own."""

    label = LineBlock(label=_("Label"))
    page = FactPage(label=_("Page"))

    class Meta:
        icon = "link"
        label = _("Link")


class ChannelBlock(blocks.StructBlock):
    """A social channel: an address, or the picture of a code to scan."""

    label = LineBlock(label=_("Label"))
    url = FactURL(required=False, label=_("Web address"))
    picture = FactPicture(required=False, label=_("Picture of the code to scan"))

    class Meta:
        icon = "mail"
        label = _("Channel")
