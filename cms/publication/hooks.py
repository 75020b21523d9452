"""What the publication screens add to Wagtail: addresses, the report's menu entry, buttons, the gate on changed facts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem

from cms.publication import gate_hooks, parity_words
from cms.publication.changes_view import show_changes
from cms.publication.facts_view import show_facts
from cms.publication.parity_view import show_parity
from cms.publication.releases_view import ReleasesReport
from cms.publication.rollback_view import confirm_resume, confirm_rollback
from cms.publication.stale_report import TITLE, show_stale
from cms.publication.status_view import show_status
from cms.rights import languages_of, may_see_all


@hooks.register("register_admin_urls")
def add_addresses() -> list[URLPattern]:
    return [
        path("ponte/status/", show_status, name="ponte_status"),
        path("ponte/pages/<int:page_id>/changes/", show_changes, name="ponte_changes"),
        path("ponte/pages/<int:page_id>/facts/", show_facts, name="ponte_facts"),
        path("ponte/pages/<int:page_id>/languages/", show_parity, name="ponte_languages"),
        path("reports/stale/", show_stale, name="ponte_stale"),
        path("reports/publishing/", ReleasesReport.as_view(), name="ponte_releases"),
        path(
            "reports/publishing/results/",
            ReleasesReport.as_view(results_only=True),
            name="ponte_releases_results",
        ),
        path("reports/publishing/resume/", confirm_resume, name="ponte_resume"),
        path("reports/publishing/<str:release>/rollback/", confirm_rollback, name="ponte_rollback"),
    ]


@hooks.register("insert_global_admin_js")
def add_script() -> SafeString:
    return format_html(
        '<script src="{}" data-ponte-publication="{}" defer></script>',
        static("cms/publication.js"),
        reverse("ponte_status"),
    )


@hooks.register("insert_global_admin_css")
def add_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/publication.css"))


class ReleasesMenuItem(MenuItem):
    """In the reports' menu, for all who work on pages themselves."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_all(request.user)


@hooks.register("register_reports_menu_item")
def add_report() -> MenuItem:
    return ReleasesMenuItem(
        _("Publishing"), reverse("ponte_releases"), name="publishing", icon_name="upload", order=300
    )


class StaleMenuItem(MenuItem):
    """In the reports' menu, for all who may see the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_all(request.user) or bool(languages_of(request.user))


@hooks.register("register_reports_menu_item")
def add_stale_report() -> MenuItem:
    return StaleMenuItem(TITLE, reverse("ponte_stale"), name="stale", icon_name="warning", order=320)


@hooks.register("register_permissions")
def list_permissions() -> QuerySet[Permission]:
    """The right to roll the site back, which administrators have and a group may be given."""
    return Permission.objects.filter(content_type__app_label="static_build", codename="change_release")


class ChangesMenuItem(ActionMenuItem):
    """In the editor's menu of actions; the same link stands beside Publish."""

    label = _("What will this change?")
    name = "action-ponte-changes"
    icon_name = "view"
    order = 35

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and not context["locked_for_user"]

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("ponte_changes", args=[context["page"].pk])


@hooks.register("register_page_action_menu_item")
def add_action() -> ActionMenuItem:
    return ChangesMenuItem()


hooks.register("before_publish_page", gate_hooks.ask_before_publishing)
hooks.register("before_edit_page", gate_hooks.ask_before_approving)
hooks.register("after_edit_page", gate_hooks.ask_after_submitting)
hooks.register("before_bulk_action", gate_hooks.refuse_bulk)
hooks.register("register_log_actions", gate_hooks.register_actions)
hooks.register("register_log_actions", parity_words.register_actions)
