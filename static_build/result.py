"""What a build tells of itself: its result, and the seconds of each step."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from msgspec import Struct

Report = Callable[[str, int, int], None]
"""(step, done, all) while something long runs."""


class Result(Struct, kw_only=True):
    """What a build did, as `--json` prints it."""

    release: str | None
    parent: str | None
    edition: str
    outputs: int
    rendered: int
    reused: int
    removed: int
    next_change_at: datetime | None
    seconds: dict[str, float]
    peak_rss_bytes: int
    held: bool = False
    """Whether a rollback holds the site: then only withdrawals were built."""


class Timer:
    """Seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.started_at = datetime.now(UTC)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Adds what the block takes to the step."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - start, 4)


def peak_rss_bytes() -> int:
    """Peak resident memory of this process and of the largest of its children, added."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + children) * 1024
