"""`ponte verify` against a real nginx: a site that is as released passes, and each kind of damage is found and named."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from frontend.inputs import RedirectInput, RedirectsFileInput
from frontend.render import render
from static_build.errors import BuildError
from static_build.live import Live
from static_build.manifest import Entry, Making, Manifest, Retained
from static_build.outputs.output import HTML, JSON, TEXT, XML
from static_build.release import Store
from static_build.signing import public_key_of
from static_build.verify import Verdict, find_probes, verify
from tests.site.nginx import find_nginx, nginx

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
KEY = bytes(range(32))
OLD = RedirectInput(locale="it", canonical_url="https://ponte.example", goal="/it/news/x/")
FILES: dict[str, tuple[bytes, str]] = {
    "index.html": (b"scelta", HTML),
    "404.html": (b"404 in tutte le lingue", HTML),
    "it/404.html": (b"404 in italiano", HTML),
    "it/index.html": (b"casa", HTML),
    "it/news/index.html": ("notizie e città ".encode() * 9000, HTML),
    "it/news/x/index.html": (b"x", HTML),
    "it/news/città/index.html": (render(OLD), HTML),
    "zh-hans/index.html": ("桥".encode(), HTML),
    "zh-hans/404.html": ("没有".encode(), HTML),
    "static/site-a1.css": (b"p{}", "text/css; charset=utf-8"),
    "static/site-a1.css.br": (b"packed", "text/css; charset=utf-8"),
    "media/x.avif": (bytes(range(256)), "image/avif"),
    "api/x.json": (b"{}", JSON),
    "robots.txt": (b"User-agent: *", TEXT),
    "sitemap.xml": (b"<x/>", XML),
    "_headers": (b"/*", TEXT),
    "_redirects": (render(RedirectsFileInput(lines=("/it/news/citt%C3%A0/ /it/news/x/ 301!",))), TEXT),
}
EARLIER = {
    "it/news/gone/index.html": (b"ritirata", HTML),
    "static/site-b2.css": (b"a{}", "text/css; charset=utf-8"),
}

needs_nginx = pytest.mark.skipif(find_nginx() is None, reason="no nginx here: see scripts/README.md")


def make_release(store: Store, files: dict[str, tuple[bytes, str]], **more: Any) -> str:
    """A release of these files, made as a build does."""
    entries = {}
    for path, (data, type) in files.items():
        digest, size = store.put(data)
        goal = "/it/news/x/" if path == "it/news/città/index.html" else ""
        entries[path] = Entry(sha256=digest, size=size, type=type, fingerprint="", redirect=goal)
    with store.lock():
        return store.release(Manifest(outputs=entries), Making(now=NOW, **more)).release


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two releases: a page and a stylesheet of the first are gone in the second, which still keeps the stylesheet."""
    store = Store(tmp_path / "home", signing_key=KEY)
    store.prepare()
    make_release(store, FILES | EARLIER)
    kept = store.manifest(store.current() or "").outputs["static/site-b2.css"]
    retained = {"static/site-b2.css": Retained(entry=kept, until=NOW.replace(year=2027))}
    make_release(store, FILES, retained=retained)
    return store


@pytest.fixture
def public(store: Store, tmp_path: Path) -> Path:
    """A copy of the public folder, which a test may spoil."""
    return shutil.copytree(store.public.resolve(), tmp_path / "www")


@pytest.fixture
def check(store: Store, public: Path, tmp_path: Path) -> Callable[..., Verdict]:
    """Serves the copy and verifies it."""

    def run(release: str = "", **configuration: str) -> Verdict:
        with nginx(public, tmp_path / "nginx", **configuration) as origin, Live(origin) as live:
            return verify(live, store, release or store.current() or "")

    return run


def found(verdict: Verdict) -> set[tuple[str, str]]:
    return {(each.what, each.path) for each in verdict.differences}


