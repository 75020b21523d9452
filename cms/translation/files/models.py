"""Files that were brought back: proposed, imported, perhaps undone; and what each text was before, so that it can be."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.translation.imports import ProposedFile


class FileImport(ProposedFile):
    """One file, or one zip; its `counts` are by outcome."""

    lines = models.JSONField(default=list)
    """One for each unit that is not as it was, the most telling first; not more than can be read."""
    digest = models.CharField(max_length=32, blank=True)
    """Of all that it would do: what was shown is what is done."""
    translations: Any = models.ManyToManyField("wagtail_localize.Translation", related_name="+")
    memory = models.ForeignKey("memory.Batch", null=True, on_delete=models.SET_NULL, related_name="+")
    """The units that it brought to the memory."""

    class Meta(ProposedFile.Meta):
        verbose_name = _("import of translators’ files")
        verbose_name_plural = _("imports of translators’ files")


class ImportedText(models.Model):
    """One text that an import wrote: as it was before, and the stamp that it had just after."""

    file = models.ForeignKey(FileImport, on_delete=models.CASCADE, related_name="texts")
    translation = models.ForeignKey(
        "wagtail_localize.Translation", on_delete=models.CASCADE, related_name="+"
    )
    context_id = models.BigIntegerField()
    string_id = models.BigIntegerField()
    confirmed = models.JSONField(null=True)
    """The row of wagtail-localize; null where there was none."""
    working = models.JSONField(null=True)
    """The text that was being written; null where none was open."""
    remembered = models.JSONField(null=True)
    """The memory's unit in its place; null where it had none."""
    stamp = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.file_id}: {self.context_id}-{self.string_id}"
