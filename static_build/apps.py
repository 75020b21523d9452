"""The static build as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class StaticBuildConfig(AppConfig):
    """Connects the signals that ask for a build, and what wakes the worker for it."""

    name = "static_build"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from static_build import signals, wake

        signals.connect()
        wake.connect()
