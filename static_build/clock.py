"""The one place that tells what time it is: PONTE_NOW where it is set, else the machine's clock."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings


def now() -> datetime:
    """The moment that a build takes as now, aware, in UTC."""
    fixed: datetime | None = settings.ENVIRONMENT.now
    return (fixed or datetime.now(UTC)).astimezone(UTC)
