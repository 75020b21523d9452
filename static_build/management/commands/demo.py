"""`ponte demo`: loads the demonstration content into an empty database."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from rich.console import Console
from rich.progress import Progress, TaskID

from site_content.demo.drawings import Report
from site_content.demo.errors import DemoError
from site_content.demo.load import Loaded, load_demo


def day(value: str) -> date:
    """An ISO date from the command line."""
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{value!r} is no date; write for example 2026-11-22") from error


class Command(BaseCommand):
    """Loads pages, snippets, pictures and translations from site_content/demo/content/."""

    help = "Loads the demonstration content into an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--today", type=day, default=None, metavar="DATE", help="the day that its dates hang on"
        )
        parser.add_argument("--replace", action="store_true", help="delete all content that is there first")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["replace"]:
            self.stderr.write("All pages, snippets, pictures and files are deleted first.")
        try:
            loaded = self._load(options["today"] or today(), options["replace"])
        except (DemoError, OSError) as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(
                f"The database cannot be written: {str(error).strip():.200}. "
                "Run `ponte migrate`, or check PONTE_DATABASE_URL."
            ) from error
        if options["json"]:
            self.stdout.write(msgspec.json.encode(loaded).decode())
        self.stderr.write(summary(loaded))

    def _load(self, day: date, replace: bool) -> Loaded:
        drawings = Path(settings.HOME) / "demo-art"
        with Progress(
            console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True
        ) as progress:
            report = show_bars(progress) if sys.stderr.isatty() else self._report_lines
            return load_demo(day, drawings=drawings, replace=replace, report=report)

    def _report_lines(self, step: str, done: int, all: int) -> None:
        if done == all:
            self.stderr.write(f"{step}: {all}")


def show_bars(progress: Progress) -> Report:
    """A bar for each step."""
    bars: dict[str, TaskID] = {}

    def report(step: str, done: int, all: int) -> None:
        bar = bars.setdefault(step, progress.add_task(step, total=all)) if step not in bars else bars[step]
        progress.update(bar, completed=done, total=all)

    return report


def today() -> date:
    """The day by the clock of a build, where most of the site's first readers live."""
    from zoneinfo import ZoneInfo

    from site_content.languages import DEFAULT_LOCALE, LANGUAGES
    from static_build import clock

    return clock.now().astimezone(ZoneInfo(LANGUAGES[DEFAULT_LOCALE].zone)).date()


def summary(loaded: Loaded) -> str:
    """Counts and seconds in one line."""
    counts = ", ".join(f"{count} {what}" for what, count in loaded.loaded.items())
    return f"loaded {counts}, {loaded.translations} of them translations, in {loaded.seconds:.1f} s"
