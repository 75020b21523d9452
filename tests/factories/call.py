"""Makes calls."""

from __future__ import annotations

import factory

from site_content.models.call import CallPage
from tests.factories.base import ContentPageFactory, find_section


class CallPageFactory(ContentPageFactory):
    """calls."""

    parent = factory.LazyFunction(lambda: find_section("call"))
    identifier = factory.Sequence(lambda number: f"CITTC-2026-{number:03d}")
    opens = "2026-10-01T08:00:00Z[Europe/Rome]"

    class Meta:
        model = CallPage
