"""Identifiers that calendars and feeds keep for ever, made from what never changes: translation key, language, address."""

from __future__ import annotations

from uuid import UUID, uuid5

_NAMESPACE = UUID("6f1d0c1e-2f6b-5c52-9d3a-7a0f6a3c9b41")
"""Never another, or every subscriber sees everything twice."""


def identify(key: str, locale: str, part: str) -> str:
    """The identifier of one part of a page in one language: the same wherever the page moves and on every edition."""
    return str(uuid5(_NAMESPACE, f"{key}/{locale}/{part}"))


def identify_address(path: str) -> str:
    """The identifier of a feed or calendar, which is its address."""
    return str(uuid5(_NAMESPACE, path))
