"""Makes services."""

from __future__ import annotations

import factory

from site_content.models.service import ServicePage
from tests.factories.base import ContentPageFactory, find_section


class ServicePageFactory(ContentPageFactory):
    """services."""

    parent = factory.LazyFunction(lambda: find_section("service"))

    class Meta:
        model = ServicePage
