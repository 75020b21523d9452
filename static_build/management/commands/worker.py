"""`ponte worker`: carries out what editors do: builds, deliveries, what the clock brings, and Wagtail's own tasks."""

from __future__ import annotations

import signal
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from static_build.beat import Heart
from static_build.courier import Courier, deliver_to_targets
from static_build.engine import Engine
from static_build.errors import BuildError
from static_build.identity import Identity
from static_build.index import open_index
from static_build.manifest import MAIN
from static_build.rollback import open_store
from static_build.search_keeper import SearchKeeper
from static_build.targets.address import parse_target
from static_build.wake import Ear
from static_build.worker import COMPARE_SECONDS, POLL_SECONDS, Worker


class Command(BaseCommand):
    """Runs until it is stopped."""

    help = "Carries out what editors do: builds after each publication, and Wagtail's own tasks."
    requires_system_checks = ("ponte",)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--interval",
            type=float,
            default=POLL_SECONDS,
            metavar="SECONDS",
            help="how often to look for work that nobody has woken it for",
        )
        parser.add_argument(
            "--compare",
            type=float,
            default=COMPARE_SECONDS,
            metavar="SECONDS",
            help="how often to compare, when idle, the database with what is loaded",
        )
        parser.add_argument("--workers", type=int, default=None, metavar="N", help="processes that render")

    def handle(self, *args: Any, **options: Any) -> None:
        store = open_store()
        try:
            store.prepare()
        except BuildError as error:
            raise CommandError(str(error)) from error
        targets = settings.ENVIRONMENT.targets
        deliver = deliver_to_targets if targets else None
        editions = {parse_target(name).edition for name in targets} - {MAIN}
        url = settings.ENVIRONMENT.elasticsearch_url
        with ExitStack() as parts:
            worker = Worker(
                Engine(store, workers=options["workers"], watches=True),
                identity=parts.enter_context(Identity(settings.HOME)),
                ear=parts.enter_context(Ear(settings.HOME)),
                heart=parts.enter_context(Heart()),
                courier=parts.enter_context(Courier(deliver)),
                search=parts.enter_context(SearchKeeper(open_index(store, url))) if url else None,
                poll_seconds=options["interval"],
                compare_seconds=options["compare"],
                editions=tuple(sorted(editions)),
                completes=True,
            )
            for each in (signal.SIGINT, signal.SIGTERM):
                signal.signal(each, lambda *_: worker.stop())
            self.stderr.write("The worker is running; stop it with Ctrl-C.")
            worker.run()
