"""The source of a translation as one HTML file that opens without a login: styles and pictures in it, no host is asked.

A page is what the public would see, without scripts; a snippet is its texts, field by field.
"""

from __future__ import annotations

import re
from base64 import b64encode
from html import escape
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from selectolax.lexbor import LexborHTMLParser
from wagtail.models import Page
from wagtail_localize.models import SourceDeletedError, Translation

from cms.preview import read_media, render_draft
from cms.translation.marked import read_words
from cms.translation.segments import read_segments
from frontend.assets import assets
from site_content.languages import LANGUAGES
from static_build.errors import BuildError

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
LEFT_OUT = (
    "script, link, source, iframe, object, embed, video, audio, form, dialog, noscript, base, "
    "meta[http-equiv], meta[property], meta[name^='twitter']"
)
"""What would ask another file, run, or say where the page is not."""
HEAD_ATTRIBUTES = ("srcset", "sizes", "loading", "decoding", "fetchpriority")
PLAIN = (
    "body{font:1rem/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "dt{color:#555}dd{margin:0 0 1rem}"
)
IMPORTS = re.compile(r"@import[^;]*;|url\((?!['\"]?(?:data:|#))[^)]*\)")


def make_source_page(translation: Translation) -> bytes:
    """The file. A page that cannot be shown as a page now is shown field by field."""
    try:
        instance = translation.source.get_source_instance()
    except SourceDeletedError:
        return _list_texts(translation)
    if not isinstance(instance, Page):
        return _list_texts(translation)
    try:
        return make_single_file(render_draft(instance.specific))
    except BuildError:
        return _list_texts(translation)


def make_single_file(html: bytes) -> bytes:
    """A page of the public site with all that it shows in it. Links lead to the public site."""
    tree = LexborHTMLParser(html.decode())
    for node in tree.css(LEFT_OUT):
        node.decompose()
    for image in tree.css("img, image"):
        _take_in(image)
    for link in tree.css("a[href]"):
        link.attrs["href"] = _lead_out(link.attributes.get("href") or "")
    styles = IMPORTS.sub("none", assets()["site.css"].content.decode())
    head = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><style>{styles}</style>'
    whole = tree.html or ""
    return whole.replace("</head>", f"{head}</head>", 1).encode()


def _take_in(image: Any) -> None:
    """The picture's bytes in the place of its address; one that is not there is left out."""
    address = urlsplit(image.attributes.get("src") or "")
    found = read_media(address.path.removeprefix("/media/")) if address.path.startswith("/media/") else None
    asset = next((one for one in assets().values() if one.path == address.path), None)
    if found is None and asset is not None:
        found = asset.content, asset.type
    if found is None:
        image.decompose()
        return
    for name in HEAD_ATTRIBUTES:
        if name in image.attributes:
            del image.attrs[name]
    image.attrs["src"] = f"data:{found[1]};base64,{b64encode(found[0]).decode()}"


def _lead_out(href: str) -> str:
    return href if href.startswith("#") else urljoin(settings.PONTE_PUBLIC_URL.rstrip("/") + "/", href)


def _list_texts(translation: Translation) -> bytes:
    locale = translation.source.locale.language_code
    tag = LANGUAGES[locale].tag if locale in LANGUAGES else locale
    title = escape(str(translation.source.object_repr))
    rows = "".join(
        f"<dt>{escape(' · '.join(filter(None, (one.group, one.field_label))))}</dt><dd>{escape(read_words(one.source))}</dd>"
        for one in read_segments(translation)
    )
    return (
        f'<!doctype html><html lang="{tag}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><style>{PLAIN}</style></head>'
        f"<body><h1>{title}</h1><dl>{rows}</dl></body></html>"
    ).encode()
