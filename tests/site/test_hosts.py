"""The configurations that the documentation prints, tried in real servers: headers, lifetimes, compressed copies, errors."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from static_build.codings import CODINGS
from static_build.compressed import SMALLEST
from static_build.headers import ASK_AGAIN, FOR_EVER, NEVER, site_headers
from static_build.live import Live
from static_build.release import Store
from static_build.verify import verify
from tests.site.demo import DemoSite
from tests.site.documented import documented_nginx, documented_varnish, find_brotli
from tests.site.nginx import find_nginx
from tests.site.varnish import find_varnish

pytestmark = pytest.mark.demonstration
needs_nginx = pytest.mark.skipif(find_nginx() is None, reason="no nginx here: see scripts/README.md")
needs_varnish = pytest.mark.skipif(find_varnish() is None, reason="no Varnish here: see scripts/README.md")
COMPRESSED = ("it/index.html", "zh-hans/index.html", "it/feeds/all.atom", "it/feeds/all.json", "sitemap.xml")
TYPES = {
    "/it/": "text/html; charset=utf-8",
    "/zh-hans/calls/": "text/html; charset=utf-8",
    "/it/feeds/all.atom": "application/atom+xml; charset=utf-8",
    "/it/feeds/all.json": "application/feed+json; charset=utf-8",
    "/it/feeds/events.ics": "text/calendar; charset=utf-8",
    "/sitemap.xml": "application/xml; charset=utf-8",
    "/robots.txt": "text/plain; charset=utf-8",
    "/.well-known/security.txt": "text/plain; charset=utf-8",
}
Answer = tuple[int, HTTPMessage, bytes]


@pytest.fixture(scope="module")
def public(demo_site: DemoSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the public folder, with compressed copies of some files beside them."""
    current = (demo_site.home / "current").resolve()
    root = tmp_path_factory.mktemp("hosts") / "www"
    shutil.copytree(current, root, copy_function=link)
    for path in COMPRESSED:
        data = (root / path).read_bytes()
        assert len(data) >= SMALLEST or path == "sitemap.xml"
        for coding in CODINGS:
            (root / f"{path}{coding.suffix}").write_bytes(coding.compress(data))
    return root


def link(source: str, goal: str) -> str:
    """Nobody writes into it: one file is enough."""
    Path(goal).hardlink_to(source)
    return goal


@pytest.fixture(scope="module")
def origin(public: Path) -> Iterator[str]:
    """nginx as docs/operators.md says."""
    with documented_nginx(public, public.parent / "nginx") as origin:
        yield origin


def ask(origin: str, path: str, method: str = "GET", **headers: str) -> Answer:
    parts = urlsplit(origin)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request(
            method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def hashed_file(public: Path, ending: str) -> str:
    return "/" + next((public / "static").glob(f"*{ending}")).relative_to(public).as_posix()


def assert_protected(headers: HTTPMessage) -> None:
    for name, value in site_headers().items():
        assert headers.get_all(name) == [value], name
    assert "Server" not in headers or "ponte" not in headers["Server"].lower()


@needs_nginx
@pytest.mark.parametrize("path", [*TYPES, "/it/nothing/", "/static/nothing.css"])
def test_nginx_sends_each_header_once_and_the_right_type(origin: str, path: str) -> None:
    status, headers, _ = ask(origin, path)
    assert_protected(headers)
    if path in TYPES:
        assert (status, headers["Content-Type"].lower()) == (200, TYPES[path])
        assert headers["Cache-Control"] == ASK_AGAIN


@needs_nginx
def test_nginx_keeps_what_is_named_by_its_content_and_asks_for_the_rest(origin: str, public: Path) -> None:
    for ending in (".css", ".js"):
        assert ask(origin, hashed_file(public, ending))[1]["Cache-Control"] == FOR_EVER
    etag = ask(origin, "/it/")[1]["ETag"]
    assert etag
    assert ask(origin, "/it/", If_None_Match=etag)[0] == 304


@needs_nginx
@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/it/nothing/", "it/404.html"),
        ("/zh-hans/nothing/", "zh-hans/404.html"),
        ("/nothing", "404.html"),
        ("/media/", "404.html"),
    ],
)
def test_nginx_answers_in_the_right_language_where_nothing_is(
    origin: str, public: Path, path: str, page: str
) -> None:
    status, headers, body = ask(origin, path)
    assert (status, headers["Cache-Control"], body) == (404, NEVER, (public / page).read_bytes())


