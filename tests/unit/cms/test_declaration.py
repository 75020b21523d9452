"""The dashboard reminds of the accessibility declaration from 1 September until its review is noted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from django.urls import reverse

from tests.factories.settings import SiteSettingsFactory
from tests.translate import translate

pytestmark = pytest.mark.django_db

FORM = "https://form.agid.gov.it/view/x"
HEADING = "Accessibility declaration"


@pytest.fixture
def at(settings: Any) -> Any:
    """Sets the clock that builds and the dashboard go by."""

    def set_clock(*moment: int) -> None:
        now = datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type,misc]
        settings.ENVIRONMENT = msgspec.structs.replace(settings.ENVIRONMENT, now=now)

    return set_clock


def dashboard(log_in: Any, role: str = "Editors") -> str:
    html: str = log_in(role).get(reverse("wagtailadmin_home")).content.decode()
    return html


def test_the_reminder_stands_from_the_first_of_september_until_the_review_is_noted(
    at: Any, log_in: Any
) -> None:
    found = SiteSettingsFactory(declaration_url=FORM, declaration_reviewed_on=date(2025, 9, 20))
    at(2026, 8, 31, 21, 59)
    assert HEADING not in dashboard(log_in)
    at(2026, 8, 31, 22)  # midnight in Rome
    html = dashboard(log_in)
    assert HEADING in html
    assert "has to be looked through" in html
    assert f'href="{FORM}"' in html
    assert reverse("wagtailsnippets_site_content_sitesettings:edit", args=[found.pk]) in html
    at(2026, 9, 24, 12)
    assert "had to be looked through" in dashboard(log_in)
    found.declaration_reviewed_on = date(2026, 9, 24)
    found.save()
    assert HEADING not in dashboard(log_in)


def test_without_a_review_it_stands_at_any_time(at: Any, log_in: Any) -> None:
    at(2026, 3, 1)
    assert HEADING not in dashboard(log_in)
    SiteSettingsFactory()
    assert "No review is noted yet." in dashboard(log_in)


def test_who_cannot_change_the_settings_is_not_reminded(at: Any, log_in: Any) -> None:
    at(2026, 9, 2)
    SiteSettingsFactory()
    assert HEADING not in dashboard(log_in, "Translators (Chinese)")


def test_the_date_is_that_of_the_settings_as_first_written(at: Any, log_in: Any, locales: Any) -> None:
    at(2026, 9, 2)
    found = SiteSettingsFactory(declaration_reviewed_on=date(2026, 9, 1))
    translate(found, locales["zh-hans"])
    assert HEADING not in dashboard(log_in)
