"""Serve: the current release as a CDN would serve it: index files, headers, 404 in the right language. Needs no database."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable, Iterable
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from typing import Any

from frontend.feed_addresses import MEDIA_TYPES
from site_content.languages import LANGUAGES
from static_build.codings import CODINGS, choose_coding
from static_build.headers import SEARCH_CONFIG, headers_of, missing_headers, read_search_url
from static_build.redirects import parse_table

Start = Callable[..., Any]

TYPES = {".html": "text/html", ".json": "application/json", ".xml": "application/xml", ".avif": "image/avif"}
TYPES |= {f".{name}": MEDIA_TYPES[name] for name in ("atom", "ics")}
TYPES |= {coding.suffix: coding.type for coding in CODINGS}
TEXT = {"text/html", "text/css", "text/javascript", "text/plain", "application/json", "application/xml"}
TEXT |= {*MEDIA_TYPES.values()}
HIDDEN_BUT_SERVED = ".well-known"
"""The one folder with a dot in front that the public may ask for (RFC 8615)."""
CHUNK = 1 << 16
TABLE = "_redirects"


class PublicSite:
    """A WSGI application over the folder `current`; each request sees one whole release."""

    def __init__(self, home: Path) -> None:
        self.current = home / "current"
        self._table: dict[str, tuple[int, str]] = {}
        self._table_of: tuple[Path, int] | None = None
        self._search: tuple[tuple[Path, int] | None, str] = (None, "")

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            start("405 Method Not Allowed", [("Allow", "GET, HEAD"), ("Content-Length", "0")])
            return []
        path = environ.get("PATH_INFO", "/").encode("latin-1", "replace").decode("utf-8", "replace")
        root = Path(os.path.realpath(self.current))
        redirect = self._redirects(root).get(path if path.endswith("/") else f"{path}/")
        if redirect is not None:
            start(_status_line(redirect[0]), [("Location", redirect[1]), ("Content-Length", "0")])
            return []
        file = self._find(root, path)
        if file is None and not path.endswith("/") and self._find(root, f"{path}/") is not None:
            start("301 Moved Permanently", [("Location", f"{path}/"), ("Content-Length", "0")])
            return []
        if file is None:
            return self._send(environ, start, root / self._missing(root, path), root, "404 Not Found")
        return self._send(environ, start, file, root, "200 OK")

    def _find(self, root: Path, path: str) -> Path | None:
        parts = [part for part in path.split("/") if part]
        hidden = parts[1:] if parts[:1] == [HIDDEN_BUT_SERVED] else parts
        if any(part.startswith(".") for part in hidden) or any("\0" in part for part in parts):
            return None
        file = root.joinpath(*parts)
        if path.endswith("/"):
            file = file / "index.html"
        return file if file.is_file() else None

    def _redirects(self, root: Path) -> dict[str, tuple[int, str]]:
        """The table of redirects, read once a release."""
        try:
            mark = root, (root / TABLE).stat().st_mtime_ns
        except OSError:
            return {}
        if mark != self._table_of:
            self._table, self._table_of = parse_table((root / TABLE).read_text("utf-8")), mark
        return self._table

    def _missing(self, root: Path, path: str) -> str:
        locale = path.strip("/").split("/")[0]
        name = f"{locale}/404.html"
        return name if locale in LANGUAGES and (root / name).is_file() else "404.html"

    def _send(
        self, environ: dict[str, Any], start: Start, file: Path, root: Path, status: str
    ) -> Iterable[bytes]:
        sent, coding_headers = _code(file, environ.get("HTTP_ACCEPT_ENCODING", ""))
        try:
            stat = sent.stat()
        except OSError:
            start(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "10")])
            return [b"Not found\n"]
        headers = self._headers(file, root, status) + coding_headers
        changed = formatdate(stat.st_mtime, usegmt=True)
        tag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
        headers += [("Last-Modified", changed), ("ETag", tag)]
        if status.startswith("200") and _not_modified(environ, changed, tag):
            start("304 Not Modified", headers)
            return []
        start(status, [*headers, ("Content-Length", str(stat.st_size))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else _chunks(sent)

    def _search_url(self, root: Path) -> str:
        """The endpoint that the release's pages may ask, read once a release."""
        file = root / SEARCH_CONFIG
        try:
            mark = root, file.stat().st_mtime_ns
        except OSError:
            return ""
        if self._search[0] != mark:
            self._search = mark, read_search_url(file.read_bytes())
        return self._search[1]

    def _headers(self, file: Path, root: Path, status: str) -> list[tuple[str, str]]:
        type = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        if file.suffix == ".json" and "feeds" in file.relative_to(root).parts[:2]:
            type = MEDIA_TYPES["json"]
        if type in TEXT:
            type += "; charset=utf-8"
        search_url = self._search_url(root)
        if not status.startswith("200"):
            return list(missing_headers(type, search_url=search_url).items())
        return list(headers_of(file.relative_to(root).as_posix(), type, search_url=search_url).items())


def _status_line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"


def _code(file: Path, accepted: str) -> tuple[Path, list[tuple[str, str]]]:
    """(file to send, headers that say so): the text itself, or its compressed copy where there is one."""
    copies = {each: file.with_name(file.name + each.suffix) for each in CODINGS}
    available = [coding for coding, copy in copies.items() if copy.is_file()]
    if not available:
        return file, []
    coding = choose_coding(accepted, available)
    if coding is None:
        return file, [("Vary", "Accept-Encoding")]
    return copies[coding], [("Vary", "Accept-Encoding"), ("Content-Encoding", coding.name)]


def _not_modified(environ: dict[str, Any], changed: str, tag: str) -> bool:
    """A page that is again what it was has its old time again: only the very same time or tag is the same file."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return tag in str(tags) or str(tags).strip() == "*"
    return environ.get("HTTP_IF_MODIFIED_SINCE") == changed


def _chunks(file: Path) -> Iterable[bytes]:
    with file.open("rb") as opened:
        while data := opened.read(CHUNK):
            yield data


def serve(home: Path, port: int) -> None:
    """Serves the current release on 127.0.0.1 until it is stopped. Raises OSError where the port is taken."""
    import waitress

    waitress.serve(PublicSite(home), host="127.0.0.1", port=port, threads=4, ident="ponte", _quiet=True)
