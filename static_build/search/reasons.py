"""Why a hit stands where it stands, in words and numbers, for whoever asks with `explain`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from static_build.search import weights


def reasons_of(hit: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The score, the points for each match, the highest first, and what they were multiplied by."""
    matched = hit.get("matched_queries", {})
    points = sorted(matched.items(), key=lambda item: -item[1]) if isinstance(matched, dict) else []
    return {
        "score": round(hit.get("_score") or 0.0, 3),
        "points": [{"for": name, "points": round(value, 3)} for name, value in points if value],
        "times": _times(hit["_source"], now),
    }


def _times(source: dict[str, Any], now: datetime) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if source.get("ends_at"):
        ahead = msgspec.convert(source["ends_at"], datetime) > now
        found.append(
            {
                "for": "its end is ahead" if ahead else "it is past",
                "times": weights.CURRENT if ahead else weights.PAST,
            }
        )
    elif source.get("date"):
        found.append({"for": f"dated {source['date']}: the newer the better", "times": "at most 1"})
    if source["type"] == "home":
        found.append({"for": "home page", "times": weights.HOME})
    return found
