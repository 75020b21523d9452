"""`ponte status`: whether everything is well, in words or as JSON; exit 1 where it is not."""

from __future__ import annotations

import sys
from typing import Any

import msgspec
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from static_build.rollback import open_store
from static_build.status import Status, read_status


class Command(BaseCommand):
    """Looks; changes nothing."""

    help = "Tells whether worker, queue, builds, targets, search and disk are well; exit 1 if not."
    requires_system_checks = ("ponte",)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            status = read_status(
                open_store(), settings.ENVIRONMENT.targets, settings.ENVIRONMENT.elasticsearch_url
            )
        except DatabaseError as error:
            raise CommandError(
                f"The database cannot be read: {str(error).strip()}. Run `ponte migrate`, or check PONTE_DATABASE_URL."
            ) from error
        if options["json"]:
            self.stdout.write(msgspec.json.encode(status).decode())
        self.stderr.write("\n".join(describe(status)))
        if not status.well:
            sys.exit(1)


def describe(status: Status) -> list[str]:
    """The same in lines for people: what is wrong first."""
    lines = [f"! {each}" for each in status.problems] or ["Everything is well."]
    if status.worker is not None:
        age = (timezone.now() - status.worker.beat_at).total_seconds()
        lines.append(
            f"worker: last sign {age:.0f} s ago{', ' + status.worker.doing if status.worker.doing else ''}"
        )
    lines.append(f"queue: {status.queue.requests} build requests")
    if status.released_at is not None:
        hours = (timezone.now() - status.released_at).total_seconds() / 3600
        lines.append(f"release: {status.release}, {hours:.1f} hours old")
    lines += [f"target {each.target}: {each.release or 'nothing'} {each.state}" for each in status.targets]
    if status.search is not None:
        lines.append(f"search: {status.search.release or 'nothing'} {status.search.state}".rstrip())
    lines.append(f"translations behind their source: {status.stale_translations}")
    lines.append(f"disk: {status.disk_free_bytes / 2**30:.1f} GB free")
    return lines
