"""Makes publications."""

from __future__ import annotations

from datetime import date

import factory

from site_content.models.publication import PublicationPage
from tests.factories.base import ContentPageFactory, find_section


class PublicationPageFactory(ContentPageFactory):
    """publications."""

    parent = factory.LazyFunction(lambda: find_section("publication"))
    date = date(2026, 5, 4)

    class Meta:
        model = PublicationPage
