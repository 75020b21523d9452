"""`ponte`, which is `python -m cms`: Ponte's commands, with Django's and Wagtail's own beside them.

Exit 0 done, 1 the work failed, 2 wrong usage. Commands that need no database do not import Django.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from static_build.release import Store


def main(argv: list[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    name = argv[0] if argv else "help"
    if name in _WITHOUT_DATABASE:
        return _WITHOUT_DATABASE[name](argv[1:])
    return _run_django(name, argv[1:])


def _run_django(name: str, rest: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    import django
    from django.core.management import ManagementUtility, get_commands

    django.setup()
    # A module's name has no hyphen, a command's has.
    name = name.replace("-", "_") if name.replace("-", "_") in get_commands() else name
    utility = ManagementUtility(["ponte", name, *rest])
    if name not in ("help", "--help", "-h", "version", "--version") and name not in get_commands():
        print(f"There is no command {name!r}. `ponte help` lists them all.", file=sys.stderr)
        return 2
    utility.execute()
    return 0


def _serve(argv: list[str]) -> int:
    parser = argparse.ArgumentParser("ponte serve", description="Serves the current release as a CDN would.")
    parser.add_argument("--port", type=int, default=8080)
    options = parser.parse_args(argv)
    from cms.environment import read
    from static_build.serve import serve

    home = read().home
    if not (home / "current").exists():
        print(f"There is no release in {home} yet. Run `ponte build` first.", file=sys.stderr)
        return 1
    print(f"The public site is at http://127.0.0.1:{options.port}/", file=sys.stderr)
    try:
        serve(home, options.port)
    except OSError as error:
        print(
            f"Port {options.port} cannot be used: {error.strerror}. Take another: --port N.", file=sys.stderr
        )
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def _releases(argv: list[str]) -> int:
    parser = argparse.ArgumentParser("ponte releases", description="Lists the releases, newest first.")
    parser.add_argument("--edition", default="main", metavar="NAME", help="another edition's")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--public-key", action="store_true", help="print what checks the manifests' signatures"
    )
    options = parser.parse_args(argv)
    from cms.environment import read
    from static_build.errors import BuildError
    from static_build.release import Store

    environment = read()
    try:
        if options.public_key:
            return _print_public_key(environment.signing_key)
        return _print_releases(Store(environment.home, options.edition), as_json=options.json)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1


def _print_public_key(signing_key: bytes) -> int:
    from base64 import b64encode

    from static_build.signing import public_key_of

    if not signing_key:
        print("There is no signing key: set PONTE_SIGNING_KEY.", file=sys.stderr)
        return 1
    print(b64encode(public_key_of(signing_key)).decode())
    return 0


def _print_releases(store: Store, *, as_json: bool) -> int:
    from static_build.releases import describe, list_releases

    rows, held = list_releases(store), store.hold()
    if as_json:
        print(json.dumps({"releases": rows, "current": store.current(), "hold": held}))
        return 0
    if held:
        print(f"Held at {held}: only withdrawals are built until `ponte resume`.", file=sys.stderr)
    for row in rows:
        print(describe(row))
    return 0


def _verify(argv: list[str]) -> int:
    from cms.verify import run

    return run(argv)


def _index(argv: list[str]) -> int:
    from cms.indexing import run

    return run(argv)


def _explain(argv: list[str]) -> int:
    parser = argparse.ArgumentParser("ponte explain", description="Why an output is as it is.")
    parser.add_argument("path", help="a public path, for example /it/news/x/")
    parser.add_argument("--edition", default="main", metavar="NAME")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    import msgspec

    from cms.environment import read
    from static_build.errors import BuildError
    from static_build.explain import explain, tell
    from static_build.release import Store

    try:
        found = explain(Store(read().home, options.edition), options.path)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(msgspec.json.encode(found).decode() if options.json else "\n".join(tell(found)))
    return 0


_WITHOUT_DATABASE: dict[str, Callable[[list[str]], int]] = {
    "serve": _serve,
    "releases": _releases,
    "verify": _verify,
    "explain": _explain,
    "index": _index,
}

if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # Whoever read has read enough, as `| head` does; nothing more is to be written at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
