"""`ponte rollback`: back to an earlier release, less what has been withdrawn since, and hold there."""

from __future__ import annotations

from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser

from static_build.errors import BuildError
from static_build.rollback import rollback


class Command(BaseCommand):
    """Switches back and holds."""

    help = "Goes back to a release (by default the one before) and holds there until `ponte resume`."
    requires_system_checks = ("ponte",)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("release", nargs="?", help="as `ponte releases` lists it")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = rollback(options["release"])
        except BuildError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(msgspec.json.encode(result).decode())
            return
        self.stderr.write(
            f"The site is back, as release {result.release}, after {sum(result.seconds.values()):.2f} s, and is held "
            "there: what is published now waits, what is withdrawn leaves. `ponte resume` goes on."
        )
