"""The app of the content model."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteContentConfig(AppConfig):
    """Page types, blocks, snippets, pictures and files."""

    name = "site_content"
    verbose_name = _("Site content")
    default_auto_field = "django.db.models.BigAutoField"
