"""From arguments to an exit code: every test that can run here, on SQLite and then on PostgreSQL.

Says which real parts are missing and what is left out for it. With CI=true it installs them, starts an Elasticsearch, and
a part that is still missing is a failure. Arguments other than --long go to pytest; with any, the tests run once, on SQLite
(or on the database that PONTE_DATABASE_URL names).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cat_tools
import quality_tools
import real_parts
from elasticsearch_bundle import ElasticsearchError
from elasticsearch_server import temporary_elasticsearch
from temporary_postgresql import PostgresqlError, temporary_postgresql

ROOT = Path(__file__).resolve().parent.parent
WHOLE_SUITE = ["-n", "auto", "--dist", "loadfile"]


def say(words: str) -> None:
    print(f"ponte: {words}", file=sys.stderr, flush=True)


def is_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true")


def install_missing_parts() -> None:
    """Exits when a part can't be had: in CI nothing may be skipped."""
    missing = real_parts.find_missing()
    if not missing:
        return
    say(f"installing {', '.join(part.name for part in missing)} …")
    try:
        real_parts.install(missing)
    except (OSError, subprocess.CalledProcessError, quality_tools.QualityToolsError) as error:
        sys.exit(f"ponte: the real parts that CI needs could not be installed: {error}")
    still_missing = real_parts.find_missing()
    if still_missing:
        sys.exit(f"ponte: still missing after installing: {', '.join(part.name for part in still_missing)}")


def report_missing_parts() -> None:
    for part in real_parts.find_missing():
        say(f"{part.name}: missing ({part.remedy}). Skipped for it: {part.skipped_without}.")


@contextmanager
def search_server() -> Iterator[None]:
    """ELASTICSEARCH_URL names a server for as long as the block lasts: the one given, or in CI one of its own.

    Exits where CI can have none.
    """
    if os.environ.get("ELASTICSEARCH_URL"):
        yield
    elif is_ci():
        try:
            with temporary_elasticsearch() as url:
                os.environ["ELASTICSEARCH_URL"] = url
                yield
        except ElasticsearchError as error:
            sys.exit(f"ponte: {error}")
        finally:
            os.environ.pop("ELASTICSEARCH_URL", None)
    else:
        lost = real_parts.ELASTICSEARCH.skipped_without
        say(f"ELASTICSEARCH_URL is not set (`scripts/elasticsearch start`). Skipped for it: {lost}.")
        yield


def select(excluded: Iterable[str]) -> list[str]:
    """pytest's -m for everything but these markers."""
    names = sorted(set(excluded))
    return ["-m", " and ".join(f"not {name}" for name in names)] if names else []


def run_pytest(arguments: list[str], environment: dict[str, str]) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment).returncode


def make_environment(is_long: bool) -> dict[str, str]:
    environment = {**os.environ, "PONTE_LONG": "1" if is_long else ""}
    chromium = real_parts.find_chromium()
    if chromium:
        environment["PONTE_CHROMIUM"] = chromium
    return environment | quality_tools.environment() | cat_tools.environment()


def run_on_sqlite(environment: dict[str, str], excluded: set[str]) -> int:
    say("the suite on SQLite")
    unable = {"postgres"} if "PONTE_CHROMIUM" in environment else {"postgres", "browser"}
    on_sqlite = {name: value for name, value in environment.items() if name != "PONTE_DATABASE_URL"}
    return run_pytest([*WHOLE_SUITE, *select(excluded | unable)], on_sqlite)


def run_on_postgresql(environment: dict[str, str], excluded: set[str]) -> int:
    """The suite less what a database does not change: tests that touch none, of the browser, of the built demonstration."""
    say("the suite on PostgreSQL")
    arguments = [*WHOLE_SUITE, *select(excluded | {"browser", "demonstration", "once"})]
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return run_pytest(arguments, {**environment, "PONTE_DATABASE_URL": given})
    programs = real_parts.find_postgresql()
    if programs is None:
        return 0
    try:
        with temporary_postgresql(Path(programs)) as url:
            return run_pytest(arguments, {**environment, "PONTE_DATABASE_URL": url})
    except PostgresqlError as error:
        say(str(error))
        return 1


def run_whole_suite(is_long: bool) -> int:
    environment = make_environment(is_long)
    excluded = set() if is_long else {"long"}
    codes = [run_on_postgresql(environment, excluded), run_on_sqlite(environment, excluded)]
    return next((code for code in codes if code), 0)


def main(arguments: list[str]) -> int:
    # Ended by another program, the servers that were started are still stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    is_long = "--long" in arguments
    chosen = [argument for argument in arguments if argument != "--long"]
    if is_ci():
        install_missing_parts()
    report_missing_parts()
    try:
        with search_server():
            return run_pytest(chosen, make_environment(is_long)) if chosen else run_whole_suite(is_long)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
