"""`ponte publish`: sends the current release to its targets."""

from __future__ import annotations

import sys
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from rich.console import Console
from rich.progress import Progress, TaskID

from static_build.errors import BuildError
from static_build.targets import Outcome, Report, deliver
from static_build.targets.outcome import UnknownTarget


class Command(BaseCommand):
    """By differences: new assets, new pages, changed pages, lists; then deletions, then the purge, then a look."""

    help = "Sends the current release to every target that PONTE_TARGETS names, and purges what changed."
    requires_system_checks = ("ponte",)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", metavar="TARGET", default=None, help="this target alone, as PONTE_TARGETS names it"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument(
            "--take-over",
            action="store_true",
            help="replace all that the target holds, also what Ponte did not put there",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcomes = self._deliver(options)
        except UnknownTarget as error:
            raise CommandError(str(error), returncode=2) from error
        except BuildError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(
                f"The database cannot be read: {str(error).strip()}. Run `ponte migrate`, or check PONTE_DATABASE_URL."
            ) from error
        if options["json"]:
            self.stdout.write(
                msgspec.json.encode({"targets": {each.target: each for each in outcomes}}).decode()
            )
        for outcome in outcomes:
            self.stderr.write(describe(outcome))
        behind = [outcome.target for outcome in outcomes if outcome.problem]
        if behind:
            raise CommandError(
                f"Behind: {', '.join(behind)}. Run `ponte publish` again; it sends what is missing."
            )

    def _deliver(self, options: dict[str, Any]) -> list[Outcome]:
        wanted = {"to": options["to"], "dry_run": options["dry_run"], "take_over": options["take_over"]}
        if not sys.stderr.isatty():
            return deliver(**wanted)
        with Progress(console=Console(stderr=True), transient=True) as progress:
            return deliver(**wanted, report=_show(progress))


def _show(progress: Progress) -> Report:
    """A bar for each target."""
    bars: dict[str, TaskID] = {}

    def report(target: str, step: str, done: int, all: int) -> None:
        if target not in bars:
            bars[target] = progress.add_task(target, total=all)
        progress.update(bars[target], description=f"{target}: {step}", completed=done, total=all)

    return report


def describe(outcome: Outcome) -> str:
    """What became of it, in words; of a dry run every path."""
    if outcome.problem:
        return f"{outcome.target}: {outcome.problem}"
    if outcome.state == "would":
        lines = [f"{outcome.target}: {outcome.release} would be sent, {outcome.bytes:,} bytes"]
        lines += [f"  upload /{path}" for path in outcome.uploads]
        lines += [f"  delete /{path}" for path in outcome.deletions]
        return "\n".join(lines)
    counts = f"{outcome.uploaded} uploaded, {outcome.unchanged} unchanged, {outcome.deleted} deleted"
    words = f"{outcome.target}: {outcome.release}, {counts}, {outcome.purged} purged, {outcome.bytes:,} bytes"
    guard = (
        ""
        if outcome.guard == "conditional write"
        else " (kept from others by a lock: the store has no conditional write)"
    )
    return f"{words} in {outcome.seconds:.1f} s{guard}"
