"""The reminder on the dashboard: the accessibility declaration has to be looked through each year.

In: the live site settings and the time as builds take it. Out: a panel from 1 September until it is done.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.ui.components import Component

from site_content.declaration import due_by, needs_review
from site_content.models.settings import SiteSettings
from site_content.paths import source_of
from static_build import clock

ROME = ZoneInfo("Europe/Rome")


class DeclarationReminder(Component):
    """Says by when, and leads to the settings in which the date of the review is kept."""

    name = "declaration"
    template_name = "cms/declaration_reminder.html"
    order = 20

    def __init__(self, settings: SiteSettings) -> None:
        self.settings = settings

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        today = clock.now().astimezone(ROME).date()
        return {
            "url": self.settings.declaration_url,
            "reviewed_on": self.settings.declaration_reviewed_on,
            "due_by": due_by(today),
            "is_late": today > due_by(today),
            "edit_url": reverse(
                "wagtailsnippets_site_content_sitesettings:edit", args=[str(self.settings.pk)]
            ),
        }


@hooks.register("construct_homepage_panels")
def remind(request: HttpRequest, panels: list[Any]) -> None:
    """Adds the reminder for those who may change the settings, while it is due."""
    if not request.user.has_perm("site_content.change_sitesettings"):
        return
    settings = find_settings()
    today = clock.now().astimezone(ROME).date()
    if settings is not None and needs_review(settings.declaration_reviewed_on, today):
        panels.append(DeclarationReminder(settings))


def find_settings() -> SiteSettings | None:
    """The settings as they were first written, which hold what is the same in every language."""
    any_language = SiteSettings.objects.order_by("pk").first()
    found: SiteSettings | None = any_language and source_of(any_language)
    return found
