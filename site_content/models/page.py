"""Free pages: about, privacy, accessibility and whatever else the site needs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from site_content.models.base import ContentPage
from site_content.panels import group


class FreePage(ContentPage):
    """A page made of blocks, with pages below it."""

    document_type = "page"
    FACTS = ("kind",)

    kind = models.CharField(
        _("kind"),
        max_length=20,
        blank=True,
        choices=[
            ("about", _("About us")),
            ("privacy", _("Privacy policy")),
            ("accessibility", _("Accessibility")),
        ],
        help_text=_("Only for the pages that the site itself links to."),
    )

    parent_page_types = [
        "site_content.HomePage",
        "site_content.SectionPage",
        "site_content.FreePage",
        "site_content.ServicePage",
    ]
    subpage_types = ["site_content.FreePage", "site_content.ServicePage", "site_content.PublicationPage"]
    page_description = _(
        "Text, pictures, a timeline, a gallery: anything that is not one of the other types."
    )
    content_panels = [*ContentPage.intro_panels, *ContentPage.text_panels]
    promote_panels = [*ContentPage.promote_panels, group(_("Part of the site"), "kind")]

    class Meta:
        verbose_name = _("free page")
        verbose_name_plural = _("free pages")
