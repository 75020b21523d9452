"""Inputs become bytes: `render` is a pure function, without clock, query or network.

In: one of the inputs of `frontend.inputs`. Out: the whole file, UTF-8. A template is found by its stem.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import TemplateNotFound
from markupsafe import Markup
from msgspec.structs import replace

from frontend.assets import imported_by
from frontend.environment import environment_of
from frontend.feed_inputs import FeedsPageInput
from frontend.head import Head, describe_page, describe_plain, list_alternates
from frontend.inputs import (
    ArchiveInput,
    ChooserInput,
    Frame,
    HomeInput,
    Input,
    ListInput,
    MissingInput,
    PageInput,
    RedirectInput,
    RedirectsFileInput,
    RobotsInput,
    SearchInput,
    SitemapIndexInput,
    SitemapInput,
    Switch,
)
from frontend.items import type_of
from frontend.messages import read_catalogue
from frontend.search_words import encode_page_words, list_states
from frontend.shell import shell_of
from frontend.structured import describe as describe_data
from site_content.languages import DEFAULT_LOCALE, LANGUAGES


def render(given: Input | FeedsPageInput) -> bytes:
    """The bytes of the output that `given` describes; the same input gives the same bytes.

    Raises MissingMessage where a catalogue lacks a message and LookupError where a type has no template.
    """
    return (_RENDERERS[type(given)](given).rstrip() + "\n").encode()


def _render_page(given: PageInput) -> str:
    return _render_document(given, f"pages/{type_of(given.document)}.html")


def _render_list(given: ListInput) -> str:
    return _render_document(given, "lists/list.html", page_children=given.children)


def _render_home(given: HomeInput) -> str:
    return _render_document(given, "pages/home.html")


def _render_document(given: PageInput | ListInput | HomeInput, template: str, **more: object) -> str:
    document, frame = given.document, given.frame
    data = describe_data(given, document.path, document.title)
    head = describe_page(frame, document, given.switches, document.path, data=data)
    return _fill(frame, template, given, head=head, path=document.path, page=document, **more)


def _render_archive(given: ArchiveInput) -> str:
    document, year = given.document, given.page
    text = read_catalogue(LANGUAGES[given.frame.locale].babel).text
    if year.number > 1:
        words = text(
            "{title}, {year}, page {number}", title=document.title, year=year.year, number=year.number
        )
    else:
        words = text("{title}, {year}", title=document.title, year=year.year)
    title = Markup(words).unescape()
    data = describe_data(given, year.path, title)
    head = describe_page(given.frame, document, given.switches, year.path, title, data)
    return _fill(
        given.frame, "lists/archive.html", given, head=head, path=year.path, page=document, title=title
    )


def _fill(frame: Frame, template: str, given: Any, **values: object) -> str:
    fields = {
        name: getattr(given, name) for name in given.__struct_fields__ if name not in ("document", "page")
    }
    fields["archive_page"] = getattr(given, "page", None)
    return str(_template(frame.locale, template).render(fields | values, shell=shell_of(frame)))


def _template(locale: str, name: str) -> Any:
    try:
        return environment_of(locale).get_template(name)
    except TemplateNotFound as error:
        raise LookupError(
            f"There is no template frontend/templates/{error.name}: add it, named for its type."
        ) from error


def _render_search(given: SearchInput) -> str:
    frame = given.frame
    title = f"{read_catalogue(LANGUAGES[frame.locale].babel).text('Search')} · {frame.site_name}"
    head = describe_plain(frame, title, "", frame.search_path, indexed=False, runs_wasm=True)
    words = encode_page_words(frame.locale, given.topics)
    return _fill(
        frame,
        "pages/search.html",
        given,
        head=head,
        path=frame.search_path,
        words=words,
        modules=_search_modules(frame),
        hit_states=list_states(frame.locale),
    )


def _search_modules(frame: Frame) -> list[str]:
    """Addresses of all scripts that the search page may need, so that it need not find one by the other."""
    needed = dict.fromkeys((*imported_by("search/page.js"), *imported_by("search/static.js")))
    return [frame.assets[name] for name in needed]


def _render_feeds_page(given: FeedsPageInput) -> str:
    frame, path = given.frame, f"/{given.frame.locale}/feeds/"
    title = str(read_catalogue(LANGUAGES[frame.locale].babel).text("Feeds and calendars"))
    paths = {one.locale: one.path for one in given.switches}
    head = replace(
        describe_plain(frame, f"{title} · {frame.site_name}", "", path, indexed=True),
        alternates=list_alternates(frame.canonical_url, paths),
    )
    return _fill(frame, "pages/feeds.html", given, head=head, path=path, title=title)


def _render_missing(given: MissingInput) -> str:
    frame = given.frames[0]
    text = read_catalogue(LANGUAGES[frame.locale].babel).text
    head = describe_plain(
        frame, f"{text('Page not found')} · {frame.site_name}", "", "/404.html", indexed=False
    )
    return _render_frames(given.frames, "missing", head)


def _render_chooser(given: ChooserInput) -> str:
    frame = given.frames[0]
    names = " · ".join(frame.site_name for frame in given.frames)
    head = describe_plain(frame, names, frame.tagline, "/", indexed=True)
    return _render_frames(given.frames, "chooser", head)


def _render_frames(frames: tuple[Frame, ...], name: str, head: Head) -> str:
    """A page that speaks several languages: each frame's part is rendered in its own."""
    parts = [
        (
            frame,
            Markup(_template(frame.locale, f"parts/{name}.html").render(frame=frame, level=1 + bool(place))),
        )
        for place, frame in enumerate(frames)
    ]
    switches = tuple(Switch(frame.locale, f"/{frame.locale}/", True) for frame in frames)
    values = {"head": head, "frame": frames[0], "frames": frames, "parts": parts, "switches": switches}
    return str(
        _template(frames[0].locale, f"pages/{name}.html").render(values, path="", shell=shell_of(frames[0]))
    )


def _render_redirect(given: RedirectInput) -> str:
    goal = given.goal
    address = given.canonical_url + goal if goal.startswith("/") else goal
    return str(_template(given.locale, "pages/redirect.html").render(goal=goal, address=address))


def _render_redirects_file(given: RedirectsFileInput) -> str:
    return "\n".join(given.lines)


def _render_sitemap(given: SitemapInput) -> str:
    links = [(entry, list_alternates(given.canonical_url, entry.paths)) for entry in given.entries]
    return _render_plain("sitemap.xml", links=links, origin=given.canonical_url)


def _render_sitemap_index(given: SitemapIndexInput) -> str:
    return _render_plain("sitemap_index.xml", origin=given.canonical_url, parts=given.parts)


def _render_robots(given: RobotsInput) -> str:
    return _render_plain("robots.txt", origin=given.canonical_url)


def _render_plain(name: str, **values: object) -> str:
    return str(_template(DEFAULT_LOCALE, name).render(values))


_RENDERERS: dict[type, Callable[[Any], str]] = {
    PageInput: _render_page,
    HomeInput: _render_home,
    ListInput: _render_list,
    ArchiveInput: _render_archive,
    SearchInput: _render_search,
    FeedsPageInput: _render_feeds_page,
    MissingInput: _render_missing,
    ChooserInput: _render_chooser,
    RedirectInput: _render_redirect,
    RedirectsFileInput: _render_redirects_file,
    SitemapInput: _render_sitemap,
    SitemapIndexInput: _render_sitemap_index,
    RobotsInput: _render_robots,
}
