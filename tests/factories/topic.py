"""Makes topics."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from site_content.models.topic import Topic
from tests.factories.base import find_locale


class TopicFactory(DjangoModelFactory):
    """topics, in Italian unless told."""

    locale = factory.LazyFunction(find_locale)
    name = factory.Sequence(lambda number: f"Tema {number}")
    slug = factory.Sequence(lambda number: f"topic-{number}")

    class Meta:
        model = Topic
