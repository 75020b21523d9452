"""A job is one translation to be made or revised; its lines are what it was counted as, for the invoice.

A job keeps in words of its own what it was about: it outlives the translation, the page and the user.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a job is."""

    TO_DO = "to_do", pgettext_lazy("state of a job", "to do")
    IN_PROGRESS = "in_progress", pgettext_lazy("state of a job", "in progress")
    IN_REVIEW = "in_review", pgettext_lazy("state of a job", "in review")
    CHANGES_ASKED = "changes_asked", pgettext_lazy("state of a job", "changes asked")
    DONE = "done", pgettext_lazy("state of a job", "done")


class Priority(models.IntegerChoices):
    """How soon; the highest comes first."""

    LOW = 0, pgettext_lazy("priority of a job", "low")
    NORMAL = 1, pgettext_lazy("priority of a job", "normal")
    HIGH = 2, pgettext_lazy("priority of a job", "high")
    URGENT = 3, pgettext_lazy("priority of a job", "urgent")


class Cause(models.TextChoices):
    """Why there is a job."""

    SUBMITTED = "submitted", pgettext_lazy("cause of a job", "new translation")
    CHANGED = "changed", pgettext_lazy("cause of a job", "the source has changed")


def _person(related_name: str, verbose_name: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=verbose_name,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name=related_name,
    )


class Job(models.Model):
    """One translation to be made or revised. A translation has at most one that is not done."""

    translation = models.ForeignKey(
        "wagtail_localize.Translation", null=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    key = models.UUIDField(db_index=True)
    """Translation key of the page or snippet."""
    type = models.CharField(max_length=100)
    """Label of its model: `site_content.CallPage`."""
    title = models.CharField(max_length=255)
    """The source's, as it was when this was last written."""
    source_locale = models.CharField(max_length=20)
    target_locale = models.CharField(max_length=20)
    cause = models.CharField(max_length=12, choices=Cause.choices)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.TO_DO)
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority.choices, default=Priority.NORMAL
    )
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    assignee = _person("translation_jobs", _("translator"))
    reviewer = _person("reviewed_jobs", _("reviewer"))
    note = models.TextField(_("note"), blank=True, max_length=2000)
    urgent_reason = models.TextField(blank=True)
    """Why it went to the top by itself; empty where a person put it there."""
    asked = models.TextField(blank=True)
    """What the reviewer asked for when changes were asked last."""
    segments = models.PositiveIntegerField(default=0)
    units = models.PositiveIntegerField(default=0)
    """Words of Italian, characters of Chinese, of the whole source."""
    covered = models.PositiveSmallIntegerField(null=True)
    """Of the units, how many in a hundred the memory has whole; None until it was asked."""
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("translation job")
        verbose_name_plural = _("translation jobs")
        constraints = [
            models.UniqueConstraint(
                fields=["translation"], condition=~Q(state="done"), name="one_open_job_a_translation"
            )
        ]
        indexes = [models.Index(fields=["state", "-priority", "deadline"], name="jobs_in_order")]

    def __str__(self) -> str:
        return f"{self.title} ({self.source_locale} → {self.target_locale})"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state != State.DONE


class FrozenLines(models.QuerySet["JobLine"]):
    """Lines are added; none is rewritten and none is taken away."""

    def update(self, **_values: Any) -> int:
        raise TypeError("A line of a job is frozen. Add another one.")

    def bulk_update(self, *_objects: Any, **_values: Any) -> int:
        raise TypeError("A line of a job is frozen. Add another one.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("A line of a job is frozen. Add another one.")


class JobLine(models.Model):
    """One count for the invoice, as the memory was at that moment."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", pgettext_lazy("line of a job", "assigned")
        CHANGED = "changed", pgettext_lazy("line of a job", "source changed")
        DELIVERED = "delivered", pgettext_lazy("line of a job", "delivered")

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    person = models.CharField(max_length=160, blank=True)
    """Name of the translator, as it was then."""
    locale = models.CharField(max_length=20)
    """Of the text that was counted: the source's, on delivery the translation's."""
    bands = models.JSONField(default=dict)
    """Segments and units by band: `{"new": [12, 240]}`; empty on delivery."""
    segments = models.PositiveIntegerField()
    units = models.PositiveIntegerField()
    """Words of Italian, characters of Chinese."""
    digests = models.JSONField(default=list)
    """Of the texts that were counted, so that a later line counts none of them again."""

    objects = FrozenLines.as_manager()

    class Meta:
        verbose_name = _("line of a job")
        verbose_name_plural = _("lines of jobs")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.job_id} {self.kind} {self.at:%Y-%m-%d}: {self.units}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises TypeError for a line that is there already."""
        if not self._state.adding:
            raise TypeError("A line of a job is frozen. Add another one.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises TypeError."""
        raise TypeError("A line of a job is frozen.")
