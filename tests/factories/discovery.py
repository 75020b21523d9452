"""Finds the factories of every type that is translated, so that a new type is tested without a new entry."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from factory.django import DjangoModelFactory

import tests.factories
from site_content.models.translated import Translated


def find_factories() -> list[Any]:
    """Every factory in this package whose model is a translated one."""
    modules = [
        import_module(found.name) for found in iter_modules(tests.factories.__path__, "tests.factories.")
    ]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__ and makes_translated(value)
    ]


def makes_translated(kind: type) -> bool:
    """Whether `kind` is a factory of a translated model."""
    if not issubclass(kind, DjangoModelFactory) or kind._meta.abstract:
        return False
    return issubclass(kind._meta.model, Translated)
