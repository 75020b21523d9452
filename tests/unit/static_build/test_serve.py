"""The public site as a CDN would serve it: files, types, headers, redirects, 404 in the right language, nothing else."""

from __future__ import annotations

import time
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from static_build.headers import ASK_AGAIN
from static_build.serve import PublicSite

FILES = {
    "index.html": "scelta",
    "404.html": "404 in tutte le lingue",
    "it/404.html": "404 in italiano",
    "it/index.html": "casa",
    "it/news/index.html": "notizie",
    "static/site-a1.css": "p{}",
    "media/x.avif": "avif",
    "api/x.json": "{}",
    "sitemap.xml": "<x/>",
    "it/feeds/news.json": "{}",
    "it/feeds/news.atom": "<feed/>",
    "it/events/x/event.ics": "BEGIN:VCALENDAR",
    ".well-known/security.txt": "Contact: x",
    ".well-known/.hidden": "segreto",
}


@pytest.fixture
def site(tmp_path: Path) -> PublicSite:
    root = tmp_path / "trees/a"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (tmp_path / "secret_key").write_text("segreto")
    (root / ".hidden").write_text("segreto")
    (tmp_path / "current").symlink_to("trees/a")
    return PublicSite(tmp_path)


def get(site: PublicSite, path: str, method: str = "GET", **more: str) -> tuple[str, dict[str, str], str]:
    """(status, headers, body) of one request."""
    seen: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        seen.update(status=status, headers=dict(headers))

    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, **more}
    body = b"".join(site(environ, start)).decode()
    return seen["status"], seen["headers"], body


@pytest.mark.parametrize(
    ("path", "body", "type", "cache"),
    [
        ("/", "scelta", "text/html; charset=utf-8", ASK_AGAIN),
        ("/it/", "casa", "text/html; charset=utf-8", ASK_AGAIN),
        ("/static/site-a1.css", "p{}", "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/media/x.avif", "avif", "image/avif", "public, max-age=31536000, immutable"),
        ("/api/x.json", "{}", "application/json; charset=utf-8", ASK_AGAIN),
        ("/sitemap.xml", "<x/>", "application/xml; charset=utf-8", ASK_AGAIN),
    ],
)
def test_a_file_comes_with_its_type_and_its_time_in_caches(
    path: str, body: str, type: str, cache: str, site: PublicSite
) -> None:
    status, headers, found = get(site, path)
    assert (status, found, headers["Content-Type"], headers["Cache-Control"]) == ("200 OK", body, type, cache)
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "type"),
    [
        ("/it/feeds/news.json", "application/feed+json; charset=utf-8"),
        ("/it/feeds/news.atom", "application/atom+xml; charset=utf-8"),
        ("/it/events/x/event.ics", "text/calendar; charset=utf-8"),
        ("/api/x.json", "application/json; charset=utf-8"),
        ("/.well-known/security.txt", "text/plain; charset=utf-8"),
    ],
)
def test_feeds_and_calendars_come_with_the_types_of_the_release(
    path: str, type: str, site: PublicSite
) -> None:
    status, headers, _ = get(site, path)
    assert (status, headers["Content-Type"]) == ("200 OK", type)


def test_only_one_folder_with_a_dot_is_served(site: PublicSite) -> None:
    for path in ("/.hidden", "/.well-known/.hidden", "/it/.well-known/security.txt"):
        assert get(site, path)[0].startswith("404")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/none/", "404 in tutte le lingue"),
        ("/it/none/", "404 in italiano"),
        ("/zh-hans/x", "404 in tutte le lingue"),
    ],
)
def test_a_missing_page_answers_in_the_language_of_its_address(
    path: str, body: str, site: PublicSite
) -> None:
    status, headers, found = get(site, path)
    assert (status, found, headers["Cache-Control"]) == ("404 Not Found", body, "no-store")


