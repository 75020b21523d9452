"""Explain: what an output was made from, what of it changed last, and what else shows it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from static_build.engine import Engine
from static_build.errors import BuildError
from static_build.explain import explain, tell
from static_build.manifest import Cause
from static_build.release import Store
from tests.factories.news import NewsPageFactory
from tests.factories.section import SectionPageFactory
from tests.factories.topic import TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def store(data_folder: Path) -> Store:
    return Store(data_folder)


@pytest.fixture
def news(italian_home: Any) -> Any:
    section = SectionPageFactory(parent=italian_home, title="Notizie", slug="news", lists="news")
    page = NewsPageFactory(parent=section, title="Una notizia", slug="una")
    page.topics.add(TopicFactory(name="Robotica", locale=page.locale))
    page.save_revision().publish()
    NewsPageFactory(parent=section, title="Altra notizia", slug="altra")
    return page


def build(store: Store, now: datetime, *causes: Cause) -> str:
    return Engine(store, workers=1).build(now=now, causes=causes).release or ""


def test_the_first_release_says_that_nothing_older_is_kept(store: Store, news: Any, now: datetime) -> None:
    release = build(store, now)
    found = explain(store, "/it/news/una/")
    assert (found.release, found.is_oldest) == (release, True)
    assert {source.title for source in found.sources} >= {"Una notizia", "Robotica"}


def test_what_changed_in_the_last_making_is_told(store: Store, news: Any, now: datetime) -> None:
    build(store, now)
    topic = news.topics.get()
    topic.name = "Robot"
    topic.save_revision().publish()
    second = build(store, now, Cause(what="published", title="Robot", user="anna"))
    found = explain(store, "/it/news/una/")
    assert found.release == second
    assert [source.title for source in found.sources if source.changed] == ["Robot"]
    assert found.causes[0].user == "anna"
    untouched = explain(store, "/it/news/altra/")
    assert untouched.is_oldest


def test_who_depends_on_a_page_is_listed(store: Store, news: Any, now: datetime) -> None:
    build(store, now)
    shown = explain(store, "/it/news/una/").dependents
    assert "/it/news/index.html" in shown
    assert "/it/index.html" in shown
    assert any(path.startswith("/api/documents/v1/it/news/") for path in shown)


def test_a_new_code_is_named(store: Store, news: Any, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    build(store, now)
    monkeypatch.setattr("static_build.line.code_digest", lambda: "another code")
    build(store, now)
    found = explain(store, "/it/news/una/")
    assert found.code_changed
    assert any("code changed" in line for line in tell(found))


def test_a_path_that_is_not_there(store: Store, news: Any, now: datetime) -> None:
    with pytest.raises(BuildError, match="no release yet"):
        explain(store, "/it/")
    build(store, now)
    with pytest.raises(BuildError, match="nothing at /it/nowhere/"):
        explain(store, "/it/nowhere/")


def test_the_command_needs_no_database(store: Store, news: Any, now: datetime) -> None:
    build(store, now)
    environment = {**os.environ, "PONTE_HOME": str(store.home), "PONTE_DATABASE_URL": "sqlite:////nowhere/x"}
    command = [sys.executable, "-m", "cms", "explain", "/it/news/una/"]
    done = subprocess.run([*command, "--json"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert json.loads(done.stdout)["path"] == "/it/news/una/index.html"
    words = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert "was made in release" in words.stdout
    command[-1] = "/it/nowhere/"
    lost = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (lost.returncode, lost.stdout) == (1, "")
    assert "nothing at /it/nowhere/" in lost.stderr
