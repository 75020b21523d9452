"""Makes home pages."""

from __future__ import annotations

import factory
from wagtail.models import Page

from site_content.models.home import HomePage
from tests.factories.base import ContentPageFactory


class HomePageFactory(ContentPageFactory):
    """A home page below the root."""

    parent = factory.LazyFunction(lambda: Page.objects.get(depth=1))
    slug = factory.Sequence(lambda number: f"home-page-{number}")

    class Meta:
        model = HomePage
