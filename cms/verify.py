"""`ponte verify`: the command's options, its progress and its report. What is compared stands in static_build.verify."""

from __future__ import annotations

import argparse
import sys
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from cms.environment import Environment, read
from static_build.errors import BuildError
from static_build.live import Live
from static_build.manifest import MAIN
from static_build.release import Store
from static_build.signing import KEY_BYTES, public_key_of
from static_build.verify import Report, Verdict, verify

if TYPE_CHECKING:
    from rich.progress import Progress

SHOWN = 10
"""Differences of one kind that are listed for people; `--json` has all."""
MOST_CONNECTIONS = 32


def run(argv: list[str]) -> int:
    """Runs the command and returns its exit code. Wrong usage leaves by SystemExit, with 2."""
    parser = _parser()
    options = parser.parse_args(argv)
    if options.edition != MAIN and not options.url:
        parser.error("give the address of that edition: PONTE_PUBLIC_URL is the main one's")
    environment = read()
    try:
        verdict = _verify(options, environment)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        print(msgspec.json.encode(verdict).decode())
    _describe(verdict)
    return 1 if verdict.differences else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "ponte verify", description="Compares what a live site answers with the manifest of a release."
    )
    parser.add_argument("url", nargs="?", type=_origin, help="the site; otherwise PONTE_PUBLIC_URL")
    parser.add_argument("--release", metavar="ID", help="another release than the current one")
    parser.add_argument("--edition", default=MAIN, metavar="NAME", help="another edition's")
    parser.add_argument("--sample", type=_positive, metavar="N", help="so many paths, chosen by chance")
    parser.add_argument(
        "--connections", type=_connections, default=8, metavar="N", help="at once; 8 if not said"
    )
    parser.add_argument(
        "--delay", type=_seconds, default=0, metavar="SECONDS", help="before each request of a connection"
    )
    parser.add_argument(
        "--ignore-header", action="append", default=[], metavar="NAME", help="one that the host cannot send"
    )
    parser.add_argument(
        "--public-key",
        type=_public_key,
        metavar="KEY",
        help="checks the signature: base64, or a file with it",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise argparse.ArgumentTypeError(
            f"{value!r} is no origin; give scheme and host alone, for example https://www.example.org"
        )
    return f"{parts.scheme}://{parts.netloc}"


def _positive(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is no number from 1 on")
    return int(value)


def _connections(value: str) -> int:
    return min(_positive(value), MOST_CONNECTIONS)


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= 60:
        raise argparse.ArgumentTypeError(f"{value!r} is no number of seconds up to 60")
    return seconds


def _public_key(value: str) -> bytes:
    path = Path(value)
    try:
        key = b64decode(path.read_text().strip() if path.is_file() else value, validate=True)
    except (ValueError, OSError) as error:
        raise argparse.ArgumentTypeError("it is neither base64 nor a file with base64") from error
    if len(key) != KEY_BYTES:
        raise argparse.ArgumentTypeError(f"a public key has {KEY_BYTES} bytes, this one has {len(key)}")
    return key


def _verify(options: argparse.Namespace, environment: Environment) -> Verdict:
    store = Store(environment.home, options.edition)
    release = options.release or store.current()
    if release is None:
        raise BuildError(f"There is no release in {environment.home} yet. Run `ponte build` first.")
    key = options.public_key or (public_key_of(environment.signing_key) if environment.signing_key else b"")
    origin = options.url or environment.public_url
    with Live(origin, delay_seconds=options.delay) as live, _progress() as report:
        return verify(
            live,
            store,
            release,
            sample=options.sample,
            connections=options.connections,
            ignored=frozenset(name.lower() for name in options.ignore_header),
            public_key=key,
            report=report,
        )


@contextmanager
def _progress() -> Iterator[Report]:
    """A bar on a terminal; nothing in a log, where the last line says it all."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield _bar(progress)


def _bar(progress: Progress) -> Report:
    task = progress.add_task("verify", total=None)

    def report(done: int, all: int) -> None:
        progress.update(task, completed=done, total=all)

    return report


def _describe(verdict: Verdict) -> None:
    for what, group in groupby(verdict.differences, key=lambda each: each.what):
        found = list(group)
        print(f"{what}: {len(found)}", file=sys.stderr)
        for each in found[:SHOWN]:
            print(f"  {each.path}  expected {each.expected}; found {each.found}", file=sys.stderr)
        if len(found) > SHOWN:
            print(f"  … and {len(found) - SHOWN} more", file=sys.stderr)
    signed = {
        True: "its signature holds",
        False: "its signature was not checked: give --public-key",
        None: "not signed",
    }
    print(
        f"{verdict.url} against {verdict.release} ({signed[verdict.signed]}): {verdict.files} files, "
        f"{verdict.redirects} redirects, {verdict.withdrawn} withdrawn, {verdict.missing} missing; "
        f"{len(verdict.differences)} differences; {verdict.bytes:,} bytes in {verdict.seconds} s.",
        file=sys.stderr,
    )
    if verdict.differences:
        print(
            "`ponte publish` sends what a target lacks and purges caches; headers are for the host to send.",
            file=sys.stderr,
        )
