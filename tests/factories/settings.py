"""Makes site settings."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from site_content.models.settings import SiteSettings
from tests.factories.base import find_locale


class SiteSettingsFactory(DjangoModelFactory):
    """site settings, in Italian unless told."""

    locale = factory.LazyFunction(find_locale)
    site_name = "Centro di prova"

    class Meta:
        model = SiteSettings
