"""The words that scripts of the search say: messages of one language as JSON for a `data-` attribute.

In: a locale code. Out: texts with their `{placeholders}` left in, plain, for scripts that set text and never markup.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from frontend.messages import Catalogue, read_catalogue
from site_content.languages import LANGUAGES, ZONES

FACETS = ("type", "status", "topic", "year")
"""In the order in which they are shown; the names are those of parameters too."""
DAY_PATTERNS = (
    "day",
    "long_days_start",
    "long_days_end",
    "long_months_start",
    "long_months_end",
    "long_years_start",
    "long_years_end",
)


@cache
def encode_box_words(locale: str) -> str:
    """What a search box says, as JSON."""
    return msgspec.json.encode(_box_words(_catalogue(locale), locale)).decode()


def encode_page_words(locale: str, topics: dict[str, str]) -> str:
    """What the search page says, as JSON; `topics`: their names by key."""
    return msgspec.json.encode(_page_words(locale) | {"topics": topics}).decode()


def list_states(locale: str) -> list[tuple[str, str]]:
    """Every (type, state) that has a word, sorted."""
    contexts = [(context.rpartition(" "), key) for context, key in _catalogue(locale).keys()]  # noqa: SIM118
    return sorted((type_, key) for (type_, _, last), key in contexts if last == "state")


def _catalogue(locale: str) -> Catalogue:
    return read_catalogue(LANGUAGES[locale].babel)


def _box_words(catalogue: Catalogue, locale: str) -> dict[str, Any]:
    return {
        "locale": locale,
        "suggestions": catalogue.text("Suggestions").unescape(),
        "suggested": _forms(
            catalogue.plural("{count} suggestion", "{count} suggestions", number, count="{count}")
            for number in (1, 2)
        ),
        "kinds": _vocabulary(catalogue, "completion"),
    }


@cache
def _page_words(locale: str) -> dict[str, Any]:
    catalogue = _catalogue(locale)
    text = catalogue.text
    plain = {
        "found": _forms(
            catalogue.plural("{count} result", "{count} results", number, count="{count}")
            for number in (1, 2)
        ),
        "foundFor": _forms(
            catalogue.plural(
                "{count} result for “{q}”", "{count} results for “{q}”", number, count="{count}", q="{q}"
            )
            for number in (1, 2)
        ),
        "nothingFor": text("Nothing found for “{q}”").unescape(),
        "nothing": text("Nothing found with these filters").unescape(),
        "didYouMean": text("Did you mean: {q}").unescape(),
        "searching": text("Searching…").unescape(),
        "failed": text(
            "Search does not answer at the moment. These lists lead to everything on the site."
        ).unescape(),
        "removeFilter": text("Remove the filter: {name}").unescape(),
        "pinned": text("Chosen by the editors").unescape(),
        "deadline": text("Deadline: {day}").unescape(),
        "opens": text("Opens: {day}").unescape(),
        "starts": text("Starts: {day}").unescape(),
        "deadlinePassed": text("Deadline passed").unescape(),
    }
    return _box_words(catalogue, locale) | plain | _vocabularies(catalogue, locale)


def _vocabularies(catalogue: Catalogue, locale: str) -> dict[str, Any]:
    zone = LANGUAGES[locale].zone
    return {
        "facets": {name: catalogue.plain("facet", name) for name in FACETS},
        "type": _vocabulary(catalogue, "type"),
        "types": _vocabulary(catalogue, "types"),
        "status": _vocabulary(catalogue, "group"),
        "languages": {code: catalogue.plain("short language name", code) for code in LANGUAGES},
        "tags": {code: language.tag for code, language in LANGUAGES.items()},
        "patterns": {name: catalogue.plain("date pattern", name) for name in DAY_PATTERNS},
        "ranges": _vocabulary(catalogue, "date range"),
        "moment": catalogue.plain("moment", "{day}, {hour}, {zone}"),
        "zones": list(ZONES),
        "zone": [zone, catalogue.plain("zone", zone)],
    }


def _vocabulary(catalogue: Catalogue, context: str) -> dict[str, str]:
    return {key: catalogue.plain(context, key) for each, key in sorted(catalogue.keys()) if each == context}


def _forms(texts: Any) -> list[str]:
    """The forms for one and for many."""
    return [text.unescape() for text in texts]
