"""The comments' addresses in the admin."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from cms.translation.comments.views import allow_publication, settle_comment, show_comments, write_comment


@hooks.register("register_admin_urls")
def add_addresses() -> list[URLPattern]:
    place = "translate/<int:translation_id>/comments/"
    return [
        path(place, show_comments, name="ponte_comments"),
        path(f"{place}write/", write_comment, name="ponte_comments_write"),
        path(f"{place}settle/", settle_comment, name="ponte_comments_settle"),
        path(f"{place}allow/", allow_publication, name="ponte_comments_allow"),
    ]
