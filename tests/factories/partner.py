"""Makes partners."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from site_content.models.partner import Partner
from tests.factories.base import find_locale


class PartnerFactory(DjangoModelFactory):
    """partners, in Italian unless told."""

    locale = factory.LazyFunction(find_locale)
    name = factory.Sequence(lambda number: f"Ente {number}")
    country = "IT"

    class Meta:
        model = Partner
