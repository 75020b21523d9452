"""What a translator is writing, and all that was ever written: tables that no change of a source empties.

WorkingText is what is not confirmed yet. SegmentEvent is the history: it hangs on nothing that can be deleted.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WorkingText(models.Model):
    """The text of one segment that is being written, as long as it `is_open`: not confirmed, not given up.

    The version only grows.
    """

    translation = models.ForeignKey(
        "wagtail_localize.Translation", on_delete=models.CASCADE, related_name="working_texts"
    )
    context = models.ForeignKey(
        "wagtail_localize.TranslationContext", on_delete=models.CASCADE, related_name="+"
    )
    string = models.ForeignKey("wagtail_localize.String", on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    is_open = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=40, default="manual")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["translation", "context", "string"], name="one_working_text")
        ]

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.context_id}, {self.string_id}, version {self.version}"


class SegmentEvent(models.Model):
    """One text that stood in a segment, with who wrote it and when. Texts have tokens for codes, as they are edited."""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", pgettext_lazy("translation", "confirmed")
        FOUND = "found", _("was there before")
        SAVED = "saved", _("kept, not confirmed")
        CONFLICT = "conflict", _("written at the same time")
        RESTORED = "restored", _("restored")

    key = models.UUIDField()
    locale = models.CharField(max_length=20)
    path = models.TextField()
    source = models.TextField()
    text = models.TextField()
    kind = models.CharField(max_length=12, choices=Kind)
    origin = models.CharField(max_length=40, default="manual")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    user_name = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["key", "locale"], name="events_of_a_translation")]

    def __str__(self) -> str:
        return f"{self.key} {self.locale} {self.path}: {self.kind} {self.at:%Y-%m-%d %H:%M}"


class AcceptedWarning(models.Model):
    """A warning of the checks that somebody has looked at and let pass: for these very texts, source and translation."""

    key = models.UUIDField()
    locale = models.CharField(max_length=20)
    path = models.TextField()
    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=40)
    reason = models.TextField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    user_name = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "locale", "digest", "code"], name="one_acceptance")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.locale} {self.path}: {self.code}"
