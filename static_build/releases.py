"""The list of releases, for people and for JSON. Needs no database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from static_build.release import Store


def list_releases(home: Path) -> list[dict[str, Any]]:
    """Every release, newest first: id, parent, when, how many outputs, whether it is live."""
    store = Store(home)
    current = store.current()
    rows = []
    for name in reversed(store.list_releases()):
        record, manifest = store.record(name), store.manifest(name)
        rows.append(
            {
                "release": name,
                "parent": record.parent,
                "released_at": record.released_at.isoformat(),
                "outputs": len(manifest.outputs),
                "current": name == current,
            }
        )
    return rows
