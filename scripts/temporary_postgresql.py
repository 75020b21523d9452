"""A PostgreSQL server of its own for one run of the tests: from the server's programs to a database URL.

It lives in a temporary folder, answers on a Unix socket alone, forgets everything at the end, and gives up
durability for speed. Never to be used for data that someone wants to keep.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

START_TIMEOUT_SECONDS = 60
SUPERUSER = "ponte"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50")


class PostgresqlError(Exception):
    """The server did not start; the message holds what it printed last."""


def choose_owner() -> str | None:
    """PostgreSQL refuses to run as root: whom to run it as, or None for who we are."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def run_as(owner: str | None) -> dict[str, Any]:
    """Arguments of subprocess that drop root's rights; none when there are none to drop."""
    if owner is None:
        return {}
    return {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []}


def create_cluster(programs: Path, folder: Path, owner: str | None) -> None:
    command = [str(programs / "initdb"), "--pgdata", str(folder / "data"), "--username", SUPERUSER]
    options = ["--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    made = subprocess.run([*command, *options], capture_output=True, text=True, cwd=folder, **run_as(owner))
    if made.returncode:
        raise PostgresqlError(f"initdb in {folder} failed: {made.stderr.strip()}")


def start_server(programs: Path, folder: Path, owner: str | None) -> subprocess.Popen[bytes]:
    command = [
        str(programs / "postgres"),
        "-D",
        str(folder / "data"),
        "-k",
        str(folder),
        "-c",
        "listen_addresses=",
    ]
    for setting in FAST:
        command += ["-c", setting]
    with (folder / "log").open("wb") as log:
        # A session of its own: Ctrl-C goes to the tests first, which still need the server to end well.
        return subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folder, start_new_session=True, **run_as(owner)
        )


def wait_until_ready(server: subprocess.Popen[bytes], folder: Path) -> None:
    """Raises PostgresqlError when the server ends or does not answer in time."""
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if "ready to accept connections" in read_log(folder):
            return
        time.sleep(0.1)
    raise PostgresqlError(f"PostgreSQL in {folder} did not start: {read_log(folder)[-500:]}")


def read_log(folder: Path) -> str:
    return (folder / "log").read_text(encoding="utf-8", errors="replace")


def stop_server(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGQUIT)  # at once: nothing in it is kept
    server.wait(timeout=START_TIMEOUT_SECONDS)


@contextlib.contextmanager
def temporary_postgresql(programs: Path) -> Iterator[str]:
    """The URL of a fresh database on a server that is gone at the end of the block."""
    owner = choose_owner()
    folder = Path(tempfile.mkdtemp(prefix="ponte-postgresql-"))
    if owner:
        shutil.chown(folder, owner)
    try:
        create_cluster(programs, folder, owner)
        server = start_server(programs, folder, owner)
        try:
            wait_until_ready(server, folder)
            yield f"postgres://{SUPERUSER}@{quote(str(folder), safe='')}/postgres"
        finally:
            stop_server(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
