"""The app of its models, templates and addresses; open comments stop publications from when Django has started."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "cms.translation.comments"
    label = "translation_comments"
    verbose_name = _("Comments on translations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.translation.comments.gate import install

        install()
