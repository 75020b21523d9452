"""Makes people."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from site_content.models.person import Person
from tests.factories.base import find_locale


class PersonFactory(DjangoModelFactory):
    """people, in Italian unless told."""

    locale = factory.LazyFunction(find_locale)
    name = factory.Sequence(lambda number: f"Persona {number}")

    class Meta:
        model = Person
