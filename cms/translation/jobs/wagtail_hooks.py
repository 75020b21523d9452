"""The addresses of jobs, matrix and report; their entries in the menu; what is due, on the dashboard."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.translation.jobs.job_views import export_job, show_job
from cms.translation.jobs.matrix_views import show_matrix
from cms.translation.jobs.panels import DueJobs, JobNotificationsPanel
from cms.translation.jobs.parity_report import show_parity
from cms.translation.jobs.rights import may_see_queue
from cms.translation.jobs.views import act_on_jobs, show_queue


@hooks.register("register_admin_urls")
def add_addresses() -> list[URLPattern]:
    return [
        path("jobs/", show_queue, name="ponte_jobs"),
        path("jobs/act/", act_on_jobs, name="ponte_jobs_act"),
        path("jobs/<int:job_id>/", show_job, name="ponte_job"),
        path("jobs/<int:job_id>/lines/", export_job, name="ponte_job_lines"),
        path("matrix/", show_matrix, name="ponte_matrix"),
        path("parity/", show_parity, name="ponte_parity"),
    ]


class JobsMenuItem(MenuItem):
    """For whoever sees jobs; what is asked for that is kept on the user: three entries are on every page of the admin."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_queue(request.user)


@hooks.register("register_admin_menu_item")
def add_queue() -> Any:
    return JobsMenuItem(_("To translate"), reverse("ponte_jobs"), name="jobs", icon_name="list-ul", order=250)


@hooks.register("register_reports_menu_item")
def add_matrix() -> Any:
    return JobsMenuItem(
        _("Translations by language"), reverse("ponte_matrix"), name="matrix", icon_name="table", order=300
    )


@hooks.register("register_reports_menu_item")
def add_parity() -> Any:
    return JobsMenuItem(
        _("Parity of the languages"), reverse("ponte_parity"), name="parity", icon_name="globe", order=310
    )


@hooks.register("construct_reports_menu")
def hide_other_report(_request: HttpRequest, items: list[Any]) -> None:
    """wagtail-localize's own: it knows neither rights nor what is missing, and its address leads to the matrix."""
    other = reverse("wagtail_localize:translations_report")
    items[:] = [item for item in items if item.url != other]


@hooks.register("construct_homepage_panels")
def add_due_jobs(_request: HttpRequest, panels: list[Any]) -> None:
    panels.append(DueJobs())


@hooks.register("register_account_settings_panel")
def add_notifications(request: HttpRequest, user: Any, profile: Any) -> JobNotificationsPanel:
    return JobNotificationsPanel(request, user, profile)
