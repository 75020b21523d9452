"""What Ponte adds to the admin: the translations' editor, the guards, "New from this", a note."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from cms import declaration, missed_queries, worker_line  # noqa: F401 - register hooks of their own
from cms.copy_view import new_from_this, offer_copy
from cms.dashboard import SiteNote
from cms.localize_guards import SHADOWED
from cms.publication import hooks as publication_hooks  # noqa: F401 - registers hooks of its own
from cms.rights import hidden_keys, may_see_all
from cms.translation_editor import open_translation, translate
from cms.user_guards import refuse_superuser, refuse_superusers

FIRST = -10
"""Before wagtail-localize's own hooks, whose order is 0."""


@hooks.register("register_admin_urls", order=FIRST)
def add_urls() -> list[URLPattern | URLResolver]:
    return [
        path("localize/", include(SHADOWED)),
        path("translations/<int:translation_id>/", translate, name="ponte_translate"),
        path("pages/<int:page_id>/new-from-this/", new_from_this, name="ponte_new_from_this"),
    ]


@hooks.register("before_edit_page", order=FIRST)
def edit_page(request: HttpRequest, page: Any) -> HttpResponse | None:
    return open_translation(request, page)


@hooks.register("before_edit_snippet", order=FIRST)
def edit_snippet(request: HttpRequest, instance: Any) -> HttpResponse | None:
    return open_translation(request, instance)


@hooks.register("construct_homepage_panels")
def add_site_note(_request: HttpRequest, panels: list[Any]) -> None:
    panels.append(SiteNote())


@hooks.register("construct_page_chooser_queryset")
def hide_private_pages(pages: Any, request: HttpRequest) -> Any:
    """Translators choose among the pages that they may see."""
    if may_see_all(request.user):
        return pages
    return pages.exclude(translation_key__in=hidden_keys(request.user))


hooks.register("register_page_header_buttons", offer_copy)
hooks.register("register_page_listing_more_buttons", offer_copy)
hooks.register("before_create_user", refuse_superuser)
hooks.register("before_edit_user", refuse_superuser)
hooks.register("before_delete_user", refuse_superuser)
hooks.register("before_bulk_action", refuse_superusers)
