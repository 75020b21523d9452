"""What all sample documents share: their common fields, their moment, their zones."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from site_content.documents.values import Staleness
from tests.unit.frontend.pieces import (
    alternates,
    crumbs,
    say,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ROME, BEIJING = "Europe/Rome", "Asia/Shanghai"


def base(
    locale: str, section: str, slug: str, title: tuple[str, str], summary: tuple[str, str]
) -> dict[str, Any]:
    """The fields that every sample document shares."""
    path = f"{section}/{slug}/" if section else f"{slug}/"
    return {
        "key": f"{section or 'page'}-{slug}",
        "locale": locale,
        "path": f"/{locale}/{path}",
        "title": say(locale, *title),
        "summary": say(locale, *summary),
        "topics": ("topic-life", "topic-making", "topic-none"),
        "office": "office-bergamo",
        "source_locale": "it",
        "alternates": alternates(path),
        "crumbs": crumbs(locale, section),
        "published_at": datetime(2026, 11, 2, 8, tzinfo=UTC),
        "updated_at": datetime(2026, 11, 20, 8, tzinfo=UTC),
        "reviewed_on": date(2026, 11, 20),
    }


def staleness() -> Staleness:
    return Staleness("it", datetime(2026, 11, 20, 8, tzinfo=UTC), datetime(2026, 11, 2, 8, tzinfo=UTC))
