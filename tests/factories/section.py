"""Makes sections."""

from __future__ import annotations

import factory

from site_content.models.section import SectionPage
from tests.factories.base import ContentPageFactory, find_home


class SectionPageFactory(ContentPageFactory):
    """sections."""

    parent = factory.LazyFunction(find_home)
    lists = "news"

    class Meta:
        model = SectionPage
