"""`ponte fill-memory`: takes what is confirmed and published into the translation memory; again, it changes nothing."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from msgspec import to_builtins

from cms.translation.memory.capture import fill


class Command(BaseCommand):
    """What was confirmed before there was a memory, or past it."""

    help = "Takes every confirmed translation into the translation memory. Run again, it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        kept = fill()
        if options["json"]:
            self.stdout.write(json.dumps(to_builtins(kept)))
            return
        self.stderr.write(
            f"{kept.made} units made, {kept.changed} changed, {kept.same} as they were, "
            f"{kept.unusable} texts that none was made of."
        )
