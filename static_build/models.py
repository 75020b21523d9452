"""What people look at later: releases, the pages each changed, what each target got, and whether the worker is alive.

Nothing public is made from these rows; the files of a release are static_build.release's.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Release(models.Model):
    """One build that made a release, or that failed: then `name` and `released_at` are empty and `problems` say why."""

    name = models.CharField(max_length=60, blank=True, db_index=True)
    parent = models.CharField(max_length=60, blank=True)
    edition = models.CharField(max_length=60, default="main")
    started_at = models.DateTimeField(db_index=True)
    released_at = models.DateTimeField(null=True, blank=True)
    outputs = models.PositiveIntegerField(default=0)
    rendered = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    seconds = models.JSONField(default=dict)
    """Seconds by step."""
    causes = models.JSONField(default=list)
    """What asked for it: `what`, `title`, `key`, `locale`, `user` of each, all texts."""
    whole = models.BooleanField(default=False)
    """Whether it was made from nothing: every page counts as changed by it."""
    problems = models.JSONField(default=list)
    """Why it failed: `words` of each, with `path`, `key` and `locale` where one page is at fault."""

    class Meta:
        ordering = ("-started_at", "-pk")
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self) -> str:
        return self.name or str(self.started_at)


class ReleasedPage(models.Model):
    """A page that a release added, changed or removed; a release that is `whole` lists none."""

    class Change(models.TextChoices):
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        REMOVED = "removed", _("removed")

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="pages")
    key = models.UUIDField()
    """The page's translation key."""
    locale = models.CharField(max_length=20)
    path = models.CharField(max_length=1000)
    """Public path, for example `/it/news/x/`."""
    change = models.CharField(max_length=10, choices=Change.choices)

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=("key", "locale", "-id"))]

    def __str__(self) -> str:
        return f"{self.path} {self.change}"


class Delivery(models.Model):
    """One release on its way to one target. The public folder below PONTE_HOME is no target: it has it at `released_at`."""

    class State(models.TextChoices):
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    target = models.CharField(max_length=300)
    """As PONTE_TARGETS names it."""
    release = models.CharField(max_length=60, db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNDER_WAY)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was looked at and found to be served: what was withdrawn is gone there since then."""
    uploaded = models.PositiveIntegerField(default=0)
    deleted = models.PositiveIntegerField(default=0)
    purged = models.PositiveIntegerField(default=0)
    size_bytes = models.BigIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ("-started_at", "-pk")
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.release} to {self.target}: {self.state}"


class MissedQuery(models.Model):
    """A query that found nothing, and how often on a day. It does not say who asked, nor from where."""

    day = models.DateField(_("day"))
    locale = models.CharField(_("language"), max_length=20)
    query = models.CharField(_("query"), max_length=128)
    """In the form in which two queries are compared."""
    count = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("search without a result")
        verbose_name_plural = _("searches without a result")
        ordering = ("-day", "locale", "query")
        constraints = [
            models.UniqueConstraint(fields=("day", "locale", "query"), name="missed_query_once_a_day")
        ]

    def __str__(self) -> str:
        return self.query


class Beat(models.Model):
    """The worker's heartbeat: one row."""

    beat_at = models.DateTimeField()
    doing = models.CharField(max_length=200, blank=True)
    """What it is at: empty while it waits."""
    host = models.CharField(max_length=200)
    process = models.PositiveIntegerField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    """When it was last told by mail that the worker is gone; empty again after its next beat."""

    def __str__(self) -> str:
        return f"{self.host} {self.process}"
