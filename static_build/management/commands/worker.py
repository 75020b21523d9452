"""`ponte worker`: carries out what editors do. One process for every queue."""

from __future__ import annotations

import logging
import time
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from static_build import clock
from static_build.errors import BuildError
from static_build.release import Store
from static_build.requests import request_build

logger = logging.getLogger("ponte.worker")
CLOCK_SECONDS = 30


class ClockWorker(Worker):
    """Wagtail's tasks and ours, and between them a look at the clock: what goes live or changes by itself."""

    looked_at = 0.0

    def run_due(self) -> None:
        """Publishes and expires what is due, and asks for a build when the next change has come."""
        if time.monotonic() - self.looked_at < CLOCK_SECONDS:
            return
        self.looked_at = time.monotonic()
        call_command("publish_scheduled", verbosity=0)
        due = next_change_at()
        if due is not None and due <= clock.now():
            request_build()

    def run(self) -> None:
        """Goes on until it is told to stop."""
        self.max_tasks, self.batch = None, True
        while self.running:
            self.run_due()
            super().run()
            if self.running:
                time.sleep(self.interval)


def next_change_at() -> datetime | None:
    """The next moment at which the current release is out of date; None where there is none."""
    store = Store(settings.HOME)
    release = store.current()
    try:
        return store.manifest(release).next_change_at if release else None
    except BuildError as error:
        logger.error("%s", error)
        return None


class Command(BaseCommand):
    """Runs until it is stopped."""

    help = "Carries out what editors do: builds after each publication, and Wagtail's own tasks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--interval", type=float, default=0.5, metavar="SECONDS", help="how often to look"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        worker = ClockWorker(
            queue_names=["*"],
            interval=options["interval"],
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        self.stderr.write("The worker is running; stop it with Ctrl-C.")
        worker.run()
