"""Remarks on the texts of a translation, between its translator, its reviewers and the editors of its source."""

from __future__ import annotations

from typing import Any


def open_on(translation: Any) -> int:
    """How many remarks on the translation nobody has settled yet. Models are imported late: apps name this package."""
    from cms.translation.comments.threads import count_open

    return count_open(translation.source.object_id, translation.target_locale.language_code)
