"""Comments by the address of their text, which no change of the source makes anew: object, language, path and source text.

Nothing here hangs on a segment, a page or a person that can be deleted.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


class Comment(models.Model):
    """A remark that begins a thread, or an answer to one. A thread is open until its first remark is resolved."""

    key = models.UUIDField()
    locale = models.CharField(max_length=20)
    path = models.TextField()
    source = models.TextField()
    thread = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    user_name = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["key", "locale"], name="comments_of_a_translation")]

    answers: Any

    def __str__(self) -> str:
        return f"{self.key} {self.locale} {self.path}: {self.text[:40]}"


class Allowance(models.Model):
    """A reviewer lets a translation be published although these threads are open, and says why."""

    key = models.UUIDField()
    locale = models.CharField(max_length=20)
    threads = models.JSONField(default=list)
    reason = models.TextField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    user_name = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["key", "locale"], name="allowances_of_a_translation")]

    def __str__(self) -> str:
        return f"{self.key} {self.locale}: {self.reason[:40]}"
