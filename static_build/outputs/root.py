"""What stands at the root: language chooser, 404 pages, robots.txt and the sitemap in parts."""

from __future__ import annotations

from collections.abc import Iterator

from frontend.inputs import (
    ChooserInput,
    Frame,
    MissingInput,
    RobotsInput,
    SitemapEntry,
    SitemapIndexInput,
    SitemapInput,
)
from static_build.outputs.output import HTML, TEXT, XML, Output
from static_build.site import Site, tag

SITEMAP_PART = 500


def plan(site: Site, frames: dict[str, Frame]) -> Iterator[Output]:
    """The files at the root and one 404 page for each language."""
    every = tuple(frames.values())
    yield Output(path="index.html", type=HTML, input=ChooserInput(frames=every))
    yield Output(path="404.html", type=HTML, input=MissingInput(frames=every))
    for locale, frame in frames.items():
        yield Output(path=f"{locale}/404.html", type=HTML, input=MissingInput(frames=(frame,)))
    yield Output(path="robots.txt", type=TEXT, input=RobotsInput(canonical_url=site.public_url))
    yield from _sitemaps(site)


def _sitemaps(site: Site) -> Iterator[Output]:
    """Parts by type, cut in the order of first publication, so that a full part keeps its pages."""
    parts = []
    for type, entries in sorted(_entries(site).items()):
        for number, start in enumerate(range(0, len(entries), SITEMAP_PART), start=1):
            chunk = tuple(entries[start : start + SITEMAP_PART])
            path = f"sitemaps/{type}-{number}.xml"
            parts.append(
                (f"/{path}", max((each.changed_at for each in chunk if each.changed_at), default=None))
            )
            made = SitemapInput(canonical_url=site.public_url, entries=chunk)
            yield Output(path=path, type=XML, input=made)
    index = SitemapIndexInput(canonical_url=site.public_url, parts=tuple(parts))
    yield Output(path="sitemap.xml", type=XML, input=index)


def _entries(site: Site) -> dict[str, list[SitemapEntry]]:
    pages: dict[tuple[str, str], list] = {}  # type: ignore[type-arg]
    for document in site.documents.values():
        if document.path:
            pages.setdefault((tag(document), document.key), []).append(document)
    entries: dict[str, list[tuple[str, str, SitemapEntry]]] = {}
    for (type, key), versions in pages.items():
        first = min((str(each.published_at) for each in versions if each.published_at), default="")
        changed = max((each.updated_at for each in versions if each.updated_at), default=None)
        paths = {each.locale: each.path for each in versions}
        entries.setdefault(type, []).append((first, key, SitemapEntry(paths, changed)))
    return {
        type: [entry for *_, entry in sorted(found, key=lambda x: x[:2])] for type, found in entries.items()
    }
