"""`ponte make-jobs`: a job for every translation that has something to do and no job yet; again, it changes nothing."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.translation.jobs.making import make_missing_jobs


class Command(BaseCommand):
    """What was submitted before there were jobs, or past the CMS."""

    help = (
        "Makes a job for every translation that has something to do and none. Run again, it changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        made = make_missing_jobs()
        if options["json"]:
            self.stdout.write(json.dumps({"made": made}))
            return
        self.stderr.write(f"{made} jobs made.")
