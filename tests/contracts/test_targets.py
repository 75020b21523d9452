"""What every target does, whatever its kind."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from static_build.headers import ASK_AGAIN, FOR_EVER, NEVER
from static_build.targets.outcome import Outcome
from static_build.targets.parcel import pack
from static_build.targets.sending import Sender
from static_build.targets.shelf import Overtaken
from static_build.targets.state import NAME, State, encode
from tests.contracts.places import BucketPlace, Place
from tests.contracts.small_site import NOW, first_release, second_release

MakeSender = Callable[..., Sender]


def good(outcome: Outcome) -> Outcome:
    assert outcome.problem == ""
    assert outcome.state == "done"
    return outcome


def test_a_first_publication_brings_every_file(place: Place, sender: MakeSender, tmp_path: Path) -> None:
    site, release = first_release(tmp_path / "home")
    outcome = good(sender(place).send(site.store, release))
    assert place.files() == site.served()
    assert (outcome.uploaded, outcome.unchanged, outcome.deleted) == (len(site.files), 0, 0)
    assert outcome.bytes == sum(map(len, site.files.values()))
    assert outcome.looked_at == "store"
    assert outcome.guard == ("conditional write" if place.honours_conditions else "lock")


def test_a_second_one_sends_what_changed_and_deletes_what_was_withdrawn(
    place: Place, sender: MakeSender, tmp_path: Path
) -> None:
    site, release = first_release(tmp_path / "home")
    first = site.served()
    publisher = sender(place)
    good(publisher.send(site.store, release))
    outcome = good(publisher.send(site.store, second_release(site)))
    wanted = site.served()
    assert place.files() == wanted
    assert outcome.uploaded == sum(first.get(path) != data for path, data in wanted.items())
    assert outcome.deleted == len(first.keys() - wanted.keys()) == 2
    assert outcome.unchanged == len(wanted) - outcome.uploaded > 0
    assert place.read("it/news/via/index.html") is None


@pytest.mark.parametrize("is_warm", [True, False], ids=["the same process", "another process"])
def test_nothing_changed_sends_nothing(
    place: Place, sender: MakeSender, tmp_path: Path, is_warm: bool
) -> None:
    site, release = first_release(tmp_path / "home")
    publisher = sender(place)
    good(publisher.send(site.store, release))
    again = publisher if is_warm else sender(place)
    outcome = good(again.send(site.store, release))
    assert (outcome.uploaded, outcome.deleted, outcome.bytes) == (0, 0, 0)
    assert outcome.unchanged == len(site.files)
    outcome = good(again.send(site.store, site.release()))
    assert (outcome.uploaded, outcome.deleted) == (0, 0)


def test_a_dry_run_tells_all_and_writes_nothing(place: Place, sender: MakeSender, tmp_path: Path) -> None:
    site, release = first_release(tmp_path / "home")
    outcome = sender(place).send(site.store, release, dry_run=True)
    assert (outcome.state, outcome.problem) == ("would", "")
    assert set(outcome.uploads) == set(site.files)
    assert place.files() == {}
    good(sender(place).send(site.store, release))
    before = place.files()
    outcome = sender(place).send(site.store, second_release(site), dry_run=True)
    assert "it/news/via/index.html" in outcome.deletions
    assert "it/news/due/index.html" in outcome.uploads
    assert place.files() == before
    assert sender(place).send(site.store, release, dry_run=True).deletions == []


def test_what_a_page_needs_goes_up_before_it_and_away_after_it(
    place: Place, sender: MakeSender, tmp_path: Path
) -> None:
    site, release = first_release(tmp_path / "home")
    publisher = sender(place)
    good(publisher.send(site.store, release))
    outcome = publisher.send(site.store, second_release(site), dry_run=True)
    kinds = [_kind(path) for path in outcome.uploads]
    assert kinds == sorted(kinds)
    assert set(kinds) == {0, 1, 2, 3}
    assert [path.partition("/")[0] for path in outcome.deletions] == ["it", "media"]


def _kind(path: str) -> int:
    if path.startswith(("static/", "media/")):
        return 0
    if path == "it/news/due/index.html":
        return 1
    return 2 if path.endswith(".html") else 3


@pytest.mark.parametrize(
    "word", ["corrupt", "belongs to https://altro.example", "format 99", "edition mainland"]
)
def test_a_foreign_or_broken_manifest_is_refused_by_name_and_nothing_is_touched(
    place: Place, sender: MakeSender, tmp_path: Path, word: str
) -> None:
    site, release = first_release(tmp_path / "home")
    good(sender(place).send(site.store, release))
    before = place.files()
    states = {
        "corrupt": b'{"format": 1, "site"',
        "belongs to https://altro.example": encode(State(site="https://altro.example", edition="main")),
        "format 99": encode(State(site="http://127.0.0.1:9", edition="main", format=99)),
        "edition mainland": encode(State(site="http://127.0.0.1:9", edition="mainland")),
    }
    place.damage(NAME, states[word])
    outcome = sender(place).send(site.store, second_release(site))
    assert outcome.state == "failed"
    assert word in outcome.problem
    assert NAME in outcome.problem
    assert place.files() == before
    good(sender(place).send(site.store, site.store.current() or "", take_over=True))
    assert place.files() == site.served()


def test_a_delivery_that_fails_half_way_is_completed_by_the_next(
    place: Place, sender: MakeSender, tmp_path: Path
) -> None:
    site, release = first_release(tmp_path / "home")
    publisher = sender(place)
    good(publisher.send(site.store, release))
    changed = second_release(site)
    lost = site.store.object_path(site.store.manifest(changed).outputs["it/news/due/index.html"].sha256)
    lost.rename(tmp_path / "lost")
    outcome = publisher.send(site.store, changed)
    assert outcome.state == "failed"
    (tmp_path / "lost").rename(lost)
    good(publisher.send(site.store, changed))
    assert place.files() == site.served()


def test_what_a_dead_publisher_left_and_nobody_wants_any_more_is_removed(
    place: Place, sender: MakeSender, tmp_path: Path
) -> None:
    """A page goes up, the publisher dies, the page is withdrawn: nobody but the claim knows that it is there."""
    site, release = first_release(tmp_path / "home")
    good(sender(place).send(site.store, release))
    site.put_page("it/segreto/index.html", "Segreto")
    dead = sender(place)
    dead._book.read()
    dead._target.shelf.may_go_on()
    dying = site.release()
    original = dead._book.finish

    def die(*_: object) -> None:
        dead._book.is_known = False  # a dead process does not give its claim free either
        raise SystemExit

    dead._book.finish = die  # type: ignore[assignment]
    with pytest.raises(SystemExit):
        dead.send(site.store, dying)
    assert original is not None
    assert place.read("it/segreto/index.html") is not None
    del site.files["it/segreto/index.html"]
    good(sender(place).send(site.store, site.release()))
    assert place.files() == site.served()
    assert place.read("it/segreto/index.html") is None


def test_a_claim_of_another_data_folder_holds_others_off_until_it_ends(
    place: Place, sender: MakeSender, tmp_path: Path
) -> None:
    site, release = first_release(tmp_path / "home")
    other = sender(place, tmp_path / "other")
    other._book.read()
    other._book.claim(by="other 1", host="other", release="20200101T000000.000Z", touched=())
    outcome = sender(place).send(site.store, release)
    assert outcome.state == "taken"
    assert "from other, release 20200101T000000.000Z" in outcome.problem
    assert place.files() == {}
    other._book.give_up()
    good(sender(place).send(site.store, release))


def test_an_older_release_does_not_take_the_place_of_a_newer(
    place: Place, sender: MakeSender, tmp_path: Path
) -> None:
    site, old = first_release(tmp_path / "home")
    new = second_release(site)
    good(sender(place).send(site.store, new))
    outcome = sender(place).send(site.store, old)
    assert outcome.state == "taken"
    assert f"the newer release {new}" in outcome.problem
    assert place.files() == site.served()


def test_a_warm_publisher_sees_what_another_did_meanwhile(
    place: Place, sender: MakeSender, tmp_path: Path
) -> None:
    site, release = first_release(tmp_path / "home")
    warm = sender(place)
    good(warm.send(site.store, release))
    site.put_page("it/altro/index.html", "Altro")
    good(sender(place).send(site.store, site.release()))
    del site.files["it/altro/index.html"]
    good(warm.send(site.store, site.release()))
    assert place.files() == site.served()


def test_two_processes_of_one_data_folder_do_not_meet(
    place: Place, sender: MakeSender, tmp_path: Path
) -> None:
    site, release = first_release(tmp_path / "home")
    with sender(place)._alone():
        outcome = sender(place).send(site.store, release)
    assert outcome.state == "taken"
    assert "another process here" in outcome.problem
    assert place.files() == {}


def test_of_publishers_that_start_at_once_one_wins_and_the_others_say_so(
    moto_place: BucketPlace, sender: MakeSender, tmp_path: Path
) -> None:
    """Each has a data folder of its own, so that only the store can keep them apart."""
    sites = [first_release(tmp_path / f"home{number}") for number in range(4)]
    senders = [sender(moto_place, tmp_path / f"home{number}") for number in range(4)]
    senders[0]._book.read()
    senders[0]._book.finish("", {}, ())  # the store is known to honour conditions before the race begins
    outcomes: list[Outcome] = []
    start = threading.Barrier(4)

    def run(number: int) -> None:
        start.wait()
        outcomes.append(senders[number].send(sites[number][0].store, sites[number][1]))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert any(outcome.state == "done" for outcome in outcomes)
    for outcome in outcomes:
        assert (
            outcome.state == "done" or "another publisher" in outcome.problem or "release" in outcome.problem
        )
    assert moto_place.files() == sites[0][0].served()


def test_conditional_writes_are_found_out_and_not_believed(
    moto_place: BucketPlace, rclone_place: BucketPlace, sender: MakeSender
) -> None:
    """Reached at its own endpoint, each store is tried: the one set last in the environment is rclone's."""
    shelf = sender(rclone_place)._target.shelf
    version = shelf.write_if("x", b"1", None)
    assert shelf.write_if("x", b"2", None) != version  # what rclone does, and why the probe is there
    assert sender(rclone_place)._book._try_conditions() is False