@needs_nginx
@pytest.mark.parametrize("path", COMPRESSED)
def test_nginx_sends_the_copy_that_was_asked_for(origin: str, public: Path, path: str) -> None:
    address = "/" + path.removesuffix("index.html")
    plain = ask(origin, address)
    packed = ask(origin, address, Accept_Encoding="gzip")
    assert (plain[1]["Content-Encoding"], packed[1]["Content-Encoding"]) == (None, "gzip")
    assert packed[1]["Vary"] == plain[1]["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed[2]) == plain[2] == (public / path).read_bytes()
    assert packed[2] == (public / f"{path}.gz").read_bytes()
    assert packed[1].get_content_type() == plain[1].get_content_type()
    if path.startswith("zh-hans"):
        assert b'<meta charset="utf-8">' in plain[2]
    if find_brotli():
        best = ask(origin, address, Accept_Encoding="gzip, deflate, br")
        assert (best[1]["Content-Encoding"], best[1]["Vary"]) == ("br", "Accept-Encoding")
        assert best[2] == (public / f"{path}.br").read_bytes()


@needs_nginx
def test_scripts_of_other_sites_may_read_documents_and_nothing_else(origin: str) -> None:
    allowed = "Access-Control-Allow-Origin"
    assert ask(origin, "/api/documents/v1/openapi.json")[1][allowed] == "*"
    assert ask(origin, "/it/")[1][allowed] is None


@needs_nginx
def test_verify_finds_nothing_to_say_of_the_documented_server(
    demo_site: DemoSite, origin: str, public: Path
) -> None:
    store = Store(demo_site.home)
    with Live(origin) as live:
        verdict = verify(live, store, store.current() or "")
    assert [(each.what, each.path) for each in verdict.differences] == []


@needs_nginx
def test_a_line_left_out_of_the_documentation_is_missed(public: Path, tmp_path: Path) -> None:
    """Else the tests above could not fail."""
    with documented_nginx(public, tmp_path / "nginx", without="Permissions-Policy") as origin:
        assert ask(origin, "/it/")[1]["Permissions-Policy"] is None
    with documented_nginx(public, tmp_path / "other", without="gzip_static") as origin:
        assert ask(origin, "/it/", Accept_Encoding="gzip")[1]["Content-Encoding"] is None


@pytest.fixture(scope="module")
def cache(origin: str, public: Path) -> Iterator[str]:
    """Varnish before that nginx."""
    with documented_varnish(origin, public.parent / "varnish") as cache:
        yield cache


@needs_nginx
@needs_varnish
@pytest.mark.parametrize(
    "path", ["/it/", "/zh-hans/calls/", "/it/nothing/", "/api/documents/v1/openapi.json"]
)
def test_varnish_sends_what_the_server_behind_it_does(cache: str, origin: str, path: str) -> None:
    behind, before = ask(origin, path), ask(cache, path)
    assert (before[0], before[2]) == (behind[0], behind[2])
    assert_protected(before[1])
    for name in ("Content-Type", "Cache-Control", "Access-Control-Allow-Origin"):
        assert before[1].get_all(name) == behind[1].get_all(name), name


@needs_nginx
@needs_varnish
def test_varnish_keeps_files_for_ever_until_they_are_purged_and_never_pages(cache: str, public: Path) -> None:
    path = hashed_file(public, ".css")
    hits = [len(ask(cache, path, Cookie="a=1")[1]["X-Varnish"].split()) for _ in range(2)]
    assert hits == [1, 2]
    assert ask(cache, path, method="PURGE")[0] == 200
    assert len(ask(cache, path)[1]["X-Varnish"].split()) == 1
    assert {len(ask(cache, "/it/")[1]["X-Varnish"].split()) for _ in range(3)} == {1}
    assert ask(cache, "/it/", method="POST")[0] == 405


@needs_nginx
@needs_varnish
def test_varnish_before_a_bucket_finds_pages_and_says_what_is_missing(public: Path, tmp_path: Path) -> None:
    """A bucket has neither index files, nor headers, nor error pages: here an nginx that is told of none."""
    bucket = tmp_path / "bucket"
    bucket.mkdir()
    (bucket / "site").symlink_to(public)
    without = "add_header"
    with (
        documented_nginx(bucket, tmp_path / "nginx", without=without) as origin,
        documented_varnish(origin, tmp_path / "varnish", prefix="/site") as cache,
    ):
        assert "Content-Security-Policy" not in ask(origin, "/site/it/")[1]
        for path, file in {"/it/": "it/index.html", "/": "index.html"}.items():
            status, headers, body = ask(cache, path)
            assert (status, body) == (200, (public / file).read_bytes())
            assert_protected(headers)
        for path, file in {
            "/it/x/": "it/404.html",
            "/zh-hans/x/": "zh-hans/404.html",
            "/x": "404.html",
        }.items():
            status, headers, body = ask(cache, path)
            assert (status, headers["Cache-Control"]) == (404, NEVER)
            assert body == (public / file).read_bytes()
            assert_protected(headers)
        assert ask(cache, "/api/documents/v1/openapi.json")[1]["Access-Control-Allow-Origin"] == "*"
        assert ask(cache, "/it/")[1]["Access-Control-Allow-Origin"] is None
