"""Retention: assets that no page names any more stay for pages that are still open somewhere; what is withdrawn does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from static_build.manifest import Entry, Making, Manifest, Retained

KEPT_FOR = timedelta(days=7)
ASSETS = ("static/", "media/")
"""What other files of the site name by its content: pages that are open or cached ask for it later."""


def retain(
    parent: Manifest, record: Making, manifest: Manifest, allowed: Callable[[Entry], bool], now: datetime
) -> dict[str, Retained]:
    """The assets that `parent` had, or still kept by its `record`, and `manifest` has no more, with how long each stays.

    `allowed`: whether all that a file shows may still be public; what may not goes at once.
    """
    left = {
        path: Retained(entry=parent.outputs[path], until=now + KEPT_FOR)
        for path in parent.outputs.keys() - manifest.outputs.keys()
        if path.startswith(ASSETS)
    }
    return {
        path: kept
        for path, kept in sorted({**record.retained, **left}.items())
        if path not in manifest.outputs and kept.until > now and allowed(kept.entry)
    }
