"""Makes news items."""

from __future__ import annotations

from datetime import date

import factory

from site_content.models.news import NewsPage
from tests.factories.base import ContentPageFactory, find_section


class NewsPageFactory(ContentPageFactory):
    """news items."""

    parent = factory.LazyFunction(lambda: find_section("news"))
    date = date(2026, 11, 20)

    class Meta:
        model = NewsPage
