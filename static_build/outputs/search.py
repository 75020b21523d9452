"""The search page of each language, and `/search-config.json`, which tells its scripts whom to ask."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from frontend.inputs import SearchInput, Switch
from static_build.frames import frames_of
from static_build.headers import SEARCH_CONFIG
from static_build.outputs.output import HTML, JSON, Output, html_path
from static_build.site import Site, tokens

STATIC_INDEX = "/search/static/"


class SearchConfigInput(Struct, frozen=True, kw_only=True):
    """The whole file."""

    endpoint: str | None
    """The search endpoint: an address, or a path of the site; None where there is none."""
    static: str | None
    """Folder of the static search index, with a slash at the end."""
    languages: tuple[str, ...]
    """Locale codes that can be searched."""


def subjects(site: Site) -> Iterator[tuple[str, ...]]:
    """The configuration, and the page of each language."""
    yield ()
    for locale in frames_of(site):
        yield (locale,)


def plan(site: Site, locale: str = "") -> Iterator[Output]:
    """The outputs of one subject."""
    yield _page(site, locale) if locale else _config(site)


def _config(site: Site) -> Output:
    made = SearchConfigInput(
        endpoint=site.content.search_url or None, static=STATIC_INDEX, languages=tuple(site.ask("homes"))
    )
    return Output(path=SEARCH_CONFIG, type=JSON, input=made)


def _page(site: Site, locale: str) -> Output:
    frames = frames_of(site)
    topics = site.cards("topic", locale)
    page = SearchInput(
        frame=frames[locale],
        switches=tuple(Switch(code, frame.search_path, True) for code, frame in frames.items()),
        topics={topic.key: topic.title for topic in topics},
    )
    return Output(path=html_path(frames[locale].search_path), type=HTML, input=page, sources=tokens(topics))
