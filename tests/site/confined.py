"""A process that renders and can do nothing else: no Django, no network, no database, no clock, no chance, no other file.

In: a file of pickled outputs, the folder of originals, and what to try that is forbidden, if anything. Out: JSON on standard
output, SHA-256 by path.
"""

from __future__ import annotations

import json
import pickle
import sys
import sysconfig
import zoneinfo
from datetime import date, datetime
from hashlib import sha256
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
FOREIGN = ("django", "wagtail", "cms", "sqlite3", "psycopg")
EVENTS = (
    "socket.",
    "sqlite3.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.spawn",
    "os.remove",
    "os.rename",
)
CLOCKS = {(datetime, "now"), (datetime, "utcnow"), (datetime, "today"), (date, "today")}
CHANCE = {"time", "time_ns", "monotonic", "localtime", "gmtime", "urandom", "getrandbits", "random", "getpid"}


class Forbidden(BaseException):
    """What a renderer must not do; nothing that catches errors catches it."""


class Fence(MetaPathFinder):
    """Lets none of the foreign packages be imported."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        if name.partition(".")[0] in FOREIGN:
            raise Forbidden(f"imports {name}")


def confine(originals: str) -> None:
    """From here on only rendering is possible. Nothing takes it back."""
    allowed = tuple(
        {
            str(ROOT / "frontend"), str(ROOT / "site_content"), str(ROOT / "static_build"), originals,
            *sysconfig.get_paths().values(), sys.base_prefix, sys.prefix, *zoneinfo.TZPATH,
        }
    )  # fmt: skip

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(EVENTS):
            raise Forbidden(event)
        if event == "open" and isinstance(arguments[0], str | bytes):
            place = arguments[0] if isinstance(arguments[0], str) else arguments[0].decode()
            if not place.startswith(allowed) or any(each in (arguments[1] or "r") for each in "wax+"):
                raise Forbidden(f"opens {place}")

    def look(frame: Any, event: str, argument: Any) -> None:
        if event == "c_call":
            owner, name = getattr(argument, "__self__", None), argument.__name__
            module = getattr(owner, "__name__", "")
            is_clock = isinstance(owner, type) and (owner, name) in CLOCKS
            if is_clock or (
                name in CHANCE and (module in ("time", "posix") or "random" in type(owner).__name__.lower())
            ):
                raise Forbidden(f"asks {module or owner} for {name}")

    sys.addaudithook(refuse)
    sys.setprofile(look)


def cheat(how: str) -> None:
    """Does something that is forbidden."""
    import random
    import socket

    match how:
        case "clock":
            datetime.now()  # noqa: DTZ005 - that is the cheating
        case "network":
            socket.create_connection(("127.0.0.1", 9))
        case "file":
            (ROOT / "pyproject.toml").read_bytes()
        case "database":
            __import__("django.db")
        case "chance":
            random.random()
        case "writing":
            (ROOT / "frontend" / "x").write_bytes(b"")


def main(outputs: str, originals: str, how: str = "") -> None:
    sys.dont_write_bytecode = True  # what Python keeps of its own is no file of a renderer's
    sys.meta_path.insert(0, Fence())
    sys.path.insert(0, str(ROOT))
    from static_build.render import render
    from static_build.workers import get_ready

    given = pickle.loads(Path(outputs).read_bytes())
    import random  # noqa: F401 - before the fence: importing it asks for chance
    import socket  # noqa: F401

    get_ready()  # as every rendering process does: templates and catalogues are read, where Babel looks at the clock
    confine(originals)
    if how:
        cheat(how)
    found = {output.path: sha256(render(output)).hexdigest() for output in given}
    sys.setprofile(None)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
