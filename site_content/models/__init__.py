"""The models: one module a type, each found by itself, so that a new type needs no entry here."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from django.db.models import Model

for _module in iter_modules(__path__, f"{__name__}."):
    for _name, _value in vars(import_module(_module.name)).items():
        if isinstance(_value, type) and issubclass(_value, Model) and _value.__module__ == _module.name:
            globals()[_name] = _value
