"""HTML of the archives: each section's items by year, in pages of 50 numbered from the oldest."""

from __future__ import annotations

from collections.abc import Iterator

from frontend.inputs import ArchiveInput, Frame, Switch
from static_build.lists import archive_pages
from static_build.outputs.output import Output
from static_build.outputs.pages import cards_of, page_output, states, switches
from static_build.site import Site


def plan(site: Site, frames: dict[str, Frame]) -> Iterator[Output]:
    """One output for each numbered page of each section."""
    for locale, frame in frames.items():
        for section in site.of_type("section", locale):
            # In another language the same number may hold other items: the switch leads to the section.
            leads = tuple(Switch(each.locale, each.path, False) for each in switches(site, section, frames))
            pages = list(archive_pages(site, section))
            paths = {(page.year, page.number): page.path for page, _ in pages}
            for page, cards in pages:
                named = cards_of(site, None, *cards)
                made = ArchiveInput(
                    frame=frame,
                    document=section,
                    page=page,
                    items=tuple(cards),
                    states=states(site, *cards),
                    switches=leads,
                    previous=paths.get((page.year, page.number - 1), ""),
                    cards=named,
                )
                yield page_output(site, page.path, made, section, *cards, *named.values())
