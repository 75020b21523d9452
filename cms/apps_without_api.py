"""Wagtail's apps without their web API v3, which Ponte does not serve and which costs every command half a second to make.

While such an app gets ready, the modules with which it would register itself there are empty ones.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from wagtail.documents.apps import WagtailDocsAppConfig
from wagtail.images.apps import WagtailImagesAppConfig
from wagtail.snippets.apps import WagtailSnippetsAppConfig


class _Nothing:
    """Whatever is asked of it, and called: nothing comes of it."""

    def __getattr__(self, name: str) -> Any:
        return self

    def __call__(self, *args: Any, **options: Any) -> Any:
        return self


class _EmptyModule(ModuleType):
    """A package in which every name stands for nothing."""

    __path__ = []  # a package, to which its submodules belong

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing()


@contextmanager
def _api_left_out(app: str) -> Iterator[None]:
    own = (f"{app}.api.v3{part}" for part in ("", ".registry", ".router"))
    names = ("wagtail.api.v3", "wagtail.api.v3.api", *own)
    left_out = [name for name in names if name not in sys.modules]
    sys.modules.update({name: _EmptyModule(name) for name in left_out})
    try:
        yield
    finally:
        for name in left_out:
            sys.modules.pop(name, None)


class SnippetsConfig(WagtailSnippetsAppConfig):
    """wagtail.snippets."""

    def ready(self) -> None:
        with _api_left_out(self.name):
            super().ready()


class DocumentsConfig(WagtailDocsAppConfig):
    """wagtail.documents."""

    def ready(self) -> None:
        with _api_left_out(self.name):
            super().ready()


class ImagesConfig(WagtailImagesAppConfig):
    """wagtail.images."""

    def ready(self) -> None:
        with _api_left_out(self.name):
            super().ready()
