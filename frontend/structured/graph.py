"""A page's graph: the page, its place in the site, its translations, and the thing that it is about.

In: the input of a page. Out: JSON that may stand inside `<script>`. It says only what the page shows.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from markupsafe import Markup

from frontend.inputs import ArchiveInput, FacetInput, Frame, HomeInput, ListInput, PageInput
from frontend.items import pick_cards, type_of
from frontend.structured import types
from frontend.structured.nodes import Node, clean, describe_centre, refer_to_centre, share_picture
from site_content.documents.base import Document
from site_content.languages import LANGUAGES

Described = PageInput | ListInput | FacetInput | ArchiveInput | HomeInput

_ENTITIES: dict[str, Callable[[Any], Node]] = {
    module.name: importlib.import_module(f"{types.__name__}.{module.name}").entity
    for module in pkgutil.iter_modules(types.__path__)
}
_CREATIVE = frozenset({"news", "publication"})
"""Types whose thing is a work itself, so that it has translations too."""
_encoder = msgspec.json.Encoder(order="deterministic")


def describe(given: Described, path: str, title: str) -> Markup:
    """The graph of the page at `path`. Nothing in it can end the element that holds it."""
    graph = {"@context": "https://schema.org", "@graph": [clean(node) for node in _nodes(given, path, title)]}
    text = _encoder.encode(graph).decode()
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _nodes(given: Described, path: str, title: str) -> Iterator[Node]:
    document, frame = given.document, given.frame
    page = _describe_page(given, path, title)
    make = _ENTITIES.get(type_of(document)) if isinstance(given, PageInput) else None
    if make is not None:
        thing = {
            "@id": f"{frame.canonical_url}{path}#main",
            "name": document.title,
            "description": document.summary,
            "image": share_picture(frame, document.picture),
            "mainEntityOfPage": {"@id": page["@id"]},
        }
        made = make(given)
        is_work = type_of(document) in _CREATIVE
        works = _translations(frame, document, made["@type"], "main") if is_work else {}
        yield page | {"mainEntity": {"@id": thing["@id"]}}
        yield thing | made | works
    else:
        yield page
    if isinstance(given, HomeInput):
        yield _describe_site(frame)
        yield describe_centre(frame)
    if document.crumbs:
        yield _describe_crumbs(given, path, title)


def _describe_page(given: Described, path: str, title: str) -> Node:
    document, frame = given.document, given.frame
    kinds = {"section": "CollectionPage"} | {"page": _kind_of_page(document)}
    url = frame.canonical_url + path
    page: Node = {
        "@type": kinds.get(type_of(document), "WebPage"),
        "@id": f"{url}#page",
        "url": url,
        "name": title,
        "description": document.seo_description or document.summary,
        "inLanguage": LANGUAGES[document.locale].tag,
        "datePublished": document.published_at,
        "dateModified": document.updated_at,
        "primaryImageOfPage": share_picture(frame, document.picture),
        "isPartOf": {"@type": "WebSite", "@id": f"{frame.canonical_url}/{frame.locale}/#website"},
        "publisher": refer_to_centre(frame),
        "about": [
            {"@type": "DefinedTerm", "name": card.title} for card in pick_cards(document.topics, given.cards)
        ],
    }
    if document.crumbs:
        page["breadcrumb"] = {"@id": f"{url}#breadcrumb"}
    return page if isinstance(given, FacetInput | ArchiveInput) else page | _translations(frame, document)


def _kind_of_page(document: Document) -> str:
    return "AboutPage" if getattr(document, "kind", "") == "about" else "WebPage"


def _translations(frame: Frame, document: Document, kind: str = "WebPage", part: str = "page") -> Node:
    """The same work in the other languages: to its original from a translation, to its translations from an original."""
    others = {
        each.locale: {
            "@type": kind,
            "@id": f"{frame.canonical_url}{each.path}#{part}",
            "url": frame.canonical_url + each.path,
            "inLanguage": LANGUAGES[each.locale].tag,
        }
        for each in document.alternates
        if each.locale != document.locale
    }
    if document.source_locale in others:
        return {"translationOfWork": others[document.source_locale]}
    return {"workTranslation": list(others.values())} if document.source_locale == document.locale else {}


def _describe_crumbs(given: Described, path: str, title: str) -> Node:
    origin = given.frame.canonical_url
    steps = [(crumb.title, crumb.path) for crumb in given.document.crumbs]
    if isinstance(given, FacetInput | ArchiveInput):
        steps.append((given.document.title, given.document.path))
    steps.append((title, path))
    return {
        "@type": "BreadcrumbList",
        "@id": f"{origin}{path}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": origin + step}
            for place, (name, step) in enumerate(steps, start=1)
        ],
    }


def _describe_site(frame: Frame) -> Node:
    return {
        "@type": "WebSite",
        "@id": f"{frame.canonical_url}/{frame.locale}/#website",
        "url": f"{frame.canonical_url}/{frame.locale}/",
        "name": frame.site_name,
        "alternateName": list(frame.other_names.values()),
        "description": frame.tagline,
        "inLanguage": LANGUAGES[frame.locale].tag,
        "publisher": {"@id": refer_to_centre(frame)["@id"]},
    }
