"""The values of each facet: those that have a page, and those to which lists lead.

A value of a closed vocabulary, and a public topic, has its page even when it has no items, so that a link that was shared
still answers.
"""

from __future__ import annotations

from site_content.languages import LANGUAGES
from static_build.facets.kinds import COUNTRIES, COUNTRY, STATUS, TOPIC, Values, code_of, facets_of, kind_of
from static_build.facets.members import count_listed
from static_build.site import Site, answers


@answers("facet_keys")
def _facet_keys(site: Site, type: str, name: str) -> dict[str, str]:
    """Every value of a facet that has a page, and its code in the address: the same in each language."""
    if name == TOPIC:
        return dict(site.ask("topic_folders"))
    keys = kind_of(type, name).codes or site.ask("countries", type)
    return {key: code_of(key) for key in keys}


@answers("countries")
def _countries(site: Site, type: str) -> Values:
    """Both sides' countries, then all others in which some language has an item."""
    used = {
        key for locale in LANGUAGES for name, key in site.ask("facet_cards", type, locale) if name == COUNTRY
    }
    return (*COUNTRIES, *sorted(used - set(COUNTRIES)))


@answers("topic_order")
def _topic_order(site: Site, locale: str) -> tuple[str, ...]:
    """Every topic that has a page: each sector with its topics below, as they stand in the CMS."""
    places = {key: (site.ask("order", key, locale), key) for key in site.ask("topic_folders")}
    sectors = {key: getattr(site.card(key, locale), "sector", "") or key for key in places}
    return tuple(
        sorted(
            places, key=lambda key: (places.get(sectors[key], places[key]), sectors[key] != key, places[key])
        )
    )


@answers("facet_shown")
def _facet_shown(site: Site, type: str, locale: str) -> dict[str, Values]:
    """The keys of each facet to which lists lead: all statuses, else those that some item has.

    Facets that divide nothing are left out.
    """
    total = count_listed(site, type, locale)
    shown: dict[str, Values] = {}
    for kind in facets_of(type):
        keys = (
            site.ask("topic_order", locale) if kind.name == TOPIC else site.ask("facet_keys", type, kind.name)
        )
        counts = {key: site.ask("facet_count", type, locale, kind.name, key) for key in keys}
        if kind.name == STATUS and total:
            shown[STATUS] = tuple(keys)
        elif any(0 < count < total for count in counts.values()):
            shown[kind.name] = tuple(key for key, count in counts.items() if count)
    return shown
