"""The files' addresses, their entry in the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.translation.files.rights import may_use
from cms.translation.files.views import export_many, export_one, show_files, show_import


@hooks.register("register_admin_urls")
def add_addresses() -> list[URLPattern]:
    return [
        path("files/", show_files, name="ponte_files"),
        path("files/export/", export_many, name="ponte_files_export"),
        path("files/export/<int:translation_id>/<slug:profile>/", export_one, name="ponte_files_export_one"),
        path("files/imports/<int:import_id>/", show_import, name="ponte_files_import"),
    ]


class FilesMenuItem(MenuItem):
    """For translators, and whoever works on pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_use(request.user)


@hooks.register("register_reports_menu_item")
def add_menu_item() -> Any:
    return FilesMenuItem(
        _("Translators’ files"), reverse("ponte_files"), name="files", icon_name="download", order=330
    )
