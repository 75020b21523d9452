"""The processes that render beside this one. Spawned, so that they hold no connection and little memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager

INLINE = 200
"""Up to so much work is done in this process: starting others would take longer."""


MakeExecutor = Callable[[int], Executor]
"""From how many processes to use besides this one to an executor. What it runs needs the data folder at the same path."""


def make_processes(count: int) -> Executor:
    """Processes of this machine, the default of PONTE_EXECUTOR."""
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))


class Workers:
    """Starts processes when they are first worth it, at most one for each core besides this one's."""

    def __init__(self, count: int | None, make: MakeExecutor = make_processes) -> None:
        self._others = (count if count is not None else os.cpu_count() or 1) - 1
        self._make = make
        self._executor: Executor | None = None
        self._starting: list[Future[None]] = []

    def start(self) -> None:
        """Lets them read templates while this process reads the database."""
        if self._executor is None and self._others > 0:
            self._executor = self._make(self._others)
            self._starting = [self._executor.submit(get_ready) for _ in range(self._others)]

    @property
    def ahead(self) -> int:
        """How many chunks are handed over in advance, so that none of them waits for the next."""
        return max(4, 2 * self._others)

    def executor(self, amount: int) -> Executor | None:
        """Where to render so many outputs besides here; None where that is not worth it."""
        if amount <= INLINE:
            return None
        self.start()
        return self._executor

    def stop(self) -> None:
        """Ends them; what they had not begun is dropped."""
        for future in self._starting:
            future.cancel()  # one by one: not every executor's shutdown takes cancel_futures (Dask's does not)
        if self._executor is not None:
            self._executor.shutdown()


@contextmanager
def rendering_workers(
    count: int | None, *, ahead: bool, make: MakeExecutor = make_processes
) -> Iterator[Workers]:
    """Workers for one build; started at once where much work is to be expected."""
    workers = Workers(count, make)
    try:
        if ahead:
            workers.start()
        yield workers
    finally:
        workers.stop()


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """A build's values live to its end: looking through them for garbage, again and again, took most of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def get_ready() -> None:
    """What a new process does first: compiles the templates, loads what renders, and puts it out of the collector's sight."""
    import frontend.calendars  # noqa: F401 - it takes a quarter of a second, which no rendering shall wait for
    from frontend.environment import compile_templates

    compile_templates()
    gc.collect()
    gc.freeze()
