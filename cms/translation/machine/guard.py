"""No machine's text among the translations: there is no way from there but to the public page.

wagtail-localize has a kind for such texts and publishes them like any other. Here a machine's text is a working text until a
person confirms it.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.signals import pre_save
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation


class NotReviewed(ValidationError):
    """A machine's text that would have become a translation without a person."""


def connect() -> None:
    """Refuses such rows from now on."""
    pre_save.connect(_refuse, sender=StringTranslation, dispatch_uid="machine_guard")


def _refuse(instance: StringTranslation, raw: bool = False, **_more: Any) -> None:
    if instance.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
        raise NotReviewed(_("A machine’s translation must be confirmed by a person first."))