def test_moto_refuses_what_a_store_with_conditions_refuses(
    moto_place: BucketPlace, sender: MakeSender
) -> None:
    shelf = sender(moto_place)._target.shelf
    version = shelf.write_if("x", b"1", None)
    with pytest.raises(Overtaken):
        shelf.write_if("x", b"2", None)
    newer = shelf.write_if("x", b"2", version)
    with pytest.raises(Overtaken):
        shelf.write_if("x", b"3", version)
    assert newer != version
    assert sender(moto_place)._book._try_conditions() is True


def test_types_and_cache_headers_go_with_each_object(
    moto_place: BucketPlace, sender: MakeSender, tmp_path: Path
) -> None:
    site, _ = first_release(tmp_path / "home")
    site.changing["it/index.html"] = NOW + timedelta(hours=2)
    site.put_page("it/vecchia/index.html", "Si è spostata")
    site.redirects["it/vecchia/index.html"] = "/it/news/uno/"
    good(sender(moto_place).send(site.store, site.release()))
    html = "text/html; charset=utf-8"
    wanted = {
        "it/index.html": (html, ASK_AGAIN),
        "zh-hans/index.html": (html, ASK_AGAIN),
        "it/404.html": (html, NEVER),
        "sitemap.xml": ("application/xml; charset=utf-8", ASK_AGAIN),
        "api/documents/v1/it/news/uno.json": ("application/json; charset=utf-8", ASK_AGAIN),
        next(path for path in site.files if path.endswith(".css")): ("text/css; charset=utf-8", FOR_EVER),
        next(path for path in site.files if path.startswith("media/")): ("image/jpeg", FOR_EVER),
    }
    for path, (type, cache) in wanted.items():
        found = moto_place.headers(path)
        assert (found["Content-Type"], found["Cache-Control"]) == (type, cache), path


