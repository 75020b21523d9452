"""Files to download: documents, captions, videos, each of one language or of none."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document

from site_content.languages import LANGUAGES


class File(AbstractDocument):
    """A file and the language of its text."""

    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        choices=[(code, language.name) for code, language in LANGUAGES.items()],
        help_text=_("The language of its text; empty for a file without text."),
    )

    admin_form_fields = (*Document.admin_form_fields, "language")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
