"""The app of its models, templates and hooks."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class TermsConfig(AppConfig):
    name = "cms.translation.terms"
    label = "terms"
    verbose_name = _("Translation terms")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from site_content.models.glossary import GlossaryTerm

        for signal in (post_save, post_delete):
            signal.connect(_count, sender=GlossaryTerm, dispatch_uid="terms-version")


def _count(**_kwargs: Any) -> None:
    from cms.translation.terms.models import count_change

    count_change()
