"""The URLs of the CMS host: the admin, the public assets that a preview asks for, search. No public page is served here."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms import preview
from cms.drafts_api import serve_draft
from cms.media import serve_upload
from cms.publication.gate_hooks import act_on_snippet_workflow, act_on_workflow

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="wagtailadmin_home", permanent=False)),
    # At the addresses of Wagtail's own views, which they ask first.
    path(
        "admin/pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/", act_on_workflow
    ),
    path(
        "admin/snippets/<slug:app_label>/<slug:model_name>/workflow/action/<str:pk>/<slug:action_name>/"
        "<int:task_state_id>/",
        act_on_snippet_workflow,
    ),
    path("admin/", include(wagtailadmin_urls)),
    # Readers get documents from the public site; here they may be drafts.
    path("documents/", include(decorate_urlpatterns(wagtaildocs_urls.urlpatterns, require_admin_access))),
    path("api/drafts/v1/<slug:locale>/<slug:type>/<uuid:key>.json", serve_draft),
    path("static/<path:name>", preview.serve_asset),
    path("media/<path:name>", preview.serve_media),
    path("cms-media/<path:path>", serve_upload),
    path("", include("cms.search.urls")),
]
