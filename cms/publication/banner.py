"""The hold of a rollback, as every screen tells it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from cms.publication.site_state import read_hold
from static_build.models import Release


class Hold(Struct, frozen=True):
    """Where the site is held, since when, and who rolled it back."""

    release: str
    since: datetime | None
    user: str


def find_hold() -> Hold | None:
    """The hold, None where there is none: one look at a file, and a query only while the site is held."""
    release = read_hold()
    if not release:
        return None
    row = Release.objects.filter(name=release).first()
    users = [str(cause.get("user") or "") for cause in row.causes] if row else []
    return Hold(release, row.released_at if row else None, next(filter(None, users), ""))
