"""HTML of the archives: each section's items by year, in pages of 50 numbered from the oldest."""

from __future__ import annotations

from collections.abc import Iterator

from frontend.inputs import ArchiveInput, ArchivePage, Switch
from static_build.frames import frames_of
from static_build.outputs.output import Output
from static_build.outputs.pages import cards_of, page_output, states, switches
from static_build.site import Site

Subject = tuple[str, str, int, int]
"""Key and locale of a section, year, number."""


def subjects(site: Site) -> Iterator[Subject]:
    """Each numbered page of each section."""
    for locale in frames_of(site):
        for section in site.of_type("section", locale):
            for year, number, _ in site.ask("year_pages", section.lists, locale):
                yield section.key, locale, year, number


def plan(site: Site, key: str, locale: str, year: int, number: int) -> Iterator[Output]:
    """One page of a year's archive, newest item first."""
    section = site.ask("document", key, locale)
    items = site.ask("year_page", section.lists, locale, year, number)[::-1] if section is not None else ()
    if not items:
        return
    named = cards_of(site, None, *items)
    made = ArchiveInput(
        frame=site.ask("frame", locale),
        document=section,
        page=ArchivePage(f"{section.path}{year}/{number}/", year, number, len(items)),
        items=items,
        states=states(site, *items),
        # In another language the same number may hold other items: the switch leads to the section.
        switches=tuple(Switch(each.locale, each.path, False) for each in switches(site, section)),
        previous=f"{section.path}{year}/{number - 1}/" if number > 1 else "",
        cards=named,
    )
    yield page_output(site, made.page.path, made, section, *items, *named.values())
