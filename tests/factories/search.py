"""Makes synonyms and best answers."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from site_content.models.search import BestAnswer, SearchSynonym


class SearchSynonymFactory(DjangoModelFactory):
    """Two Italian words that mean the same."""

    locale = "it"
    words = factory.Sequence(lambda number: [f"parola {number}", f"termine {number}"])

    class Meta:
        model = SearchSynonym


class BestAnswerFactory(DjangoModelFactory):
    """A page for an Italian query; say which page."""

    locale = "it"
    query = factory.Sequence(lambda number: f"domanda {number}")

    class Meta:
        model = BestAnswer
