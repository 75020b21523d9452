"""The sitemap of the pages by which lists are narrowed: of each value the languages in which it has items.

Without lastmod: nothing says truly when such a list last changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from frontend.inputs import SitemapEntry, SitemapInput
from static_build.facets.kinds import facets_of, folder_of
from static_build.frames import frames_of
from static_build.outputs.output import XML, Output
from static_build.site import Site, answers

PART = 500


def subjects(site: Site) -> Iterator[tuple[int]]:
    """The number of each part."""
    for number in range(1, site.ask("facet_sitemap_count") + 1):
        yield (number,)


def plan(site: Site, number: int) -> Iterator[Output]:
    """One part."""
    entries = site.ask("facet_sitemap")[(number - 1) * PART : number * PART]
    if entries:
        canonical = site.content.canonical_url or site.public_url
        made = SitemapInput(canonical_url=canonical, entries=entries)
        yield Output(path=facet_sitemap_path(number), type=XML, input=made)


def facet_sitemap_path(number: int) -> str:
    """Where a part stands, from the root."""
    return f"sitemaps/facet-{number}.xml"


@answers("facet_sitemap_count")
def _facet_sitemap_count(site: Site) -> int:
    return -(-len(site.ask("facet_sitemap")) // PART)


@answers("facet_sitemap")
def _facet_sitemap(site: Site) -> tuple[SitemapEntry, ...]:
    """An entry for each value that has items in some language, by its address."""
    paths: dict[str, dict[str, str]] = {}
    for locale in frames_of(site):
        for path in site.ask("facet_paths", locale):
            paths.setdefault(path.removeprefix(f"/{locale}"), {})[locale] = path
    return tuple(SitemapEntry(paths[rest]) for rest in sorted(paths))


@answers("facet_paths")
def _facet_paths(site: Site, locale: str) -> tuple[str, ...]:
    """The pages of all values that have items in a language."""
    return tuple(
        section.path + folder_of(kind.name, code)
        for section in site.of_type("section", locale)
        for kind in facets_of(section.lists)
        for key, code in site.ask("facet_keys", section.lists, kind.name).items()
        if site.ask("facet_count", section.lists, locale, kind.name, key)
    )
