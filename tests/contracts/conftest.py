"""Fixtures of the targets' contract: each kind of target, empty, and what it takes to send to it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from static_build.targets.address import parse_target
from static_build.targets.patience import Patience
from static_build.targets.sending import Sender
from tests.contracts.places import BucketPlace, FolderPlace, Place
from tests.contracts.servers import make_bucket, moto_server, rclone_server, s3_environment

SITE = "http://127.0.0.1:9"
QUICK = Patience(attempts=3, first_wait=0.01, longest_wait=0.05, timeout=3.0, lease=20.0, look=1.0, at_once=8)
Send = Callable[..., Sender]


@pytest.fixture(scope="session")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running moto server; its URL."""
    with moto_server(tmp_path_factory.mktemp("moto")) as url:
        yield url


@pytest.fixture(scope="session")
def rclone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running rclone server; its URL."""
    with rclone_server(tmp_path_factory.mktemp("rclone")) as url:
        yield url


@pytest.fixture
def moto_place(moto: str, monkeypatch: pytest.MonkeyPatch) -> BucketPlace:
    """An empty bucket of moto's."""
    return _bucket(moto, monkeypatch, honours_conditions=True)


@pytest.fixture
def rclone_place(rclone: str, monkeypatch: pytest.MonkeyPatch) -> BucketPlace:
    """An empty bucket of rclone's."""
    return _bucket(rclone, monkeypatch, honours_conditions=False)


def _bucket(url: str, monkeypatch: pytest.MonkeyPatch, *, honours_conditions: bool) -> BucketPlace:
    name = f"bucket-{secrets.token_hex(4)}"
    make_bucket(url, name)
    for variable, value in s3_environment(url).items():
        monkeypatch.setenv(variable, value)
    return BucketPlace(url, name, "site", honours_conditions=honours_conditions)


@pytest.fixture(params=["folder", "moto", "rclone"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Each kind of target, empty."""
    if request.param == "folder":
        return FolderPlace(tmp_path / "www")
    found: Place = request.getfixturevalue(f"{request.param}_place")
    return found


@pytest.fixture
def sender(tmp_path: Path) -> Callable[..., Sender]:
    """Makes a publisher of a data folder; each knows nothing of the others."""

    def make(
        place: Place, home: Path = tmp_path / "home", *, site: str = SITE, patience: Patience = QUICK
    ) -> Sender:
        return Sender(parse_target(place.url), site=site, home=home, patience=patience)

    return make
