"""What is kept of translations: units, what became of them, imports, and the number of the last change.

Tables of their own: no unit goes when the page, the translation or the user goes from which it came.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.translation.imports import ProposedFile


class Origin(models.TextChoices):
    """Where a unit comes from."""

    PUBLISHED = "published", pgettext_lazy("origin of a translation", "published")
    CONFIRMED = "confirmed", pgettext_lazy("origin of a translation", "confirmed")
    IMPORT = "import", pgettext_lazy("origin of a translation", "imported")
    MACHINE = "machine", pgettext_lazy("origin of a translation", "machine")


class Batch(ProposedFile):
    """One TMX file."""

    class Meta(ProposedFile.Meta):
        verbose_name = _("import into the memory")
        verbose_name_plural = _("imports into the memory")


class Unit(models.Model):
    """A text and its translation, both in the marked form. Serves both directions."""

    key = models.CharField(max_length=32, unique=True)
    """Digest of languages, source and context; of the target too where there is no context."""
    source_locale = models.CharField(max_length=16)
    target_locale = models.CharField(max_length=16)
    source = models.TextField()
    target = models.TextField()
    source_digest = models.CharField(max_length=32, db_index=True)
    target_digest = models.CharField(max_length=32, db_index=True)
    folded = models.TextField()
    """Words of both, as they are searched."""
    object_key = models.UUIDField(null=True, db_index=True)
    """Translation key of the page or snippet, no foreign key: the unit outlives it."""
    path = models.TextField(blank=True)
    origin = models.CharField(max_length=16, choices=Origin.choices)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.SET_NULL, related_name="units")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    when = models.DateTimeField()
    change = models.BigIntegerField(db_index=True)
    """Number of the change that last wrote its texts; see `Clock`."""
    deleted_at = models.DateTimeField(null=True)
    rejected_digest = models.CharField(max_length=32, blank=True)
    """Of the target that a reviewer deleted or corrected: it does not come back by itself."""

    class Meta:
        verbose_name = _("unit of the memory")
        verbose_name_plural = _("units of the memory")
        indexes = [models.Index(fields=["source_locale", "target_locale", "-when"], name="memory_newest")]

    def __str__(self) -> str:
        return f"{self.source_locale} {self.source[:40]}"


class Event(models.Model):
    """What a reviewer did to a unit, with its target before."""

    class What(models.TextChoices):
        """Kinds of events."""

        CORRECTED = "corrected", pgettext_lazy("event of a translation", "corrected")
        DELETED = "deleted", pgettext_lazy("event of a translation", "deleted")
        RESTORED = "restored", pgettext_lazy("event of a translation", "restored")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=16, choices=What.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    when = models.DateTimeField(default=timezone.now)
    target = models.TextField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.what} {self.unit_id}"


class Clock(models.Model):
    """One row: how many changes there were, and the stamps of the last ones.

    What a process has read is still true if the stamp that it saw then is the one that stands at that number now: a change
    that was rolled back, and another that took its number, are told apart.
    """

    changes = models.BigIntegerField(default=0)
    stamp = models.CharField(max_length=16, blank=True)
    stamps = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.changes)
