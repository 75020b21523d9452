"""The processes that render beside this one. Spawned, so that they hold no connection and little memory."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

INLINE = 200
"""Up to so much work is done in this process: starting others would take longer."""


class Workers:
    """Starts processes when they are first worth it, at most one for each core besides this one's."""

    def __init__(self, count: int | None) -> None:
        self._others = (count if count is not None else os.cpu_count() or 1) - 1
        self._pool: ProcessPoolExecutor | None = None

    def start(self) -> None:
        """Lets them read templates while this process reads the database."""
        if self._pool is None and self._others > 0:
            self._pool = ProcessPoolExecutor(self._others, mp_context=multiprocessing.get_context("spawn"))
            for _ in range(self._others):
                self._pool.submit(get_ready)

    def executor(self, amount: int) -> Executor | None:
        """Where to render so many outputs besides here; None where that is not worth it."""
        if amount <= INLINE:
            return None
        self.start()
        return self._pool

    def stop(self) -> None:
        """Ends them; what they had not begun is dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


@contextmanager
def rendering_workers(count: int | None, *, ahead: bool) -> Iterator[Workers]:
    """Workers for one build; started at once where much work is to be expected."""
    workers = Workers(count)
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
    """What a new process does first: compiles the templates, and puts what it has imported out of the collector's sight."""
    from frontend.environment import compile_templates

    compile_templates()
    gc.collect()
    gc.freeze()
