"""Jobs elsewhere in the admin: what is due on the dashboard, and the wishes for mail of those who have none in Wagtail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.widgets import SwitchInput
from wagtail.permissions import page_permission_policy
from wagtail.users.models import UserProfile

from cms.rights import languages_of
from cms.translation.jobs.models import State
from cms.translation.jobs.queue import ME, NOBODY, OVERDUE, find_jobs, make_rows
from cms.translation.jobs.rights import may_see_queue

SHOWN = 5


class DueJobs(Component):
    """The first of what is the user's, and how much there is that nobody has."""

    name = "ponte_jobs"
    template_name = "cms/jobs/due.html"
    order = 40

    class Media:
        css = {"all": ("jobs/jobs.css",)}

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        if not may_see_queue(user):
            return {"is_shown": False}
        mine = find_jobs(user, {"who": ME})
        return {
            "is_shown": True,
            "rows": make_rows(list(mine[:SHOWN])),
            "mine": mine.count(),
            "overdue": find_jobs(user, {"who": ME, "due": OVERDUE}).count(),
            "free": find_jobs(user, {"who": NOBODY}).count(),
            "in_review": find_jobs(user, {"state": str(State.IN_REVIEW)}).count(),
            "is_translator": bool(languages_of(user)),
        }


class JobNotificationsForm(forms.ModelForm[UserProfile]):
    """Wagtail's own settings, which it offers to nobody who has no right to pages."""

    class Meta:
        model = UserProfile
        fields = ["submitted_notifications", "rejected_notifications"]
        labels = {
            "submitted_notifications": gettext_lazy("Translations given to you, and urgent ones"),
            "rejected_notifications": gettext_lazy("Changes asked of your translations"),
        }
        help_texts = {
            "submitted_notifications": gettext_lazy("Mail when a job becomes yours or goes to the top"),
            "rejected_notifications": gettext_lazy("Mail when a reviewer sends your translation back"),
        }
        widgets = {"submitted_notifications": SwitchInput(), "rejected_notifications": SwitchInput()}


class JobNotificationsPanel(BaseSettingsPanel):
    """For translators, beside Wagtail's own panel, which is empty for them."""

    name = "job_notifications"
    title = gettext_lazy("Mail about translations")
    tab = notifications_tab
    order = 110
    form_class = JobNotificationsForm
    form_object = "profile"

    def is_active(self) -> bool:
        """Only where Wagtail's panel leaves these fields out."""
        rights = page_permission_policy.user_has_any_permission(self.user, {"change", "publish"})
        return bool(languages_of(self.user)) and not rights
