"""The preview of a draft: the same document, the same render, plus Wagtail's userbar and nothing else.

Serves on the CMS host the public assets and pictures that such a page asks for.
"""

from __future__ import annotations

import mimetypes
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from wagtail.admin.auth import require_admin_access

from frontend.assets import assets
from site_content.renditions import FORMATS, specs, url_of
from static_build import clock
from static_build.draft import draft_site
from static_build.errors import BuildError
from static_build.outputs import page_of
from static_build.pictures import make_rendition
from static_build.release import Store
from static_build.render import render
from static_build.rows import read_rows

POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; font-src 'self'; media-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)


def render_draft(page: Any) -> bytes:
    """The HTML of a page as it stands in memory, as the public would get it if it were published now."""
    site, _path = draft_site(page, clock.now())
    output = page_of(site, str(page.translation_key), page.locale.language_code)
    if output is None:
        raise BuildError(
            "The home page of this language is not public yet: publish it, then preview this page."
        )
    return render(output)


def serve(page: Any, request: HttpRequest, mode_name: str) -> HttpResponse:
    """The draft with Wagtail's userbar at the end of its body."""
    try:
        html = render_draft(page).decode()
    except BuildError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    bar = render_to_string(
        "cms/userbar.html", {"page": page, "self": page, "request": request}, request=request
    )
    head, end, tail = html.rpartition("</body>")
    response = HttpResponse(f"{head}{bar}{end}{tail}")
    response["Content-Security-Policy"] = POLICY
    return response


def serve_asset(request: HttpRequest, name: str) -> HttpResponse:
    """One of the front end's own files."""
    for asset in assets().values():
        if asset.path == f"/static/{name}":
            response = HttpResponse(asset.content, content_type=asset.type)
            response["Cache-Control"] = "public, max-age=31536000, immutable"
            return response
    raise Http404(name)


@require_admin_access
def serve_media(request: HttpRequest, name: str) -> HttpResponse:
    """A rendition or download for a preview."""
    found = read_media(name)
    if found is None:
        raise Http404(name)
    data, type = found
    return HttpResponse(data, content_type=type)


def read_media(name: str) -> tuple[bytes, str] | None:
    """A file below `/media/` and its type: from the released objects, else made now; None where there is none."""
    url = f"/media/{name}"
    data = _released(url) or _made_now(url)
    if data is None:
        return None
    type = FORMATS.get(name.rsplit(".", 1)[-1]) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return data, type


def _released(url: str) -> bytes | None:
    store = Store(settings.HOME)
    release = store.current()
    try:
        entry = store.manifest(release).outputs.get(url.lstrip("/")) if release else None
        return store.read(entry.sha256) if entry else None
    except BuildError:
        return None


def _made_now(url: str) -> bytes | None:
    """A rendition that no release has yet, found by the name that each original gives its renditions."""
    rows = read_rows(clock.now())
    for row in rows.pictures.values():
        for spec in specs(row.width, row.height):
            if url_of(row.hash, spec) == url:
                return make_rendition(f"{settings.MEDIA_ROOT}/{row.file}", spec, f"picture {row.id}")
    return None
