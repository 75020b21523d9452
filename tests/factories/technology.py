"""Makes technology offers and requests."""

from __future__ import annotations

from datetime import date

import factory

from site_content.models.technology import TechnologyPage
from tests.factories.base import ContentPageFactory, find_section


class TechnologyPageFactory(ContentPageFactory):
    """technology offers and requests."""

    parent = factory.LazyFunction(lambda: find_section("technology"))
    country = "IT"
    valid_from = date(2026, 9, 1)
    confirmed_on = date(2026, 9, 1)

    class Meta:
        model = TechnologyPage
