"""Uploads as they were uploaded, for those who work in the admin alone; the public gets its own copies."""

from __future__ import annotations

import posixpath

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.static import serve
from wagtail.admin.auth import require_admin_access

PICTURES = frozenset({"avatar_images", "images", "original_images"})
"""Folders that the admin shows. Files have a view of their own, which knows private collections."""


@require_admin_access
def serve_upload(request: HttpRequest, path: str) -> HttpResponse | FileResponse:
    """An upload, which no browser may take for a page of the admin."""
    path = posixpath.normpath(path)
    if path.split("/")[0] not in PICTURES:
        raise Http404(path)
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "private, max-age=600"
    return response