def test_a_folder_without_its_slash_is_redirected(site: PublicSite) -> None:
    status, headers, _ = get(site, "/it/news")
    assert (status, headers["Location"]) == ("301 Moved Permanently", "/it/news/")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret_key",
        "/it/../../../secret_key",
        "/.hidden",
        "/it/\0",
        "/it/..",
        "//etc/passwd",
        "/it//../x",
        "/\xff",
    ],
)
def test_nothing_outside_the_site_is_served(path: str, site: PublicSite) -> None:
    status, _, body = get(site, path)
    assert status == "404 Not Found"
    assert "segreto" not in body
    assert "root:" not in body


def test_head_sends_no_body_and_other_methods_are_refused(site: PublicSite) -> None:
    status, headers, body = get(site, "/it/", "HEAD")
    assert (status, headers["Content-Length"], body) == ("200 OK", "4", "")
    assert get(site, "/it/", "POST")[0] == "405 Method Not Allowed"


def test_what_has_not_changed_is_not_sent_again(site: PublicSite) -> None:
    changed = get(site, "/it/")[1]["Last-Modified"]
    assert get(site, "/it/", HTTP_IF_MODIFIED_SINCE=changed)[0] == "304 Not Modified"
    assert get(site, "/it/", HTTP_IF_MODIFIED_SINCE="Thu, 01 Jan 1970 00:00:00 GMT")[0] == "200 OK"
    assert get(site, "/it/", HTTP_IF_MODIFIED_SINCE="yesterday")[0] == "200 OK"


def test_without_a_release_it_still_answers(tmp_path: Path) -> None:
    assert get(PublicSite(tmp_path), "/it/")[0] == "404 Not Found"


def test_a_page_that_is_again_what_it_was_is_sent_again(site: PublicSite) -> None:
    """Its file is the old object with its old time: an older time than the browser's is a change too."""
    later = formatdate(time.time() + 60, usegmt=True)
    assert get(site, "/it/", HTTP_IF_MODIFIED_SINCE=later)[0] == "200 OK"


def test_the_tag_of_what_has_not_changed(site: PublicSite) -> None:
    tag = get(site, "/it/")[1]["ETag"]
    assert get(site, "/it/", HTTP_IF_NONE_MATCH=f'"x", W/{tag}')[0] == "304 Not Modified"
    assert get(site, "/it/", HTTP_IF_NONE_MATCH='"x"')[0] == "200 OK"
    assert get(site, "/sitemap.xml", HTTP_IF_NONE_MATCH=tag)[0] == "200 OK"


@pytest.mark.parametrize(
    ("path", "file", "accepted", "coding"),
    [
        ("/it/", "it/index.html", "gzip, br", "br"),
        ("/it/", "it/index.html", "gzip", "gzip"),
        ("/it/", "it/index.html", "br;q=0.1, gzip;q=0.2", "gzip"),
        ("/it/", "it/index.html", "", ""),
        ("/it/nothing/", "it/404.html", "br", "br"),
        ("/api/x.json", "api/x.json", "br", "br"),
    ],
)
def test_a_compressed_copy_is_sent_to_who_asks_for_it(
    path: str, file: str, accepted: str, coding: str, site: PublicSite
) -> None:
    original = site.current / file
    for suffix, name in ((".br", "br"), (".gz", "gzip")):
        original.with_name(original.name + suffix).write_text(name)
    type = get(site, path)[1]["Content-Type"]
    _, headers, body = get(site, path, HTTP_ACCEPT_ENCODING=accepted)
    assert body == (coding or original.read_text())
    assert (headers.get("Content-Encoding", ""), headers["Vary"]) == (coding, "Accept-Encoding")
    assert headers["Content-Length"] == str(len(body))
    assert headers["Content-Type"] == type


def test_a_copy_asked_for_by_its_own_name_is_no_page(site: PublicSite) -> None:
    (site.current / "it/index.html.br").write_text("br")
    assert get(site, "/it/index.html.br")[1]["Content-Type"] == "application/x-brotli"


def test_without_copies_the_text_itself_is_sent(site: PublicSite) -> None:
    _, headers, body = get(site, "/it/", HTTP_ACCEPT_ENCODING="br, gzip")
    assert body == "casa"
    assert {"Content-Encoding", "Vary"} & headers.keys() == set()
