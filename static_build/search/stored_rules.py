"""What editors told the search, as the database has it: synonyms and best answers by language. One query each."""

from __future__ import annotations

from site_content.languages import LANGUAGES
from site_content.models.search import BestAnswer, SearchSynonym
from site_content.search.rules import Pin, Rules


def read_stored_rules() -> dict[str, Rules]:
    """Rules by locale code, best answers to pages that are not public among them."""
    groups: dict[str, list[tuple[str, ...]]] = {code: [] for code in LANGUAGES}
    pins: dict[str, list[Pin]] = {code: [] for code in LANGUAGES}
    for locale, words in SearchSynonym.objects.order_by("pk").values_list("locale", "words"):
        groups.setdefault(locale, []).append(tuple(words))
    chosen = BestAnswer.objects.order_by("pk")
    for locale, query, key in chosen.values_list("locale", "query", "page__translation_key"):
        pins.setdefault(locale, []).append(Pin(query, str(key)))
    return {code: Rules(synonyms=tuple(groups[code]), pins=tuple(pins[code])) for code in LANGUAGES}
