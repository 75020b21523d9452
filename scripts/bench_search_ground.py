"""What the search benchmark stands on: a server, a browser, a demonstration, a site; each gone when its block ends."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bench_build import ROOT, environment_of, say
from elasticsearch_server import temporary_elasticsearch
from real_parts import find_chromium

START_SECONDS = 60.0
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@contextmanager
def elasticsearch() -> Iterator[str]:
    """The URL of the server that ELASTICSEARCH_URL names, else of one started for this block."""
    given = os.environ.get("ELASTICSEARCH_URL")
    if given:
        yield given
        return
    with temporary_elasticsearch() as url:
        yield url


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser."""
    from playwright.sync_api import sync_playwright

    path = find_chromium()
    if path is None:
        sys.exit("This part needs Chromium: `apt-get install chromium`, or name it in PONTE_CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def folder() -> Iterator[Path]:
    """A fresh folder."""
    where = os.environ.get("PONTE_BENCH_FOLDER") or None
    with tempfile.TemporaryDirectory(prefix="ponte-bench-", dir=where) as name:
        yield Path(name)


@contextmanager
def demonstration(given: Path | None) -> Iterator[Path]:
    """A data folder with the demonstration released: the one that is given, else one made for this block."""
    if given is not None:
        yield given
        return
    with folder() as made:
        say("making the demonstration …")
        home = made / "home"
        ponte(home, "migrate", "-v0")
        ponte(home, "demo")
        ponte(home, "build", "--quiet")
        yield home


@contextmanager
def site(pages: int) -> Iterator[Path]:
    """A data folder with so many news in each language, released."""
    with folder() as made:
        home = made / "home"
        say(f"making a site of {pages} news in each language, and its first release …")
        script = str(ROOT / "scripts" / "bench_site.py")
        subprocess.run([sys.executable, script, str(pages)], cwd=ROOT, env=environment_of(home), check=True)
        ponte(home, "build", "--quiet")
        yield home


@contextmanager
def running(command: list[str], port: int, log: Path, environment: dict[str, str]) -> Iterator[None]:
    """A server of ours for as long as the block lasts."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        wait_for(port, process, log)
        yield
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server listens; ends the benchmark with its log where it does not."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    sys.exit(f"{command_line(process)} does not listen: {log.read_text('utf-8', 'replace')[-2000:]}")


def command_line(process: subprocess.Popen[bytes]) -> str:
    return " ".join(map(str, process.args)) if isinstance(process.args, list) else str(process.args)


def ponte(home: Path, *command: str, **more: str) -> None:
    """Runs one of our commands in a data folder."""
    environment = environment_of(home) | more
    subprocess.run(
        [sys.executable, "-m", "cms", *command], cwd=ROOT, env=environment, check=True, stdout=sys.stderr
    )
