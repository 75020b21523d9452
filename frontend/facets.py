"""What a value is called by which a list can be narrowed. In: a facet, a value and a locale code. Out: plain text."""

from __future__ import annotations

from frontend.environment import environment_of
from frontend.formats import Formats
from frontend.inputs import Facet, FacetValue

COUNTRY = "country"


def name_value(locale: str, facet: Facet, value: FacetValue) -> str:
    """A topic's name, a country's, the word of a vocabulary; a year as it is.

    Raises MissingMessage where the catalogue lacks the word.
    """
    formats = environment_of(locale).globals["fmt"]
    assert isinstance(formats, Formats)  # noqa: S101 - tells the type checker
    if value.label:
        return value.label
    if facet.name == COUNTRY:
        return formats.country(value.key)
    return formats.catalogue.plain(facet.words, value.key) if facet.words else value.key
