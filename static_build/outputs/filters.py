"""`filters.json` of each section: what a browser needs to narrow its list by several facets at once.

What stands in it is worked out in static_build/filters.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from static_build.facets.kinds import facets_of
from static_build.filters import FilterIndex
from static_build.frames import frames_of
from static_build.outputs.output import JSON, Output
from static_build.site import Site

FILE = "filters.json"
"""Its name below the section: a slug has no full stop."""


class FiltersInput(Struct, frozen=True, kw_only=True):
    """The whole file."""

    index: FilterIndex


def subjects(site: Site) -> Iterator[tuple[str, str]]:
    """Key and locale of each section whose list has facets."""
    for locale in frames_of(site):
        for section in site.of_type("section", locale):
            if facets_of(section.lists):
                yield section.key, locale


def plan(site: Site, key: str, locale: str) -> Iterator[Output]:
    """The file of one section."""
    section: Any = site.ask("document", key, locale)
    if section is None:
        return
    shown = {(item, locale) for item, _ in site.ask("newest_items", section.lists, locale)}
    own = set(site.ask("places", section.lists, locale))
    for each in section.alternates:
        others = site.ask("newest_items", section.lists, each.locale) if each.locale != locale else ()
        shown |= {(item, each.locale) for item, _ in others if item not in own}
    yield Output(
        path=f"{section.path.lstrip('/')}{FILE}",
        type=JSON,
        input=FiltersInput(index=site.ask("filter_index", key, locale)),
        sources=tuple(sorted({f"{key}@{locale}", *(f"{item}@{code}" for item, code in shown)})),
    )
