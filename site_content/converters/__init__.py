"""Converters: one module a document type, with the same stem, each with one `convert`.

`converter(stem)` finds it by its place, so that a new type is a new module and no entry anywhere.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache
from typing import Any

from site_content.documents import Document


@cache
def converter(stem: str) -> Callable[..., Document]:
    """The `convert` of a document type."""
    function: Callable[..., Any] = importlib.import_module(f"{__name__}.{stem}").convert
    return function