@needs_nginx
def test_a_site_as_released_passes(check: Callable[..., Verdict]) -> None:
    verdict = check()
    assert verdict.differences == []
    assert (verdict.files, verdict.redirects, verdict.withdrawn, verdict.missing) == (13, 1, 1, 3)
    assert verdict.bytes > 100_000


@needs_nginx
def test_a_changed_byte_is_found(check: Callable[..., Verdict], public: Path) -> None:
    (public / "it/news/index.html").write_bytes(FILES["it/news/index.html"][0][:-1] + b"!")
    assert found(check()) == {("bytes", "/it/news/")}


@needs_nginx
def test_a_missing_file_is_found(check: Callable[..., Verdict], public: Path) -> None:
    (public / "media/x.avif").unlink()
    verdict = check()
    assert found(verdict) == {("status", "/media/x.avif")}
    assert (verdict.differences[0].expected, verdict.differences[0].found) == ("200", "404")


@needs_nginx
def test_a_wrong_type_is_found(check: Callable[..., Verdict]) -> None:
    verdict = check(extra="location /api/ { types {} default_type text/plain; }")
    assert ("header Content-Type", "/api/x.json") in found(verdict)
    (one,) = [each for each in verdict.differences if each.what == "header Content-Type"]
    assert (one.expected, one.found) == ("application/json; charset=utf-8", "text/plain; charset=utf-8")


@needs_nginx
def test_what_was_withdrawn_and_is_still_served_is_found(check: Callable[..., Verdict], public: Path) -> None:
    (public / "it/news/gone").mkdir()
    (public / "it/news/gone/index.html").write_bytes(b"ritirata")
    assert found(check()) == {("withdrawn", "/it/news/gone/")}


@needs_nginx
@pytest.mark.parametrize("name", ["Content-Security-Policy", "X-Content-Type-Options", "Cache-Control"])
def test_a_header_that_is_not_sent_is_found_on_every_file(name: str, check: Callable[..., Verdict]) -> None:
    verdict = check(without=f"add_header {name} ")
    assert {each.what for each in verdict.differences} == {f"header {name}"}
    assert len(verdict.differences) == verdict.files + verdict.redirects


@needs_nginx
def test_a_header_that_the_host_cannot_send_may_be_left_out(
    store: Store, public: Path, tmp_path: Path
) -> None:
    with nginx(public, tmp_path / "nginx", without="Permissions-Policy") as origin, Live(origin) as live:
        ignored = frozenset({"permissions-policy"})
        assert verify(live, store, store.current() or "", ignored=ignored).differences == []


@needs_nginx
@pytest.mark.parametrize(
    ("rule", "difference"),
    [
        ("location = /it/news/città/ { return 301 /it/news/x/; }", None),
        ("location = /it/news/città/ { return 308 /it/news/x/; }", None),
        ("location = /it/news/città/ { return 301 /it/news/; }", ("redirect", "/it/news/città/")),
        ("location = /it/news/città/ { return 301 https://e.example/; }", ("redirect", "/it/news/città/")),
        ("location = /it/news/città/ { return 410; }", ("status", "/it/news/città/")),
        ("location = /it/news/x/ { return 301 /it/news/; }", ("status", "/it/news/x/")),
    ],
)
def test_a_redirect_leads_where_it_should(
    rule: str, difference: tuple[str, str] | None, check: Callable[..., Verdict]
) -> None:
    assert found(check(extra=rule)) == ({difference} if difference else set())


@needs_nginx
def test_a_broken_page_at_an_old_address_is_found(check: Callable[..., Verdict], public: Path) -> None:
    (public / "it/news/città/index.html").write_bytes(render(OLD).replace(b"0; url=", b"0; url=x"))
    assert found(check()) == {("bytes", "/it/news/città/")}


