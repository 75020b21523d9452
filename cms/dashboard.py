"""The note on the dashboard: where the public site is, and where each one's work begins."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from wagtail.admin.ui.components import Component

from site_content.languages import LANGUAGES
from site_content.paths import join_path


class SiteNote(Component):
    """Links to the public site in each language, and to the list of translations."""

    name = "ponte"
    template_name = "cms/site_note.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        origin = settings.PONTE_PUBLIC_URL.rstrip("/")
        sites = [
            {"code": language.code, "name": language.name, "url": origin + join_path(code, ())}
            for code, language in LANGUAGES.items()
        ]
        return {"sites": sites}
