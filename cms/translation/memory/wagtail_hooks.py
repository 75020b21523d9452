"""The memory's addresses, its entry in the menu, its style."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.translation.memory.import_views import begin_from_memory, show_import, show_imports
from cms.translation.memory.rights import may_search
from cms.translation.memory.views import export_memory, search_memory, show_unit


@hooks.register("register_admin_urls")
def add_addresses() -> list[URLPattern]:
    return [
        path("memory/", search_memory, name="ponte_memory"),
        path("memory/units/<int:unit_id>/", show_unit, name="ponte_memory_unit"),
        path("memory/export/", export_memory, name="ponte_memory_export"),
        path("memory/imports/", show_imports, name="ponte_memory_imports"),
        path("memory/imports/<int:batch_id>/", show_import, name="ponte_memory_import"),
        path("memory/begin/<int:translation_id>/", begin_from_memory, name="ponte_memory_begin"),
    ]


class MemoryMenuItem(MenuItem):
    """For translators, and whoever works on pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_search(request.user)


@hooks.register("register_reports_menu_item")
def add_menu_item() -> Any:
    return MemoryMenuItem(
        _("Translation memory"), reverse("ponte_memory"), name="memory", icon_name="history", order=320
    )
