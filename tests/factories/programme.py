"""Makes training programmes."""

from __future__ import annotations

import factory

from site_content.models.programme import ProgrammePage
from tests.factories.base import ContentPageFactory, find_section


class ProgrammePageFactory(ContentPageFactory):
    """training programmes."""

    parent = factory.LazyFunction(lambda: find_section("programme"))

    class Meta:
        model = ProgrammePage
