"""Brings search up to date, as a process of its own that a test kills: it says when it is half way, and waits.

Arguments: the data folder, the server's URL, the prefix, and `fill` or `apply`.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from static_build.index import Index
from static_build.release import Store
from static_build.search.client import connect


def wait_to_be_killed(step: str, done: int, all: int) -> None:
    """After the first documents were sent."""
    print(step, done, flush=True)
    time.sleep(600)


def main() -> None:
    """Never ends by itself, where there is anything to send."""
    home, url, prefix, work = sys.argv[1:]
    index = Index(Store(Path(home)), connect(url), prefix=prefix)
    {"fill": index.fill, "apply": index.apply}[work](report=wait_to_be_killed)


if __name__ == "__main__":
    main()
