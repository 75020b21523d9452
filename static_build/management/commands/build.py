"""`ponte build`: makes a release of what is public now."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from rich.console import Console
from rich.progress import Progress

from static_build import clock
from static_build.build import Result, build
from static_build.errors import BuildError
from static_build.manifest import Cause
from static_build.rollback import open_store


def moment(value: str) -> datetime:
    """An ISO 8601 moment with its offset, from the command line."""
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{value!r} is no ISO 8601 moment") from error
    if parsed.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{value!r} has no offset from UTC; write for example {value}+01:00")
    return parsed


class Command(BaseCommand):
    """Renders what changed, checks all, and switches to the new release in whole."""

    help = "Makes a release of what is public now; renders only what changed."
    requires_system_checks = ("ponte",)  # the others load every URL of the admin, which takes a second

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--full", action="store_true", help="render everything but pictures made before")
        parser.add_argument(
            "--now", type=moment, default=None, metavar="MOMENT", help="the moment to build for"
        )
        parser.add_argument("--workers", type=int, default=None, metavar="N", help="processes that render")
        parser.add_argument("--edition", default=None, metavar="NAME", help="make this edition alone")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--quiet", action="store_true", help="say nothing unless it fails")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = self._build(options)
        except BuildError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(
                f"The database cannot be read: {str(error).strip()}. Run `ponte migrate`, or check PONTE_DATABASE_URL."
            ) from error
        if options["json"]:
            self.stdout.write(msgspec.json.encode(result).decode())
        elif not options["quiet"]:
            self.stderr.write(summary(result))

    def _build(self, options: dict[str, Any]) -> Result:
        store = open_store()
        wanted = {
            "now": options["now"] or clock.now(),
            "full": options["full"],
            "workers": options["workers"],
            "edition": options["edition"],
            "causes": (Cause(what="command"),),
        }
        if options["quiet"] or options["json"] or not sys.stderr.isatty():
            return build(store, **wanted)
        with Progress(console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("render", total=None)
            return build(
                store,
                **wanted,
                report=lambda step, done, all: progress.update(
                    bar, description=step, completed=done, total=all
                ),
            )


def summary(result: Result) -> str:
    """Counts and seconds in one line, as people read them."""
    steps = ", ".join(f"{name} {seconds:.2f}" for name, seconds in result.seconds.items())
    what = f"release {result.release}" if result.release != result.parent else "nothing changed"
    return (
        f"{what}: {result.outputs} outputs, {result.rendered} rendered, {result.reused} reused, "
        f"{result.removed} removed in {sum(result.seconds.values()):.2f} s ({steps})"
    )
