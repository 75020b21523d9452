"""Makes glossary terms."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from site_content.models.glossary import GlossaryTerm


class GlossaryTermFactory(DjangoModelFactory):
    """A term in Italian and Chinese."""

    italian = factory.Sequence(lambda number: f"termine {number}")
    chinese = factory.Sequence(lambda number: f"术语{number}")

    class Meta:
        model = GlossaryTerm
