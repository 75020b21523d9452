"""The CMS as a Django app: its checks, its roles and the guards around wagtail-localize."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate, post_save


class CmsConfig(AppConfig):
    """Registers the system checks and the guards when Django is ready; the roles follow each migration."""

    name = "cms"

    def ready(self) -> None:
        from cms import checks, translation_drafts, withdrawals  # noqa: F401
        from cms.publication import last_guard, together
        from cms.translation import following
        from site_content.models.home import HomePage

        translation_drafts.install()
        last_guard.install()
        together.install()
        following.connect()
        withdrawals.install()
        post_migrate.connect(_after_migration, dispatch_uid="ponte-roles")
        post_save.connect(_after_new_home, sender=HomePage, dispatch_uid="ponte-roles-of-home")


def _after_migration(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Once, after the last app, when all permissions exist; not where migrations are still to come."""
    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    if sender is last and _is_migrated(using):
        from cms.roles import ensure_roles

        ensure_roles()


def _is_migrated(using: str) -> bool:
    executor = MigrationExecutor(connections[using])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _after_new_home(created: bool, raw: bool = False, **_: Any) -> None:
    """A language's home page is where its editors and reviewers have their rights."""
    if created and not raw:
        from cms.roles import ensure_roles

        ensure_roles()
