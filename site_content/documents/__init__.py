"""Documents: the contract between Wagtail and everything public. `TYPES` maps a type's name to its document class.

A new type is a new module here; it is found by its place, and no list needs an entry.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

from site_content.documents.base import Card, Document

__all__ = ["CARDS", "TYPES", "Card", "Document"]


def _subclasses(base: Any) -> dict[str, Any]:
    return {cls.__struct_config__.tag: cls for cls in base.__subclasses__()}


for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

TYPES: dict[str, type[Document]] = _subclasses(Document)
CARDS: dict[str, type[Card]] = _subclasses(Card)
