"""Makes events."""

from __future__ import annotations

import factory

from site_content.models.event import EventPage
from tests.factories.base import ContentPageFactory, find_section


class EventPageFactory(ContentPageFactory):
    """events."""

    parent = factory.LazyFunction(lambda: find_section("event"))
    starts = "2026-12-10T08:00:00Z[Europe/Rome]"
    ends = "2026-12-11T17:00:00Z[Europe/Rome]"

    class Meta:
        model = EventPage
