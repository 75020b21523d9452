"""Makes free pages."""

from __future__ import annotations

import factory

from site_content.models.page import FreePage
from tests.factories.base import ContentPageFactory, find_home


class FreePageFactory(ContentPageFactory):
    """free pages."""

    parent = factory.LazyFunction(find_home)

    class Meta:
        model = FreePage