@needs_nginx
@pytest.mark.parametrize("without", ["~^/zh-hans/ ", "error_page "])
def test_a_missing_page_answers_in_its_language_or_in_all(
    without: str, check: Callable[..., Verdict]
) -> None:
    verdict = check(without=without)
    # One page for all languages is enough: some hosts take no more.
    assert len(verdict.differences) == (0 if "zh" in without else 3)
    assert {each.what for each in verdict.differences} <= {"missing"}


@needs_nginx
def test_a_page_where_nothing_is_has_to_say_so(check: Callable[..., Verdict]) -> None:
    verdict = check(extra="location ~ ^ { try_files $uri $uri/ /index.html; }")
    assert {what for what, _ in found(verdict)} == {"missing", "withdrawn"}


@needs_nginx
def test_a_sample_asks_for_so_many(store: Store, public: Path, tmp_path: Path) -> None:
    with nginx(public, tmp_path / "nginx") as origin, Live(origin) as live:
        verdict = verify(live, store, store.current() or "", sample=3, connections=2)
    assert (verdict.files + verdict.redirects, verdict.withdrawn, verdict.differences) == (3, 1, [])


def ponte(store: Store, *arguments: str, key: bytes = b"") -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PONTE_HOME": str(store.home),
        "PONTE_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x",
    }
    environment["PONTE_SIGNING_KEY"] = b64encode(key).decode()
    command = [sys.executable, "-m", "cms", "verify", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


@needs_nginx
def test_the_command_says_what_it_found(store: Store, public: Path, tmp_path: Path) -> None:
    public_key = b64encode(public_key_of(KEY)).decode()
    (tmp_path / "key").write_text(public_key + "\n")
    with nginx(public, tmp_path / "nginx") as origin:
        good = ponte(store, origin, "--json", key=KEY)
        assert (good.returncode, json.loads(good.stdout)["differences"]) == (0, [])
        assert json.loads(good.stdout)["signed"] is True
        assert "13 files, 1 redirects, 1 withdrawn, 3 missing; 0 differences" in good.stderr
        assert ponte(store, origin, "--public-key", str(tmp_path / "key")).returncode == 0
        (public / "it/index.html").write_bytes(b"altro")
        bad = ponte(store, origin)
        assert (bad.returncode, bad.stdout) == (1, "")
        assert "/it/  expected 4 bytes" in bad.stderr
        assert "signature was not checked" in bad.stderr
        stranger = ponte(store, origin, "--public-key", b64encode(public_key_of(KEY[::-1])).decode())
        assert stranger.returncode == 1
        assert "is not what was signed" in stranger.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["ftp://x"],
        ["https://x.example/path"],
        ["--sample", "0"],
        ["--sample", "many"],
        ["--delay", "-1"],
        ["--public-key", "x"],
        ["--edition", "mainland"],
        ["--nothing"],
    ],
)
def test_wrong_usage_is_told_apart(arguments: list[str], store: Store) -> None:
    assert ponte(store, *arguments).returncode == 2


def test_what_is_not_there_is_told(store: Store, tmp_path: Path) -> None:
    silent = ponte(store, "http://127.0.0.1:9")
    assert (silent.returncode, silent.stdout) == (1, "")
    assert "Nobody answers at http://127.0.0.1:9" in silent.stderr
    assert "There is no release" in ponte(store, "--release", "20260101T000000.000Z").stderr
    assert "Run `ponte build` first" in ponte(Store(tmp_path / "empty")).stderr


def test_a_corrupt_earlier_manifest_does_not_stop_it(store: Store) -> None:
    first = store.list_releases()[0]
    (store.releases / first / "manifest.json").write_text("{")
    assert not [probe for probe in find_probes(store, store.current() or "") if probe.kind == "withdrawn"]


def test_without_a_signature_a_key_refuses(tmp_path: Path) -> None:
    store = Store(tmp_path / "unsigned")
    store.prepare()
    release = make_release(store, FILES)
    with pytest.raises(BuildError, match="has no signature beside it"):
        verify(Live("http://127.0.0.1:9"), store, release, public_key=public_key_of(KEY))
