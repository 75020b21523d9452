"""The CMS as a Django app: its checks, its hooks and the guards around wagtail-localize."""

from __future__ import annotations

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Registers the system checks when Django is ready."""

    name = "cms"

    def ready(self) -> None:
        from cms import checks  # noqa: F401
