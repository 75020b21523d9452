"""A process that is killed anywhere leaves the old site or the new one, byte for byte, and the next build needs no hand."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from static_build.manifest import served_files
from static_build.release import Store
from tests.site.demo import NOW, DemoSite
from tests.unit.static_build.small_store import read, release

CLONE = Path(__file__).resolve().parents[2]
OLD = {f"it/news/{number}/index.html": f"vecchio {number}" for number in range(24)} | {
    "index.html": "scelta",
    "static/site.css": "p{}",
    "media/one": "pixel",
    "it/feeds/news.xml": "<x/>",
}
FORMER = {**OLD, "index.html": "prima", "it/gone/x/index.html": "via"}
NEW = {path: text for path, text in OLD.items() if not path.startswith(("it/news/1", "it/feeds"))} | {
    "it/news/3/index.html": "nuovo",
    "it/events/a/b/index.html": "più in fondo",
    "it/feeds": "un file dove era una cartella",
    "media/one/small": "una cartella dove era un file",
}
del NEW["media/one"]
THIRD = {"index.html": "dopo", "it/news/3/index.html": "dopo", "media/one": "dopo"}


def as_bytes(site: dict[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in site.items()}


class Driver:
    """The process in whose forks releases are made and killed."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.site.crash_driver"],
            cwd=CLONE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def order(self, **order: Any) -> str:
        """`killed` or `finished`."""
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps(order), file=self.process.stdin, flush=True)
        return self.process.stdout.readline().strip()


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    driver = Driver()
    yield driver
    assert driver.process.stdin
    assert driver.process.stdout
    driver.process.stdin.close()
    driver.process.stdout.close()
    assert driver.process.wait(10) == 0


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory where there is one: each release waits for the disk, and hundreds are made here."""
    in_memory = Path("/dev/shm")
    if not os.access(in_memory, os.W_OK):
        yield tmp_path_factory.mktemp("disk")
        return
    folder = Path(tempfile.mkdtemp(dir=in_memory))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def template(memory: Path) -> Path:
    """A store where OLD is live, FORMER in the idle tree, and so many releases are old that the next one drops some."""
    store = Store(memory / "template")
    for number in range(21):
        name = release(store, {"index.html": str(number).encode()})
        (store.releases / name).rename(store.releases / f"20200101T0000{number:02}.000Z")
    release(store, as_bytes(FORMER))
    release(store, as_bytes(OLD))
    return store.home


def copy_of(template: Path, home: Path) -> Store:
    """The trees' files are the objects themselves, as they were."""
    subprocess.run(["cp", "-a", template, home], check=True)
    return Store(home)


def look(store: Store, *sites: dict[str, str]) -> None:
    """The public site is one of these, whole, and its manifest says the same."""
    found = read(store)
    assert found in [as_bytes(site) for site in sites]
    name = store.current() or ""
    files = served_files(store.manifest(name), store.record(name))
    assert {path: entry.sha256 for path, entry in files.items()} == {
        path: sha256(data).hexdigest() for path, data in found.items()
    }
    for each in store.list_releases():
        assert store.record(each).outputs == len(store.manifest(each).outputs)


def go_on(store: Store) -> None:
    """The next builds work, and sweep away what was left."""
    for site in (THIRD, NEW):
        release(store, as_bytes(site))
        assert read(store) == as_bytes(site)
    store.clean(at_once=True)
    assert read(store) == as_bytes(NEW)
    assert [path for path in (*store.releases.iterdir(), *store.trees.iterdir()) if path.name[0] == "."] == []
    named = {
        entry.sha256 for name in store.list_releases() for entry in store.manifest(name).outputs.values()
    }
    assert {path.name for path in store.objects.iterdir()} == named
    assert all(sha256(path.read_bytes()).hexdigest() == path.name for path in store.objects.iterdir())


@pytest.mark.parametrize(("when", "at_least"), [("before", 80), ("after", 80), ("half", 6)])
def test_killed_at_each_call_that_changes_the_disk(
    when: str, at_least: int, driver: Driver, template: Path, memory: Path
) -> None:
    number = 0
    killed = "killed"
    while killed == "killed":
        store = copy_of(template, memory / str(number))
        killed = driver.order(home=str(store.home), sites=[NEW], call=number, when=when)
        look(store, OLD, NEW)
        go_on(store)
        shutil.rmtree(store.home)
        number += 1
    assert killed == "finished"
    assert number > at_least


def test_killed_at_a_hundred_moments(driver: Driver, template: Path, memory: Path) -> None:
    chance = random.Random(4)
    store = copy_of(template, memory / "home")
    for _turn in range(100):
        seconds = chance.uniform(0, 0.03)
        assert driver.order(home=str(store.home), sites=[NEW, OLD], seconds=seconds) == "killed"
        look(store, OLD, NEW)
        release(store, as_bytes(OLD))
        look(store, OLD)
    go_on(store)


@pytest.mark.demonstration
def test_a_build_killed_with_all_its_processes(demo_site: DemoSite, tmp_path: Path) -> None:
    home = tmp_path / "home"
    subprocess.run(["cp", "-a", demo_site.home, home], check=True)
    store, before = Store(home), read(Store(demo_site.home))
    for seconds in (1.5, 3, 4.5):
        build = start_build(home, "--full")
        time.sleep(seconds)
        os.killpg(build.pid, signal.SIGKILL)
        build.wait()
        assert read(store) == before
    build = start_build(home)
    assert build.wait(60) == 0
    assert read(store) == before
    assert [path for path in (*store.releases.iterdir(), *store.trees.iterdir()) if path.name[0] == "."] == []


def start_build(home: Path, *options: str) -> subprocess.Popen[bytes]:
    """The command as a user runs it, at the head of a group of processes."""
    environment = {**os.environ, "PONTE_HOME": str(home), "PONTE_NOW": NOW}
    environment.pop("PONTE_DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-m", "cms", "build", "--quiet", "--workers", "2", *options],
        cwd=CLONE,
        env=environment,
        start_new_session=True,
    )
