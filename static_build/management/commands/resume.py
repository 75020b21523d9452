"""`ponte resume`: ends the hold of a rollback and builds what is public now."""

from __future__ import annotations

from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser

from static_build.errors import BuildError
from static_build.rollback import resume


class Command(BaseCommand):
    """Goes on after a rollback."""

    help = "Ends the hold of a rollback, and builds what is public now."
    requires_system_checks = ("ponte",)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = resume()
        except BuildError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(msgspec.json.encode(result).decode())
            return
        self.stderr.write(
            f"The site goes on with release {result.release}: {result.rendered} outputs were made."
        )
