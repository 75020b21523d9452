"""The URLs of the CMS host: the admin, and the public assets that a preview asks for. No public page is served here."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import preview

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="wagtailadmin_home", permanent=False)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("static/<path:name>", preview.serve_asset),
    path("media/<path:name>", preview.serve_media),
    re_path(r"^cms-media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
]
