"""What tells every process that the glossary has changed; and the files that terms came in by."""

from __future__ import annotations

from secrets import randbits

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.translation.imports import ProposedFile

NUMBER_BITS = 62


class GlossaryVersion(models.Model):
    """One row, with another number after each change of a term."""

    number = models.PositiveBigIntegerField(default=0)
    """By chance: one counted up would come back after a rollback, and stand for other terms."""

    class Meta:
        default_permissions = ()


def count_change() -> None:
    """Says that a term was saved, changed or deleted. In the transaction of the change."""
    GlossaryVersion.objects.update_or_create(pk=1, defaults={"number": randbits(NUMBER_BITS)})


def hold_version() -> None:
    """Others who change terms wait until the transaction ends."""
    GlossaryVersion.objects.get_or_create(pk=1)
    GlossaryVersion.objects.select_for_update().get(pk=1)


class TermBatch(ProposedFile):
    """One file of terms."""

    done = models.JSONField(default=list)
    """Each term that was written: its id, its fields before (None: it was new) and after."""

    class Meta(ProposedFile.Meta):
        verbose_name = _("import into the glossary")
        verbose_name_plural = _("imports into the glossary")
        default_permissions = ()
