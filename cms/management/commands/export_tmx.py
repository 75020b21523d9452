"""`ponte export-tmx`: the translation memory as a TMX 1.4b file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.translation.memory.models import Unit
from cms.translation.memory.tmx import write_tmx
from static_build import clock


class Command(BaseCommand):
    """Everything but what reviewers deleted."""

    help = "Writes the translation memory as TMX 1.4b, for other tools or another site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", metavar="FILE", required=True, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        units = Unit.objects.filter(deleted_at=None).order_by("pk")
        file = Path(options["output"])
        try:
            with file.open("wb") as out:
                for part in write_tmx(units.iterator(chunk_size=2000), clock.now()):
                    out.write(part)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stderr.write(f"{units.count()} units in {file}.")
