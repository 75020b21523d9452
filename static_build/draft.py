"""The site as it would be if one draft were live: what a preview renders. Reads the database, writes nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from site_content.visibility import PageRow
from static_build.load import make_site
from static_build.site import Site

UNSAVED = -1
"""Stands for the id of a page that has none yet."""


def draft_site(page: Any, now: datetime) -> tuple[Site, str]:
    """The public site with `page` as it stands in memory, and the page's path in it. Raises BuildError."""
    row = PageRow(
        id=page.pk or UNSAVED,
        path=page.path,
        locale=(page.locale if page.locale_id else page.get_default_locale()).language_code,
        key=str(page.translation_key),
        type=page.document_type,
        slug=page.slug or "draft",
        title=page.title,
        live=True,
    )
    site = make_site(now, draft=(row, page))
    return site, site.documents[row.key, row.locale].path
