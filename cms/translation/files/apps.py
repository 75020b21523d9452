"""The app of its models, templates and hooks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "cms.translation.files"
    label = "translation_files"
    verbose_name = _("Translators’ files")
    default_auto_field = "django.db.models.BigAutoField"
