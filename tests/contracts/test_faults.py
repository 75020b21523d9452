"""200 schedules of faults between a publisher and S3: the next clean run always ends it, and readers never miss an asset."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from static_build.manifest import Retained
from static_build.targets.address import parse_target
from static_build.targets.patience import Patience
from static_build.targets.sending import Sender
from tests.contracts.faulty_proxy import FAULTS, FaultyProxy, Schedule
from tests.contracts.places import BucketPlace
from tests.contracts.servers import make_bucket, s3_environment
from tests.contracts.small_site import SmallSite, assets_in, second_release, tiny_release

SCHEDULES = 200
LANES = 8
TIMEOUT = 0.3
PAUSE_SECONDS = 0.15
HURRIED = Patience(attempts=3, first_wait=0.005, longest_wait=0.02, timeout=TIMEOUT, lease=30.0, at_once=4)
CALM = Patience(attempts=4, first_wait=0.05, longest_wait=0.2, timeout=20.0, lease=60.0, at_once=4)
BUCKET = "faults"


@pytest.fixture(scope="module")
def proxy(moto: str) -> Iterator[FaultyProxy]:
    make_bucket(moto, BUCKET)
    with FaultyProxy(moto, re.compile(rb"(seed-\d+)"), slow_seconds=TIMEOUT * 1.5).running() as proxy:
        yield proxy


class Reader:
    """Reads a page and everything that it names, over and over, past the proxy."""

    def __init__(self, place: BucketPlace, pages: list[str], seed: int) -> None:
        self._place, self._pages, self._random = place, pages, random.Random(seed)
        self._stop = threading.Event()
        self.missing: list[str] = []
        self.looked = 0

    @contextmanager
    def reading(self) -> Iterator[None]:
        thread = threading.Thread(target=self._run)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _run(self) -> None:
        while not self._stop.wait(PAUSE_SECONDS):
            page = self._random.choice(self._pages)
            self._look(page)

    def _look(self, page: str) -> None:
        found = self._place.read(page)
        for asset in assets_in(found or b""):
            self.looked += 1
            # A page that was replaced or withdrawn while it was read may have lost what it needed.
            if self._place.read(asset) is None and self._place.read(page) == found:
                self.missing.append(f"{page} needs {asset}")


class Lane:
    """Schedules one after the other at one prefix: what one leaves, the next begins with. Now and then a new prefix."""

    def __init__(self, number: int, home: Path, moto: str, proxy: FaultyProxy) -> None:
        self._site, _ = tiny_release(home)
        self._contents = make_contents(self._site)
        self._moto, self._proxy, self._number = moto, proxy, number
        self._chance = random.Random(number)
        self._count = 0
        self._move()

    def _move(self) -> None:
        self._count += 1
        self._prefix = f"seed-{self._number}{self._count:04}"
        self._place = BucketPlace(self._moto, BUCKET, self._prefix, honours_conditions=True)

    def run(self, seed: int) -> list[str]:
        """One schedule of faults, then a clean run; what is wrong after it."""
        if self._chance.random() < 0.15:
            self._move()
        self._site.files, self._site.retained = self._contents[seed % len(self._contents)]
        release = self._site.release()
        pages = [path for path in self._site.files if path.endswith(".html")]
        reader = Reader(self._place, pages, seed)
        with reader.reading():
            self._proxy.schedules[self._prefix.encode()] = Schedule(seed)
            publisher = self._sender(HURRIED)
            for _ in range(self._chance.choice((1, 1, 2))):
                publisher.send(self._site.store, release)
            del self._proxy.schedules[self._prefix.encode()]
            self._proxy.wait_until_quiet(self._prefix.encode())
            if self._chance.random() < 0.3:  # the next run may be one for what was changed since
                self._site.files, self._site.retained = self._contents[(seed + 1) % len(self._contents)]
                release = self._site.release()
            outcome = self._sender(CALM).send(self._site.store, release)
        wrong = [f"{seed}: {outcome.problem}"] if outcome.problem else []
        found, wanted = self._place.files(), self._site.served()
        if found != wanted:
            wrong.append(f"{seed}: the store is not the manifest: {_difference(found, wanted)}")
        return [*wrong, *(f"{seed}: {each}" for each in reader.missing)]

    def _sender(self, patience: Patience) -> Sender:
        home = self._site.store.home
        return Sender(parse_target(self._place.url), site="http://127.0.0.1:9", home=home, patience=patience)


def make_contents(site: SmallSite) -> list[tuple[dict[str, bytes], dict[str, Retained]]]:
    """Three states of a site: as it is; with an edit, an addition and a withdrawal; and with that addition withdrawn."""
    contents = [(dict(site.files), dict(site.retained))]
    second_release(site)
    contents.append((dict(site.files), dict(site.retained)))
    del site.files["it/news/due/index.html"]
    del site.files[next(path for path in site.files if path.startswith("media/nuova"))]
    contents.append((dict(site.files), dict(site.retained)))
    return contents


def _difference(found: dict[str, bytes], wanted: dict[str, bytes]) -> list[str]:
    return sorted(path for path in found.keys() | wanted.keys() if found.get(path) != wanted.get(path))


def test_after_any_faults_the_next_clean_run_ends_it_and_readers_miss_nothing(
    moto: str, proxy: FaultyProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in s3_environment(proxy.url).items():
        monkeypatch.setenv(variable, value)

    def run(number: int) -> list[str]:
        lane = Lane(number, tmp_path / f"home{number}", moto, proxy)
        return [wrong for seed in range(number, SCHEDULES, LANES) for wrong in lane.run(seed)]

    with ThreadPoolExecutor(LANES) as threads:
        assert [wrong for found in threads.map(run, range(LANES)) for wrong in found] == []
    assert set(proxy.drawn) == {"", *FAULTS}
    assert min(proxy.drawn[fault] for fault in FAULTS) > SCHEDULES / 10
