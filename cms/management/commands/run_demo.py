"""`ponte run-demo`: from an empty data folder to a running demonstration.

Run again, it goes on from what is there: content, logins and the day that it shows are kept.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.table import Table

from cms.demo_users import Login, ensure_users
from cms.processes import LOCALHOST, Processes, Stopped, is_free
from cms.roles import ensure_roles
from site_content.demo.emptying import count_content
from site_content.languages import DEFAULT_LOCALE, LANGUAGES
from static_build.build import complete_site
from static_build.errors import BuildError
from static_build.management.commands.demo import day
from static_build.rollback import open_store

PUBLIC_PORT, ADMIN_PORT = 8080, 8000
MORNING = time(9)
START_SECONDS = 60
INTERRUPTED = 130
"""The exit code of what a signal cut off before it was done."""


class Command(BaseCommand):
    """Prepares the database, loads the content, builds, and serves until it is stopped."""

    help = "Makes and runs the demonstration: the public site, the CMS and the worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="stop before serving")
        parser.add_argument("--today", type=day, default=None, metavar="DATE", help="the day that it shows")
        parser.add_argument("--port", type=int, default=None, help=f"of the public site ({PUBLIC_PORT})")
        parser.add_argument("--admin-port", type=int, default=None, help=f"of the CMS ({ADMIN_PORT})")

    def handle(self, *args: Any, **options: Any) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, _interrupt)
        console = Console(stderr=True, highlight=False)
        home = Path(settings.HOME)
        try:
            notes = Notes(home)
            ports = choose_ports(options)
            if not options["no_serve"]:
                require_free(ports)
            environ = missing_environ(notes.choose_day(options["today"]), ports)
            if environ:
                restart(environ)
            logins = prepare(console, notes, options["today"])
            if options["no_serve"]:
                build(console)
                complete(console)
                console.print(make_table(logins, None, home))
            else:
                serve(console, ports, logins, home)
        except KeyboardInterrupt:
            console.print("Interrupted. Run it again: it goes on from what is finished.")
            sys.exit(INTERRUPTED)
        except OSError as error:
            what = error.filename or home
            raise CommandError(
                f"{what} cannot be used: {error.strerror or error}. Free it, or set PONTE_HOME."
            ) from error
        except DatabaseError as error:
            raise CommandError(
                f"The database cannot be used: {str(error).strip():.200}. Check PONTE_DATABASE_URL."
            ) from error


class Notes:
    """What one run leaves for the next in the data folder: the day it shows, a load that has not ended."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.file = home / "demo.json"
        kept = read_notes(self.file)
        self.today = date.fromisoformat(kept["today"]) if kept.get("today") else None
        self.is_half_loaded = bool(kept.get("loading"))

    def choose_day(self, today: date | None) -> date | None:
        """The day asked for now, else the one asked for before; None goes by the clock."""
        if today is not None and today != self.today:
            self.today = today
            self.write(loading=self.is_half_loaded)
        return self.today

    def write(self, *, loading: bool) -> None:
        """Keeps all of it. Raises OSError."""
        today = self.today.isoformat() if self.today else None
        aside = self.file.with_suffix(".part")
        aside.write_text(json.dumps({"today": today, "loading": loading}) + "\n")
        aside.replace(self.file)