def test_a_file_whose_headers_alone_changed_is_sent_again(
    moto_place: BucketPlace, sender: MakeSender, tmp_path: Path
) -> None:
    site, release = first_release(tmp_path / "home")
    publisher = sender(moto_place)
    good(publisher.send(site.store, release))
    site.redirects["it/news/uno/index.html"] = "/it/news/"
    outcome = good(publisher.send(site.store, site.release()))
    assert outcome.uploaded == 1


def test_a_redirect_goes_up_with_the_header_that_s3_websites_answer_with(
    moto_place: BucketPlace, sender: MakeSender, tmp_path: Path
) -> None:
    site, _ = first_release(tmp_path / "home")
    site.put_page("it/vecchia/index.html", "Si è spostata")
    site.redirects["it/vecchia/index.html"] = "/it/news/uno/"
    good(sender(moto_place).send(site.store, site.release()))
    assert (
        moto_place.all_headers("it/vecchia/index.html")["x-amz-website-redirect-location"] == "/it/news/uno/"
    )
    assert "x-amz-website-redirect-location" not in moto_place.all_headers("it/index.html")


def test_a_store_that_holds_other_files_is_refused_until_it_is_taken_over(
    moto_place: BucketPlace, sender: MakeSender, tmp_path: Path
) -> None:
    site, release = first_release(tmp_path / "home")
    moto_place.damage("altrui.html", b"other")
    outcome = sender(moto_place).send(site.store, release)
    assert "holds files that Ponte did not put there, for example altrui.html" in outcome.problem
    assert moto_place.files() == {"altrui.html": b"other"}
    good(sender(moto_place).send(site.store, release, take_over=True))
    assert moto_place.files() == site.served()


def test_a_bucket_that_is_not_there_is_told_with_what_to_do(
    moto_place: BucketPlace, sender: MakeSender, tmp_path: Path
) -> None:
    site, release = first_release(tmp_path / "home")
    moto_place.url = "s3://not-there/site"
    outcome = sender(moto_place).send(site.store, release)
    assert outcome.state == "failed"
    assert "s3://not-there/site" in outcome.problem
    assert "bucket" in outcome.problem


def test_long_lists_are_kept_beside_the_manifest_and_an_edit_does_not_rewrite_them(
    moto_place: BucketPlace, sender: MakeSender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("static_build.targets.book.INLINE", 5)
    site, release = first_release(tmp_path / "home")
    publisher = sender(moto_place)
    good(publisher.send(site.store, release))
    base = publisher._book.state.held.base
    assert base.startswith(".ponte/lists/")
    site.files["sitemap.xml"] = b"<urlset>3</urlset>"
    good(publisher.send(site.store, site.release()))
    assert publisher._book.state.held.base == base
    assert list(publisher._book.state.held.since) == ["sitemap.xml"]
    good(sender(moto_place).send(site.store, second_release(site)))
    cold = sender(moto_place)
    cold._book.read()
    parcel = pack(site.store, site.store.current() or "", cdn=False, negotiates=False)
    assert cold._book.held == parcel.tokens
    assert moto_place.read(base) is None
    assert moto_place.files() == site.served()
