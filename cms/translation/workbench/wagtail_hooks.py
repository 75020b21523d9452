"""The workbench's addresses in the admin."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from cms.translation.workbench.hand_in import accept_warning, accept_warnings, show_findings
from cms.translation.workbench.preview import show_preview
from cms.translation.workbench.segment_views import (
    confirm_text,
    drop_text,
    save_text,
    show_aside,
    show_history,
)
from cms.translation.workbench.views import show_workbench


@hooks.register("register_admin_urls")
def add_addresses() -> list[URLPattern]:
    place = "translate/<int:translation_id>/"
    return [
        path(place, show_workbench, name="ponte_workbench"),
        path(f"{place}save/", save_text, name="ponte_workbench_save"),
        path(f"{place}confirm/", confirm_text, name="ponte_workbench_confirm"),
        path(f"{place}drop/", drop_text, name="ponte_workbench_drop"),
        path(f"{place}aside/", show_aside, name="ponte_workbench_aside"),
        path(f"{place}history/", show_history, name="ponte_workbench_history"),
        path(f"{place}findings/", show_findings, name="ponte_workbench_findings"),
        path(f"{place}accept/", accept_warning, name="ponte_workbench_accept"),
        path(f"{place}accept-all/", accept_warnings, name="ponte_workbench_accept_all"),
        path(f"{place}preview/", show_preview, name="ponte_workbench_preview"),
    ]
