"""The glossary's own addresses, its entry in the menu, and the ways from a term to where it is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from cms.translation.terms.import_views import export_terms, show_files, show_import
from cms.translation.terms.rights import may_search
from cms.translation.terms.use_views import UsesMenuItem, show_uses, tell_of_uses, uses_url
from site_content.models.glossary import GlossaryTerm


@hooks.register("register_admin_urls")
def add_addresses() -> list[URLPattern]:
    return [
        path("terms/", show_files, name="ponte_terms_files"),
        path("terms/export.<slug:kind>", export_terms, name="ponte_terms_export"),
        path("terms/imports/<int:batch_id>/", show_import, name="ponte_terms_import"),
        path("terms/<int:term_id>/uses/", show_uses, name="ponte_term_uses"),
    ]


class TermsMenuItem(MenuItem):
    """For translators, and whoever works on pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_search(request.user)


@hooks.register("register_reports_menu_item")
def add_menu_item() -> Any:
    return TermsMenuItem(
        _("Glossary files"),
        reverse("ponte_terms_files"),
        name="glossary-files",
        icon_name="openquote",
        order=330,
    )


@hooks.register("register_snippet_action_menu_item")
def add_action(model: Any) -> Any:
    return UsesMenuItem(order=900) if model is GlossaryTerm else None


@hooks.register("register_snippet_listing_buttons")
def add_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, GlossaryTerm) and may_search(user):
        yield Button(_("Where it is used"), uses_url(snippet), icon_name="search", priority=30)


hooks.register("after_edit_snippet", tell_of_uses)
