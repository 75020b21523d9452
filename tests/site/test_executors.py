"""Rendering elsewhere: the executor is a setting, gives the same bytes, and a process that dies does not lose the build."""

from __future__ import annotations

import os
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec
import pytest

from static_build import workers
from static_build.build import build
from static_build.release import Store
from tests.factories.news import NewsPageFactory
from tests.factories.section import SectionPageFactory
from tests.site.test_line import read_tree

pytestmark = [pytest.mark.django_db, pytest.mark.once]
made: list[str] = []


def make_threads(count: int) -> Executor:
    """Another kind of executor, as a setting names it."""
    made.append("threads")
    return ThreadPoolExecutor(count)


class PlainThreads(ThreadPoolExecutor):
    """Knows no more than an executor must: Dask's `shutdown` takes nothing but `wait`."""

    def shutdown(self, wait: bool = True) -> None:  # type: ignore[override]
        super().shutdown(wait)


def make_plain_threads(count: int) -> Executor:
    made.append("plain")
    return PlainThreads(count)


def make_mortal_processes(count: int) -> Executor:
    """Processes of which one dies before it has rendered anything."""
    made.append("mortal")
    pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"))
    pool.submit(os._exit, 9)
    return pool


@pytest.fixture
def site(italian_home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "INLINE", 5)
    section = SectionPageFactory(parent=italian_home, title="Notizie", slug="news", lists="news")
    for number in range(60):
        NewsPageFactory(parent=section, title=f"Notizia {number}", slug=f"news-{number}")


@pytest.mark.parametrize("name", ["make_threads", "make_plain_threads", "make_mortal_processes"])
def test_the_same_bytes_whatever_renders(
    site: None, tmp_path: Path, now: datetime, settings: Any, name: str
) -> None:
    alone = Store(tmp_path / "alone")
    build(alone, now=now, workers=1)
    made.clear()
    path = f"{__name__}.{name}"
    settings.ENVIRONMENT = msgspec.structs.replace(settings.ENVIRONMENT, executor=path)
    shared = Store(tmp_path / "shared")
    result = build(shared, now=now, workers=3)
    assert made
    assert result.rendered == result.outputs
    assert read_tree(alone.home) == read_tree(shared.home)
