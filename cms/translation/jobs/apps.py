"""The app of its models, templates and hooks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "cms.translation.jobs"
    label = "jobs"
    verbose_name = _("Translation jobs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.translation.jobs import making, moving

        making.connect()
        moving.connect()
