"""How long a translated text may be, from the field or block that it goes into."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist


def find_limit(model: Any, path: str) -> int | None:
    """The most characters that the field at the segment's path takes; None where there is no limit."""
    try:
        field = model._meta.get_field(path)
    except FieldDoesNotExist:
        return None
    limit = getattr(field, "max_length", None)
    return int(limit) if limit else None