def read_notes(file: Path) -> dict[str, Any]:
    """What the file holds; nothing where it is missing or damaged."""
    try:
        kept = json.loads(file.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def choose_ports(options: dict[str, Any]) -> tuple[int, int]:
    """Ports of the public site and of the CMS: as asked for, else those of their addresses."""
    public, admin = urlsplit(settings.PONTE_PUBLIC_URL).port, urlsplit(settings.WAGTAILADMIN_BASE_URL).port
    return options["port"] or public or PUBLIC_PORT, options["admin_port"] or admin or ADMIN_PORT


def require_free(ports: tuple[int, int]) -> None:
    """Raises CommandError where a port is taken."""
    for port, option, what in zip(ports, ("--port", "--admin-port"), ("public site", "CMS"), strict=True):
        if not is_free(port):
            raise CommandError(
                f"Port {port}, for the {what}, is busy. Stop what uses it, or take another: {option} N."
            )


def missing_environ(today: date | None, ports: tuple[int, int]) -> dict[str, str]:
    """What this process and its children must find in their environment and did not."""
    environ = {}
    addresses = (settings.PONTE_PUBLIC_URL, settings.WAGTAILADMIN_BASE_URL)
    for name, port, address in zip(("PONTE_PUBLIC_URL", "PONTE_ADMIN_URL"), ports, addresses, strict=True):
        if (urlsplit(address).port or port) != port:
            environ[name] = f"http://{LOCALHOST}:{port}"
    if today is not None:
        now = datetime.combine(today, MORNING, tzinfo=ZoneInfo(LANGUAGES[DEFAULT_LOCALE].zone))
        if settings.ENVIRONMENT.now != now:
            environ["PONTE_NOW"] = now.isoformat()
    return environ


def restart(environ: dict[str, str]) -> None:
    """Never returns: settings are read once, so this process begins anew with the ones that hold."""
    sys.stderr.flush()
    command = [sys.executable, "-m", "cms", *sys.argv[1:]]
    os.execve(sys.executable, command, {**os.environ, **environ})  # noqa: S606 - no shell is wanted


def prepare(console: Console, notes: Notes, today: date | None) -> list[Login]:
    """Brings the database to what the demonstration needs, and leaves alone what is there."""
    if must_migrate():
        console.print("Preparing the database …")
        call_command("migrate", verbosity=0)
    has_content = any(count_content().values())
    if notes.is_half_loaded or not has_content:
        console.print("Loading the demonstration content; the first time, its pictures are drawn …")
        notes.write(loading=True)
        call_command("demo", today=today or notes.today, replace=has_content)
        notes.write(loading=False)
    else:
        console.print("The content that is there is kept.")
    ensure_roles()
    Path(str(settings.STATIC_ROOT)).mkdir(parents=True, exist_ok=True)
    return ensure_users(notes.file.with_name("demo-logins.json"))


def build(console: Console) -> None:
    """Makes a release of what is public. Raises CommandError."""
    console.print("Building the public site …")
    call_command("build")


def complete(console: Console) -> None:
    """Makes what the worker would make after the pages. Raises CommandError."""
    console.print("Making the static search index …")
    try:
        complete_site(open_store())
    except BuildError as error:
        raise CommandError(str(error)) from error


def must_migrate() -> bool:
    """Whether the database lacks tables. Looking is quicker than migrating nothing."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def serve(console: Console, ports: tuple[int, int], logins: list[Login], home: Path) -> None:
    """Serves until Ctrl-C or SIGTERM. Raises CommandError where a part ends by itself."""
    with Processes(os.environ) as processes:
        processes.start("serve-cms", "--port", str(ports[1]))  # starts while the site is built
        build(console)
        connections.close_all()
        processes.start("serve", "--port", str(ports[0]))
        processes.start("worker")
        try:
            processes.wait_for(*ports, seconds=START_SECONDS)
            console.print(make_table(logins, ports, home))
            console.print("Stop it with Ctrl-C.")
            processes.watch()
        except KeyboardInterrupt:
            console.print("Stopped. Run it again to go on from here.")
        except (Stopped, TimeoutError) as error:
            raise CommandError(f"{error}. The rest was stopped too; see above for the reason.") from error


def make_table(logins: list[Login], ports: tuple[int, int] | None, home: Path) -> Table:
    """Addresses and logins, as people read them."""
    table = Table(show_header=False, pad_edge=False)
    if ports:
        table.add_row("Public site", f"{settings.PONTE_PUBLIC_URL}/")
        table.add_row("CMS", f"{settings.WAGTAILADMIN_BASE_URL}/admin/")
    else:
        table.add_row("Public site", f"{home / 'current'}")
    for login in logins:
        table.add_row(login.name, login.password or "(the password that you have set)")
    return table
