"""What `ponte import-tmx` and `ponte import-xliff` have in common: files in, all or none, and what became of them out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cms.translation.xml_reading import BadFile, refuse_size


class ImportCommand(BaseCommand):
    """A subclass says how large a file may be, brings one, and says in words what became of it."""

    max_bytes: ClassVar[int]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", metavar="FILE", nargs="+")
        parser.add_argument("--dry-run", action="store_true", help="say what it would do, and do nothing")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def bring(self, content: bytes, name: str) -> dict[str, Any]:
        """Imports one file; what became of it. Raises BadFile."""
        raise NotImplementedError

    def tell(self, each: dict[str, Any], is_dry: bool) -> str:
        """What became of one file, in words."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            done = [{"file": name, **self._bring(Path(name))} for name in options["files"]]
            if options["dry_run"]:
                transaction.set_rollback(True)
        if options["as_json"]:
            self.stdout.write(json.dumps({"files": done, "dry_run": options["dry_run"]}))
            return
        for each in done:
            self.stderr.write(self.tell(each, options["dry_run"]))
        if options["dry_run"]:
            self.stderr.write("Nothing was done.")

    def _bring(self, file: Path) -> dict[str, Any]:
        try:
            refuse_size(file.stat().st_size, self.max_bytes)
            return self.bring(file.read_bytes(), file.name)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}. Nothing was imported.") from error
        except BadFile as error:
            raise CommandError(f"{file}: {error} Nothing was imported.") from error
