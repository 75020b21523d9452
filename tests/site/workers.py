"""A worker for tests: in this process with a clock that tests set, or as a process of its own that they can kill."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from static_build.beat import Heart
from static_build.courier import Courier
from static_build.engine import Engine
from static_build.identity import Identity
from static_build.release import Store
from static_build.wake import Ear
from static_build.worker import Worker


class Hand:
    """A clock that shows what a test sets."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@contextmanager
def worker_here(home: Path, now: Callable[[], datetime], engine: Any = None) -> Iterator[Worker]:
    """A worker whose rounds the test makes; it never sleeps and does not beat."""
    with ExitStack() as parts:
        yield Worker(
            engine or Engine(Store(home), workers=1),
            identity=parts.enter_context(Identity(home)),
            ear=parts.enter_context(Ear(home)),
            heart=Heart(),
            courier=parts.enter_context(Courier(None)),
            now=now,
            poll_seconds=0,
        )


class Installation:
    """A data folder and a database of their own, on which the test's processes work."""

    def __init__(self, home: Path, database_url: str) -> None:
        self.home = home
        self.environ = {
            **os.environ,
            "PONTE_HOME": str(home),
            "PONTE_DATABASE_URL": database_url,
            "PYTHONUNBUFFERED": "1",
        }
        self.environ.pop("PONTE_NOW", None)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """`ponte COMMAND`, to its end."""
        arguments = [sys.executable, "-m", "cms", *command]
        return subprocess.run(arguments, env=self.environ, capture_output=True, text=True)

    @contextmanager
    def start(self, *command: str) -> Iterator[subprocess.Popen[str]]:
        """`ponte COMMAND`, killed at the end of the block if it still runs."""
        with (self.home / "command.log").open("a") as log:
            arguments = [sys.executable, "-m", "cms", *command]
            process = subprocess.Popen(arguments, env=self.environ, stderr=log, text=True)
            try:
                yield process
            finally:
                process.kill()
                process.wait()

    @contextmanager
    def worker(self, *options: str) -> Iterator[subprocess.Popen[str]]:
        """`ponte worker`, killed at the end."""
        with (self.home / "worker.log").open("a") as log:
            arguments = [sys.executable, "-m", "cms", "worker", *options]
            process = subprocess.Popen(arguments, env=self.environ, stderr=log, text=True)
            try:
                yield process
            finally:
                process.kill()
                process.wait()

    @contextmanager
    def editor(self) -> Iterator[Editor]:
        """Somebody who edits."""
        arguments = [sys.executable, "-m", "tests.site.editor"]
        process = subprocess.Popen(
            arguments, env=self.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            yield Editor(process)
        finally:
            process.kill()
            process.communicate()

    def live(self, path: str) -> str:
        """What the public folder holds there; empty where there is nothing."""
        try:
            return (self.home / "current" / path / "index.html").read_text()
        except OSError:
            return ""


class Editor:
    """Tells a process of its own what to edit, and reads what it found."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, command: str, *arguments: str) -> Any:
        """The answer to one command of tests/site/editor.py."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([command, *arguments]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def new_database(folder: Path) -> Iterator[str]:
    """The address of a copy of the test's database, empty but migrated. To be called before any test's transaction."""
    from django.db import connection

    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "db.sqlite3")) as copy:
            connection.connection.backup(copy)
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    wanted, name = connection.settings_dict, f"worker_{os.getpid()}"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{wanted["NAME"]}"')
    try:
        who = f"{wanted['USER']}:{quote(wanted['PASSWORD'])}" if wanted["PASSWORD"] else wanted["USER"]
        port = f":{wanted['PORT']}" if wanted["PORT"] else ""
        yield f"postgresql://{who}@{quote(wanted['HOST'], safe='')}{port}/{name}"
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def kill(process: subprocess.Popen[str]) -> None:
    """As the machine would: no chance to tidy up."""
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(done: Callable[[], Any], *, seconds: float = 60) -> None:
    """Returns when it is so; fails when the time is up."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
