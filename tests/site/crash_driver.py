"""A process that makes releases on request and is killed as it does: at its n-th call that changes the disk, or at a moment.

Reads one JSON object a line on standard input and answers `killed` or `finished`. One thread and few modules, so that each
release runs in a fork of it, which can be killed as the system would: nothing is caught, nothing is closed.
"""

from __future__ import annotations

import builtins
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from static_build.release import Store
from tests.unit.static_build.small_store import release

SEAMS = ("open", "write", "rename", "link", "mkdir", "symlink", "unlink", "rmdir")


def main() -> None:
    """Answers each order."""
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            carry_out(order)
            os._exit(0)
        if "seconds" in order:
            time.sleep(order["seconds"])
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            sys.exit("the release failed")
        print("killed" if os.WIFSIGNALED(status) else "finished", flush=True)


def carry_out(order: dict[str, Any]) -> None:
    """Releases one site after the other; the moment of the kill is told by a number of calls or comes from outside."""
    store = Store(Path(order["home"]))
    sites = [{path: text.encode() for path, text in site.items()} for site in order["sites"]]
    if "call" in order:
        arm(order["call"], order["when"])
        release(store, sites[0])
        store.clean(at_once=True)
    while "seconds" in order:
        for site in sites:
            release(store, site)


def arm(number: int, when: str) -> None:
    """The process is killed at its n-th call that changes the disk: before, after, or, at writes, with half of the bytes."""
    calls = iter(range(1 << 30))
    if when == "half":
        os.write = killing(os.write, "write", number, when, calls)
        return
    for name in SEAMS:
        setattr(os, name, killing(getattr(os, name), name, number, when, calls))
    builtins.open = killing(open, "open", number, when, calls)  # type: ignore[assignment]


def killing(real: Callable[..., Any], name: str, number: int, when: str, calls: Any) -> Callable[..., Any]:
    """The function of the system, with a kill in its way."""

    def call(*args: Any, **kwargs: Any) -> Any:
        if next(calls) != number:
            return real(*args, **kwargs)
        try:
            if when == "after":
                real(*args, **kwargs)
            elif when == "half":
                real(args[0], args[1][: len(args[1]) // 2])
        finally:
            os.kill(os.getpid(), signal.SIGKILL)

    return call


if __name__ == "__main__":
    main()
