"""Inputs become bytes: `render` is a pure function, without clock, query or network.

In: one of the inputs of `frontend.inputs`. Out: the whole file, UTF-8. A template is found by its stem.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from jinja2 import TemplateNotFound
from markupsafe import Markup
from msgspec.structs import replace

from frontend.environment import environment_of
from frontend.facets import name_value
from frontend.feed_inputs import FeedsPageInput
from frontend.head import Head, describe_page, describe_plain, list_alternates
from frontend.inputs import (
    ArchiveInput,
    ChooserInput,
    Facet,
    FacetInput,
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
    return _render_document(
        given,
        "lists/list.html",
        page_children=given.children,
        name_value=_namer(given.frame.locale),
    )


def _render_home(given: HomeInput) -> str:
    return _render_document(given, "pages/home.html")


def _render_document(given: PageInput | ListInput | HomeInput, template: str, **more: object) -> str:
    document, frame = given.document, given.frame
    data = describe_data(given, document.path, document.title)
    head = describe_page(frame, document, given.switches, document.path, data=data)
    return _fill(frame, template, given, head=head, path=document.path, page=document, **more)


def _render_facet(given: FacetInput) -> str:
    document, value = given.document, given.facet.values[0]
    title = _value_title(given.frame.locale, document, given.facet)
    data = describe_data(given, value.path, title)
    head = describe_page(given.frame, document, given.switches, value.path, title, data)
    description = f"{title} · {head.description}" if head.description else title
    head = replace(head, description=description)
    if not given.groups:
        # An empty list answers who was sent there; it is nothing to be found, by no language.
        head = replace(head, indexed=False, alternates=(), share_locales=())
    return _fill(
        given.frame,
        "lists/facet.html",
        given,
        head=head,
        path=value.path,
        page=document,
        title=title,
        name_value=_namer(given.frame.locale),
    )


def _namer(locale: str) -> Callable[..., str]:
    return partial(name_value, locale)


def _value_title(locale: str, document: Any, facet: Facet) -> str:
    """What the list of one value is called: `Calls: Robotics`."""
    text = read_catalogue(LANGUAGES[locale].babel).text
    name = name_value(locale, facet, facet.values[0])
    return Markup(text("{section}: {value}", section=document.title, value=name)).unescape()


def _render_archive(given: ArchiveInput) -> str:
    document, year = given.document, given.page
    text = read_catalogue(LANGUAGES[given.frame.locale].babel).text
    name = _value_title(given.frame.locale, document, given.facet) if given.facet else document.title
    if year.number > 1:
        words = text("{title}, {year}, page {number}", title=name, year=year.year, number=year.number)
    else:
        words = text("{title}, {year}", title=name, year=year.year)
    title = Markup(words).unescape()
    data = describe_data(given, year.path, title)
    head = describe_page(given.frame, document, given.switches, year.path, title, data)
    return _fill(
        given.frame,
        "lists/archive.html",
        given,
        head=head,
        path=year.path,
        page=document,
        title=title,
        list_title=name,
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
        hit_states=list_states(frame.locale),
    )


def _render_feeds_page(given: FeedsPageInput) -> str:
    frame, path = given.frame, f"/{given.frame.locale}/feeds/"
    text = read_catalogue(LANGUAGES[frame.locale].babel).text
    title = str(text("Feeds and calendars"))
    description = str(
        text(
            "Give an address from this page to your feed reader or calendar: it will fetch what is new by itself."
        )
    )
    paths = {one.locale: one.path for one in given.switches}
    head = replace(
        describe_plain(frame, f"{title} · {frame.site_name}", description, path, indexed=True),
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
    spoken = {frames[0].locale, *frames[0].other_names}
    switches = tuple(Switch(code, f"/{code}/", True) for code in LANGUAGES if code in spoken)
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
    FacetInput: _render_facet,
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
