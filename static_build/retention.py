"""Retention: what open pages still load stays for a while after no page names it any more; what is withdrawn does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from static_build.manifest import Entry, Making, Manifest, Retained

KEPT_FOR = timedelta(days=7)
ASSETS = ("static/", "media/")
"""What pages that are open or cached load by the name of its content, later than themselves."""
DOWNLOADS = "media/files/"
"""What a reader asks for by hand: it goes with its last link, for it may be a list of names that has had its day."""


def retain(
    parent: Manifest, record: Making, manifest: Manifest, allowed: Callable[[Entry], bool], now: datetime
) -> dict[str, Retained]:
    """The assets that `parent` had, or still kept by its `record`, and `manifest` has no more, with how long each stays.

    `allowed`: whether all that a file shows may still be public; what may not goes at once.
    """
    left = {
        path: Retained(entry=parent.outputs[path], until=now + KEPT_FOR)
        for path in parent.outputs.keys() - manifest.outputs.keys()
        if path.startswith(ASSETS) and not path.startswith(DOWNLOADS)
    }
    return {
        path: kept
        for path, kept in sorted({**record.retained, **left}.items())
        if path not in manifest.outputs and kept.until > now and allowed(kept.entry)
    }
