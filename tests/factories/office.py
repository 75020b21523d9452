"""Makes offices."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from site_content.models.office import Office
from tests.factories.base import find_locale


class OfficeFactory(DjangoModelFactory):
    """offices, in Italian unless told."""

    locale = factory.LazyFunction(find_locale)
    name = factory.Sequence(lambda number: f"Sede {number}")
    zone = "Europe/Rome"

    class Meta:
        model = Office
