"""Publishing under a cache: what was changed is new and what was withdrawn is gone, as a reader sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from static_build.purge import Purger
from static_build.targets.address import parse_target
from static_build.targets.outcome import Outcome
from static_build.targets.patience import Patience
from static_build.targets.sending import Sender
from tests.contracts.servers import make_bucket, rclone_server, s3_environment
from tests.contracts.small_site import SmallSite, first_release, second_release
from tests.site.nginx import find_nginx, nginx
from tests.site.varnish import find_varnish, varnish

needs_servers = pytest.mark.skipif(
    find_varnish() is None or find_nginx() is None, reason="no Varnish or nginx here: see scripts/README.md"
)
QUICK = Patience(attempts=2, first_wait=0.05, timeout=10.0, look=3.0)


def status_and_text(url: str) -> tuple[int, str]:
    try:
        with urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except HTTPError as error:
        with error:
            return error.code, error.read().decode("utf-8", "replace")


class Published:
    """A site at a target, and the cache before it."""

    def __init__(self, home: Path, url: str, target: str) -> None:
        self.site, self._release = first_release(home)
        self.url = url
        self.sender = make_sender(target, url, home, Purger("main", "varnish", url))

    def publish(self) -> Outcome:
        release = self.site.store.current()
        assert release is not None
        return self.sender.send(self.site.store, release)

    def get(self, path: str) -> tuple[int, str]:
        return status_and_text(self.url + path)


def make_sender(target: str, url: str, home: Path, *purgers: Purger) -> Sender:
    return Sender(parse_target(target), site=url, home=home, purgers=purgers, patience=QUICK)


@pytest.fixture
def on_nginx(tmp_path: Path) -> Iterator[Published]:
    """A folder target, nginx over it, Varnish before that."""
    root = tmp_path / "www"
    with nginx(root / "current", tmp_path / "nginx") as origin, varnish(origin, tmp_path / "varnish") as url:
        yield Published(tmp_path / "home", url, f"folder:{root}")


@pytest.fixture
def on_s3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Published]:
    """A bucket that anyone may read, Varnish before it."""
    with (
        rclone_server(tmp_path) as origin,
        varnish(origin, tmp_path / "varnish", prefix="/public/site") as url,
    ):
        make_bucket(origin, "public")
        for variable, value in s3_environment(origin).items():
            monkeypatch.setenv(variable, value)
        yield Published(tmp_path / "home", url, "s3://public/site")


@needs_servers
@pytest.mark.parametrize("kind", ["on_nginx", "on_s3"])
def test_a_changed_page_is_new_and_a_withdrawn_one_is_gone(kind: str, request: pytest.FixtureRequest) -> None:
    published: Published = request.getfixturevalue(kind)
    assert published.publish().problem == ""
    picture = next(path for path in published.site.files if path.startswith("media/secret"))
    gone, changed, added = "/it/news/via/", "/it/news/uno/", "/it/news/due/"
    assert [published.get(path)[0] for path in (gone, f"/{picture}", changed, added)] == [200, 200, 200, 404]
    second_release(published.site)
    outcome = published.publish()
    assert outcome.problem == ""
    assert outcome.looked_at == "public"
    assert [published.get(path)[0] for path in (gone, f"/{picture}", added)] == [404, 404, 200]
    assert "Uno bis" in published.get(changed)[1]
    # Of the unchanged, nothing was purged: each page names the new style, the pictures stay.
    assert outcome.purged == outcome.uploaded + outcome.deleted


@needs_servers
def test_without_the_purge_the_cache_would_go_on_serving_it(on_nginx: Published, tmp_path: Path) -> None:
    """The guard switched off: this is what the purge is for."""
    assert on_nginx.publish().problem == ""
    assert on_nginx.get("/it/news/via/")[0] == 200
    second_release(on_nginx.site)
    root = on_nginx.sender.address.name
    release = on_nginx.site.store.current() or ""
    assert make_sender(root, on_nginx.url, tmp_path / "home").send(on_nginx.site.store, release).problem == ""
    assert on_nginx.get("/it/news/via/")[0] == 200


@needs_servers
def test_a_cache_that_does_not_answer_is_told_again_by_the_next_run(
    on_nginx: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("static_build.targets.cache.WAITS", (0.01, 0.02))
    assert on_nginx.publish().problem == ""
    assert on_nginx.get("/it/news/via/")[0] == 200
    second_release(on_nginx.site)
    release = on_nginx.site.store.current() or ""
    name = on_nginx.sender.address.name
    down = make_sender(name, on_nginx.url, tmp_path / "home", Purger("main", "varnish", "http://127.0.0.1:9"))
    outcome = down.send(on_nginx.site.store, release)
    assert outcome.state == "failed"
    assert "varnish:http://127.0.0.1:9 did not forget" in outcome.problem
    assert "Connection refused" in outcome.problem
    assert outcome.purged == 0
    assert on_nginx.get("/it/news/via/")[0] == 200
    again = on_nginx.publish()
    assert (again.problem, again.uploaded) == ("", 0)
    assert again.purged > 0
    assert on_nginx.get("/it/news/via/")[0] == 404


@needs_servers
def test_a_cache_that_lies_is_found_out_by_the_look(on_nginx: Published, tmp_path: Path) -> None:
    """It says that it forgets, and goes on serving: a second cache, which nobody told, stands before it."""
    assert on_nginx.publish().problem == ""
    with varnish(on_nginx.url, tmp_path / "second") as outer:
        assert status_and_text(f"{outer}/it/news/via/")[0] == 200
        second_release(on_nginx.site)
        release = on_nginx.site.store.current() or ""
        sender = Sender(
            on_nginx.sender.address,
            site=outer,
            home=tmp_path / "home",
            purgers=(Purger("main", "varnish", on_nginx.url),),
            patience=Patience(attempts=2, look=0.5),
        )
        outcome = sender.send(on_nginx.site.store, release, take_over=True)
        assert outcome.state == "failed"
        assert "/it/news/via/" in outcome.problem
        assert "still serves something else" in outcome.problem


def test_pages_may_be_kept_until_purged_where_a_cache_is_purged_and_nothing_in_them_hangs_on_time(
    tmp_path: Path,
) -> None:
    from static_build.headers import ASK_AGAIN, UNTIL_PURGED
    from static_build.targets.parcel import pack
    from tests.contracts.small_site import NOW

    site = SmallSite(tmp_path)
    site.put_page("it/index.html", "Casa")
    site.put_page("it/bando/index.html", "Bando")
    site.changing["it/bando/index.html"] = NOW
    release = site.release()
    for cdn, wanted in ((True, UNTIL_PURGED), (False, ASK_AGAIN)):
        parcel = pack(site.store, release, cdn=cdn, negotiates=False)
        assert parcel.file("it/index.html").attributes["Cache-Control"] == wanted
        assert parcel.file("it/bando/index.html").attributes["Cache-Control"] == ASK_AGAIN
