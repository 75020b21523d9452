"""The claim on a target: it ends by itself, is renewed while work goes on, and a killed publisher holds nobody up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from static_build.targets.book import Book
from static_build.targets.outcome import Taken
from static_build.targets.patience import Patience
from static_build.targets.sending import Sender, instance_of
from static_build.targets.state import NAME
from tests.contracts.places import BucketPlace, Place
from tests.contracts.small_site import first_release, second_release

MakeSender = Callable[..., Sender]
SHORT = Patience(attempts=2, first_wait=0.01, timeout=0.3, lease=1.5)
CLONE = Path(__file__).resolve().parents[2]
CHILD = """
import sys
from pathlib import Path
from static_build.release import Store
from static_build.targets.address import parse_target
from static_build.targets.bucket import Bucket
from static_build.targets.patience import Patience
from static_build.targets.sending import Sender
import time
target, home, release = sys.argv[1:]
whole = Bucket.write
def slowly(*arguments, **more):
    time.sleep(0.02)
    whole(*arguments, **more)
Bucket.write = slowly
sender = Sender(parse_target(target), site="http://127.0.0.1:9", home=Path(home), patience=Patience(at_once=2))
print("ready", flush=True)
sys.stdin.readline()
print(sender.send(Store(Path(home)), release).state, flush=True)
"""


@pytest.fixture
def book(place: Place, sender: MakeSender) -> Book:
    """A claim on an empty target that lasts for less than a second."""
    book: Book = sender(place, patience=SHORT)._book
    book.read()
    book.claim(by="a", host="a", release="1", touched=["it/index.html"])
    return book


def test_nothing_is_begun_that_could_outlast_the_claim(book: Book) -> None:
    book.shelf.may_go_on()
    time.sleep(SHORT.lease - SHORT.timeout)
    with pytest.raises(Taken, match="ran out"):
        book.shelf.may_go_on()


def test_a_claim_is_renewed_while_work_goes_on(book: Book, place: Place, sender: MakeSender) -> None:
    first = book.state.claim
    for _ in range(6):
        time.sleep(SHORT.lease / 4)
        book.renew_if_due()
        book.shelf.may_go_on()
    assert first is not None
    assert book.state.claim is not None
    assert book.state.claim.id == first.id
    assert book.state.claim.until > first.until
    other = sender(place)._book
    other.read()
    with pytest.raises(Taken, match="is being published to from a"):
        other.refuse_taken("b", "1")


def test_a_claim_that_was_not_renewed_is_another_s_to_take(
    book: Book, place: Place, sender: MakeSender
) -> None:
    time.sleep(SHORT.lease + 0.05)
    other = sender(place)._book
    other.read()
    other.refuse_taken("b", "1")
    assert other.uncertain == {"it/index.html"}
    other.claim(by="b", host="b", release="2", touched=())
    if place.honours_conditions:
        book.shelf.may_go_on = lambda: None  # its own clock would hold it back as well
        with pytest.raises(Taken, match="was faster"):
            book._save(book.state)
    other.give_up()


def test_the_name_of_a_data_folder_stays(tmp_path: Path) -> None:
    name = instance_of(tmp_path)
    assert name == instance_of(tmp_path) != instance_of(tmp_path / "other")


@pytest.mark.parametrize("milliseconds", [0, 30, 60, 90, 130, 180, 240])
def test_a_publisher_that_is_killed_is_followed_at_once_and_its_work_is_ended(
    moto_place: BucketPlace, sender: MakeSender, tmp_path: Path, milliseconds: int
) -> None:
    site, release = first_release(tmp_path / "home")
    assert sender(moto_place).send(site.store, release).problem == ""
    changed = second_release(site)
    command = [sys.executable, "-c", CHILD, moto_place.url, str(tmp_path / "home"), changed]
    with subprocess.Popen(
        command, cwd=CLONE, env=dict(os.environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        child.stdin.write("\n")
        child.stdin.flush()
        time.sleep(milliseconds / 1000)
        child.kill()
        child.communicate()
    state = json.loads(moto_place.read(NAME) or b"")
    outcome = sender(moto_place).send(site.store, changed)
    assert outcome.problem == "", state
    assert moto_place.files() == site.served()
    assert json.loads(moto_place.read(NAME) or b"").get("claim") is None
