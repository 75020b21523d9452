"""`ponte index`: the command's options, its progress and its report. What is done stands in static_build.index."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from cms.environment import Environment, read
from static_build.errors import BuildError
from static_build.release import Store
from static_build.result import Report
from static_build.search.brought import Brought, Compared

if TYPE_CHECKING:
    from static_build.index import Index


class Told(msgspec.Struct):
    """What was done."""

    server: Brought | None = None
    """None where there is no search server, or it gave no answer."""
    static: dict[str, str] = {}
    """By edition, the release that got a newer static index; none where it had it."""
    problem: str = ""


def run(argv: list[str]) -> int:
    """Runs the command and returns its exit code. Wrong usage leaves by SystemExit, with 2."""
    options = _parser().parse_args(argv)
    environment = read()
    try:
        return _compare(environment, options) if options.compare else _bring(environment, options)
    except BuildError as error:
        print(error, file=sys.stderr)
        if options.json:
            print(msgspec.json.encode({"problem": str(error)}).decode())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "ponte index",
        description="Brings search to the release that is live: by the difference, or filled anew.",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--full", action="store_true", help="fill new indices, then switch to them")
    what.add_argument(
        "--compare",
        action="store_true",
        help="look at every document that search holds, and repair what differs",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _bring(environment: Environment, options: argparse.Namespace) -> int:
    """The search server first: what was withdrawn has to leave it; then the static index, which takes longer."""
    told, problems = Told(), []
    with _progress() as report:
        for work in (_bring_server, _complete_static):
            try:
                work(environment, options, told, report)
            except BuildError as error:
                problems.append(str(error))
    told.problem = "\n".join(problems)
    if options.json:
        server = msgspec.to_builtins(told.server) if told.server else {}
        print(json.dumps({**server, "static": told.static, "problem": told.problem}))
    lines = (_tell(told.server) if told.server else []) + ([] if problems else _tell_static(told))
    print("\n".join([*lines, *problems]), file=sys.stderr)
    return 1 if problems else 0


def _bring_server(environment: Environment, options: argparse.Namespace, told: Told, report: Report) -> None:
    if environment.elasticsearch_url or options.full:
        told.server = _open(environment).bring(full=options.full, report=report, waiting=_say_waiting)


def _complete_static(
    environment: Environment, options: argparse.Namespace, told: Told, report: Report
) -> None:
    """Of every edition that has a release. What this releases changes no page, but search has to know its name."""
    from static_build.completion import Wanted, complete
    from static_build.editions import read_editions
    from static_build.manifest import Cause

    main = Store(environment.home, signing_key=environment.signing_key)
    report("static index", 0, 1)
    for edition in read_editions(environment.editions, environment.public_url):
        store = main.of(edition.name)
        if store.current() is not None:
            completed = complete(store, Wanted(), causes=(Cause(what="command"),))
            if completed is not None:
                told.static[edition.name] = completed.record.release
    if told.server is not None and told.server.release != main.current():
        told.server.release = _open(environment).apply().release


def _compare(environment: Environment, options: argparse.Namespace) -> int:
    """Says what differed, and repairs it."""
    start = time.monotonic()
    index = _open(environment)
    compared = index.compare()
    is_equal = all(each.is_equal for each in compared.values())
    with _progress() as report:
        brought = index.apply(doubt=True, report=report)
        if brought.needs_fill:
            brought = index.fill(only_if_needed=True, report=report, waiting=_say_waiting)
    if options.json:
        told = {"release": brought.release, "equal": is_equal, "compared": compared, "repaired": brought}
        print(msgspec.json.encode({**told, "seconds": round(time.monotonic() - start, 3)}).decode())
    for locale, each in compared.items():
        print(_tell_compared(locale, each), file=sys.stderr)
    if not is_equal:
        print("\n".join(_tell(brought)), file=sys.stderr)
    return 0


def _open(environment: Environment) -> Index:
    from static_build.index import open_index

    return open_index(Store(environment.home), environment.elasticsearch_url)


@contextmanager
def _progress() -> Iterator[Report]:
    """A bar on a terminal; nothing in a log."""
    if not sys.stderr.isatty():
        yield lambda step, done, all: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("index", total=None)
        yield lambda step, done, all: progress.update(bar, description=step, completed=done, total=all)


def _say_waiting() -> None:
    print("Another process is filling the indices; waiting for it …", file=sys.stderr)


def _tell(brought: Brought) -> list[str]:
    how = "filled anew" if brought.filled else "by the difference"
    lines = [
        f"{locale}: {each.documents} documents; {each.added} added, {each.changed} changed, {each.removed} removed, "
        f"{each.failed} failed"
        for locale, each in brought.languages.items()
    ]
    return [*lines, f"Search is at release {brought.release}, {how}, in {brought.seconds:.1f} s."]


def _tell_static(told: Told) -> list[str]:
    return [
        f"The static index of {name} is new, in release {release}." for name, release in told.static.items()
    ] or ["The static index is as it should be."]


def _tell_compared(locale: str, compared: Compared) -> str:
    if compared.is_equal:
        return f"{locale}: all {compared.documents} documents are as they should be"
    return (
        f"{locale}: of {compared.documents} documents {len(compared.missing)} were missing and "
        f"{len(compared.differing)} not as they should be; {len(compared.extra)} were too many"
    )
